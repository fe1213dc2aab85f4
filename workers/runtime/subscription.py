"""How a worker serves one topic: which tasks, how many at once, locked for how long."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from workers.contract import Handler
from workers.engine import TopicFilter, TopicRequest

EVERY_TASK = TopicFilter()
"""Restricts nothing."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler with what deployment, not its author, decides.

    Args:
        handler: works on the tasks. Any: a handler of every input, output and desk.
        filter: which tasks of the topic are wanted.
        slots: how many of them run at once; ``None`` leaves it to the worker's slots.
        lock_duration: ``None`` takes the worker's.

    Raises:
        ValueError: no slot, or a lock without duration.
    """

    handler: Handler[Any, Any, Any]
    filter: TopicFilter = EVERY_TASK
    slots: int | None = None
    lock_duration: timedelta | None = None

    def __post_init__(self) -> None:
        if self.slots is not None and self.slots < 1:
            raise ValueError(f"topic {self.topic}: at least one handler must be able to run")
        if self.lock_duration is not None and self.lock_duration <= timedelta():
            raise ValueError(f"topic {self.topic}: a lock needs a duration")

    @property
    def topic(self) -> str:
        """The topic of the handler."""
        return self.handler.topic

    def request(self, default_lock: timedelta) -> TopicRequest:
        """What is asked of the engine: just the variables that the handler declares."""
        restricted = {each.name: getattr(self.filter, each.name) for each in fields(TopicFilter)}
        return TopicRequest(
            self.topic,
            self.lock_duration or default_lock,
            self.handler.input.names(),
            **restricted,
        )
