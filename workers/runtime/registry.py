"""Which handler works on which topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from workers.contract import Handler
from workers.engine import TopicRequest
from workers.runtime.subscription import Subscription


class Registry:
    """Subscriptions by topic.

    Args:
        served: handlers, or subscriptions where a topic needs more than the defaults.
        lock_duration: for subscriptions that name none.

    Raises:
        ValueError: no handler at all, or two for one topic.
    """

    # Any: a registry holds handlers of every input, output and desk.
    def __init__(
        self, served: Iterable[Handler[Any, Any, Any] | Subscription], lock_duration: timedelta
    ) -> None:
        self._lock_duration = lock_duration
        self._by_topic: dict[str, Subscription] = {}
        for each in served:
            subscription = each if isinstance(each, Subscription) else Subscription(each)
            if subscription.topic in self._by_topic:
                raise ValueError(f"topic {subscription.topic} has two handlers; keep one")
            self._by_topic[subscription.topic] = subscription
        if not self._by_topic:
            raise ValueError("a worker without handlers would poll for nothing")

    def __iter__(self) -> Iterator[Subscription]:
        return iter(self._by_topic.values())

    # Any: as above.
    def handler(self, topic: str) -> Handler[Any, Any, Any]:
        """The handler of a topic that was asked for."""
        return self._by_topic[topic].handler

    def lock_duration(self, topic: str) -> timedelta:
        """How long a task of this topic is locked."""
        return self._by_topic[topic].lock_duration or self._lock_duration

    def limits(self) -> dict[str, int | None]:
        """Topic → how many of its tasks may run at once, ``None`` for no limit of its own."""
        return {topic: each.slots for topic, each in self._by_topic.items()}

    def requests(self) -> dict[str, TopicRequest]:
        """Topic → what is asked of the engine."""
        return {topic: each.request(self._lock_duration) for topic, each in self._by_topic.items()}
