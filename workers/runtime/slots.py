"""How much more work fits, in all and per topic: no task is locked that cannot run soon."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from workers.runtime.completion_rate import CompletionRate


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


_EMPTY = 0.75
"""Part of the places to wait in that must be free before a fetch fills them."""
_LOOK = 0.05
"""Seconds after which a wait for room looks again: a falling rate wakes nobody."""


class Slots:
    """Free places of a worker and of its topics. **Thread-safe.**

    Beyond the places of tasks that run there are a few to wait in, as the rate of the work
    allows: a fetch is worth its cost when it brings a batch. They are for topics without a
    limit of their own.

    Args:
        total: tasks that may run at once.
        limits: topic → how many of them may be of this topic, ``None`` for no own limit.
        rate: how much may wait; nothing, if not given.
    """

    def __init__(
        self, total: int, limits: Mapping[str, int | None], rate: CompletionRate | None = None
    ) -> None:
        self.total = total
        self._limits = dict(limits)
        self._narrow = any(limit is not None for limit in limits.values())
        self._rate = rate or CompletionRate(timedelta())
        self._busy: Counter[str] = Counter()
        self._taken = 0
        self._asked: list[Ask] = []
        self._freed: set[str] = set()
        self._closed = False
        guard = threading.Lock()
        self._room = threading.Condition(guard)
        """Something may fit again."""
        self._limited = threading.Condition(guard)
        """A topic with a limit of its own may have a free place that no fetch asks for."""

    @property
    def busy(self) -> int:
        """Places taken: tasks that are locked and not yet reported."""
        return self._taken

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics of the worker."""
        return tuple(self._limits)

    def busy_with(self, topic: str) -> int:
        """Places taken by tasks of one topic."""
        return self._busy[topic]

    def reserve(self, plan: Plan) -> Ask | None:
        """Block until a fetch is worth it, reserve what the plan chooses; ``None`` once closed."""
        with self._room:
            while not self._closed:
                ahead = self._rate.ahead
                if self._is_worth_a_fetch(ahead) and (free := self._free(ahead)):
                    ask = plan(free)
                    if ask.wait:
                        # When it is answered, the rate of today says nothing any more.
                        ask = replace(ask, max_tasks=min(ask.max_tasks, self.total))
                    return self._reserved(ask)
                self._room.wait(_LOOK if ahead else None)
            return None

    def reserve_freed(self) -> Ask | None:
        """Block until a topic is free that the long poll leaves out; ``None`` once closed.

        Such a topic was full when that poll began, and would have to wait for its end.
        """
        with self._limited:
            self._limited.wait_for(lambda: self._closed or self._left_out())
            if self._closed:
                return None
            free, topics = self._free(self._rate.ahead), self._left_out()
            self._freed.clear()
            cap = min(free[topic] for topic in topics)
            return self._reserved(Ask(topics, cap, wait=False, complete=False))

    def fetched(self, seconds: float) -> None:
        """A fetch has taken so long that did not have to wait for work."""
        with self._room:
            self._rate.fetched(seconds)

    def finish(self, ask: Ask) -> None:
        """The fetch has ended, and what came has taken its places."""
        with self._room:
            self._asked.remove(ask)
            self._room.notify_all()
            self._limited.notify_all()

    def take(self, topic: str) -> None:
        """Take a place for a locked task, free or not: the engine may send more than asked."""
        with self._room:
            if not self._taken:
                self._rate.began()
            self._busy[topic] += 1
            self._taken += 1

    def release(self, topic: str) -> None:
        """Give a place back."""
        with self._room:
            self._busy[topic] -= 1
            self._taken -= 1
            self._rate.ended(last=not self._taken)
            self._freed.add(topic)
            ahead = self._rate.ahead
            # Waking a thread costs more than asking whether it would find anything.
            if self._is_worth_a_fetch(ahead):
                self._room.notify_all()
            if self._narrow and self._left_out():
                self._limited.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._room:
            self._closed = True
            self._room.notify_all()
            self._limited.notify_all()

    def _is_worth_a_fetch(self, ahead: int) -> bool:
        return self._left(ahead) > ahead * _EMPTY

    def _left(self, ahead: int) -> int:
        return self.total + ahead - self._taken - sum(ask.max_tasks for ask in self._asked)

    def _free(self, ahead: int) -> dict[str, int]:
        left = self._left(ahead)
        free = {
            topic: left
            if limit is None
            else min(left, limit - self._busy[topic] - self._reserved_for(topic))
            for topic, limit in self._limits.items()
        }
        return {topic: places for topic, places in free.items() if places > 0}

    def _left_out(self) -> tuple[str, ...]:
        if not any(ask.wait for ask in self._asked):
            return ()
        asked = {topic for ask in self._asked for topic in ask.topics}
        free = self._free(self._rate.ahead)
        return tuple(topic for topic in free if topic in self._freed and topic not in asked)

    def _reserved_for(self, topic: str) -> int:
        return sum(ask.max_tasks for ask in self._asked if topic in ask.topics)

    def _reserved(self, ask: Ask) -> Ask:
        self._asked.append(ask)
        self._freed.difference_update(ask.topics)
        if self._narrow and self._left_out():
            self._limited.notify_all()
        return ask
