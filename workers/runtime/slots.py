"""How much more work fits, in all and per topic: never more tasks are locked than can run."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """What one fetch may ask for. Its places are reserved until it is settled.

    Whatever the engine makes of ``max_tasks``, every task of the answer can run: it may
    distribute them among the topics as it likes, so each topic has room for all of them.
    """

    topics: tuple[str, ...]
    max_tasks: int
    wait: bool
    """Whether the engine may hold the request until there is work."""
    complete: bool = True
    """Whether every topic of the worker is asked for."""


Free = Mapping[str, int]
"""Topic → free places, for topics that have any."""

Plan = Callable[[Free], Ask]
"""Chooses among free places; at least one topic is free."""


class Slots:
    """Free places of a worker and of its topics. **Thread-safe.**

    Args:
        total: tasks that may run at once.
        limits: topic → how many of them may be of this topic, ``None`` for no own limit.
    """

    def __init__(self, total: int, limits: Mapping[str, int | None]) -> None:
        self.total = total
        self._limits = {topic: limit or total for topic, limit in limits.items()}
        self._busy: Counter[str] = Counter()
        self._asked: list[Ask] = []
        self._freed: set[str] = set()
        self._closed = False
        self._changed = threading.Condition()

    @property
    def busy(self) -> int:
        """Places taken."""
        return self._busy.total()

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics of the worker."""
        return tuple(self._limits)

    def busy_with(self, topic: str) -> int:
        """Places taken by tasks of one topic."""
        return self._busy[topic]

    def reserve(self, plan: Plan) -> Ask | None:
        """Block until a topic is free and reserve what the plan chooses; ``None`` once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._free())
            return None if self._closed else self._reserved(plan(self._free()))

    def reserve_freed(self) -> Ask | None:
        """Block until a topic is free that the long poll leaves out; ``None`` once closed.

        Such a topic was full when that poll began, and would have to wait for its end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._left_out())
            if self._closed:
                return None
            free, topics = self._free(), self._left_out()
            self._freed.clear()
            cap = min(free[topic] for topic in topics)
            return self._reserved(Ask(topics, cap, wait=False, complete=False))

    def settle(self, ask: Ask) -> None:
        """The fetch has ended, and what came has taken its places."""
        with self._changed:
            self._asked.remove(ask)
            self._changed.notify_all()

    def take(self, topic: str) -> None:
        """Take a place for a locked task, free or not: the engine may send more than asked."""
        with self._changed:
            self._busy[topic] += 1

    def release(self, topic: str) -> None:
        """Give a place back."""
        with self._changed:
            self._busy[topic] -= 1
            self._freed.add(topic)
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _free(self) -> dict[str, int]:
        left = self.total - self.busy - sum(ask.max_tasks for ask in self._asked)
        free = {
            topic: min(left, limit - self._busy[topic] - self._reserved_for(topic))
            for topic, limit in self._limits.items()
        }
        return {topic: places for topic, places in free.items() if places > 0}

    def _left_out(self) -> tuple[str, ...]:
        if not any(ask.wait for ask in self._asked):
            return ()
        asked = {topic for ask in self._asked for topic in ask.topics}
        free = self._free()
        return tuple(topic for topic in free if topic in self._freed and topic not in asked)

    def _reserved_for(self, topic: str) -> int:
        return sum(ask.max_tasks for ask in self._asked if topic in ask.topics)

    def _reserved(self, ask: Ask) -> Ask:
        self._asked.append(ask)
        self._freed.difference_update(ask.topics)
        return ask
