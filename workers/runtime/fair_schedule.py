"""Which topics the next fetch asks for, and for how many tasks. Pure: no engine, no clock."""

from __future__ import annotations

from collections.abc import Iterable

from workers.runtime.slots import Ask, Free


class FairSchedule:
    """The order of fetches, fair across topics.

    Without backlog every fetch asks for all free topics and waits. An answer as full as it
    could be means backlog; then fetches do not wait, and between two fetches for all topics
    come fetches for those only that have got nothing since. So a flood on one topic, or its
    older tasks, delays another topic by one task and not by the whole flood.

    Args:
        topics: all topics of the worker.
        fair: ``False`` leaves the order to the engine: priority, then age.
    """

    def __init__(self, topics: Iterable[str], *, fair: bool = True) -> None:
        self._topics = tuple(topics)
        self._fair = fair
        self._backlog = False
        self._served: set[str] = set()
        self._between = False
        self._head = 0

    def plan(self, free: Free) -> Ask:
        """What to ask for when these places are free; at least one is."""
        self._between = False
        if not self._backlog:
            cap = min(free.values())
            return Ask(tuple(free), cap, wait=True, complete=len(free) == len(self._topics))
        unserved = {topic: free[topic] for topic in free if topic not in self._served}
        if self._fair and self._served and unserved:
            self._between = True
            return Ask(tuple(unserved), min(unserved.values()), wait=False, complete=False)
        self._served.clear()
        return self._widest(free)

    def answered(self, ask: Ask, topics: Iterable[str]) -> None:
        """Learn from an answer: the topic of each task that came."""
        came = list(topics)
        self._served.update(came)
        if not came:
            # Nobody else is waiting: the next fetch is for all again.
            self._served.clear()
        if not self._between:
            self._backlog = len(came) >= ask.max_tasks

    def _widest(self, free: Free) -> Ask:
        """A turn for every topic to say how many: a narrow one must not always set the rate."""
        order = list(free)
        self._head = (self._head + 1) % len(order)
        cap = free[order[self._head]]
        topics = tuple(topic for topic in order if free[topic] >= cap)
        return Ask(topics, cap, wait=False, complete=len(topics) == len(self._topics))
