"""Which handler works on which topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from workers.contract import Handler
from workers.engine import TopicRequest


class Registry:
    """Handlers by topic.

    Raises:
        ValueError: no handler at all, or two for one topic.
    """

    # Any: a registry holds handlers of every input, output and desk.
    def __init__(self, handlers: Iterable[Handler[Any, Any, Any]]) -> None:
        self._by_topic: dict[str, Handler[Any, Any, Any]] = {}
        for handler in handlers:
            if handler.topic in self._by_topic:
                raise ValueError(f"topic {handler.topic} has two handlers; keep one")
            self._by_topic[handler.topic] = handler
        if not self._by_topic:
            raise ValueError("a worker without handlers would poll for nothing")

    def __iter__(self) -> Iterator[Handler[Any, Any, Any]]:
        return iter(self._by_topic.values())

    def handler(self, topic: str) -> Handler[Any, Any, Any]:
        """The handler of a topic that was asked for."""
        return self._by_topic[topic]

    def topics(self, lock_duration: timedelta) -> tuple[TopicRequest, ...]:
        """One request per topic, for just the variables that its handler declares."""
        return tuple(
            TopicRequest(handler.topic, lock_duration, handler.input.names()) for handler in self
        )
