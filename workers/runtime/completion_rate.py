"""How fast tasks end of late, and so how many may be locked before their turn."""

from __future__ import annotations

import math
import time
from datetime import timedelta

from workers.runtime.held_task import Clock

_MEMORY = 0.5
"""Seconds after which an ended task counts for a third."""
_GLANCE = 0.05
"""Seconds that must have been watched before a rate is believed."""
_WORTH = 10.0
"""The work that a fetch brings should take so many times as long as the fetch."""
_MOST = 200
"""What is fetched at once has to be carried and read, too."""


class CompletionRate:
    """An estimate of tasks per second. **Not thread-safe**: its owner holds a lock.

    A fetch costs the engine as much as several completions, and the more the longer the queue.
    So beyond the tasks that run as many are locked as will end within ``ahead``, or within ten
    times a fetch where those take long, though never more than a third of a lock lasts. Where
    handlers take seconds that is none: nobody's task lies locked and unworked.
    """

    def __init__(
        self,
        ahead: timedelta,
        clock: Clock = time.monotonic,
        *,
        lock: timedelta = timedelta(minutes=1),
    ) -> None:
        self._longest = lock.total_seconds() / 3
        self._ahead = min(ahead.total_seconds(), self._longest)
        self._fetch = 0.0
        self._clock = clock
        self._ended = 0.0
        """Ended tasks, each counting less the longer ago it ended."""
        self._watched = 0.0
        """Seconds of work watched, counting less likewise: an estimate from 0.1 s is one, too."""
        self._at = clock()
        self._working = False

    def began(self) -> None:
        """There is work again; until now there was none."""
        self._pass_time()
        self._working = True

    def ended(self, *, last: bool = False) -> None:
        """A task has ended just now, perhaps the last one there was."""
        self._pass_time()
        self._ended += 1
        self._working = not last

    def fetched(self, seconds: float) -> None:
        """A fetch that found work at once has taken this long."""
        self._fetch += (seconds - self._fetch) / 4

    @property
    def ahead(self) -> int:
        """Tasks that may be locked beyond those that run."""
        if not self._ahead:
            return 0
        self._pass_time()
        rate = self._ended / max(self._watched, _GLANCE)
        span = min(max(self._ahead, _WORTH * self._fetch), self._longest)
        # Less one: the estimate is highest just after a task has ended.
        return max(0, min(int(rate * span) - 1, _MOST))

    def _pass_time(self) -> None:
        now = self._clock()
        passed = now - self._at
        if passed <= 0:
            return
        kept = math.exp(-passed / _MEMORY)
        self._ended *= kept
        # While nobody works, time says nothing about the rate of work.
        self._watched = self._watched * kept + (_MEMORY * (1 - kept) if self._working else 0.0)
        self._at = now
