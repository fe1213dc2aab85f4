"""How fast tasks end of late, and so how many may be locked before their turn."""

from __future__ import annotations

import math
import time
from datetime import timedelta

from workers.runtime.held_task import Clock

_MEMORY = 0.5
"""Seconds after which an ended task counts for a third."""
_WORTH = 10.0
"""The work that a fetch brings should take so many times as long as the fetch."""
_MOST = 400
"""What is fetched at once has to be carried and read, too."""


class Pace:
    """An estimate of tasks per second. **Not thread-safe**: its owner holds a lock.

    A fetch costs the engine as much as several completions, and the more the longer the queue.
    So beyond the tasks that run as many are locked as will end within ``ahead``, or within ten
    times a fetch where those take long, though never more than a quarter of a lock lasts. Where
    handlers take seconds that is none: nobody's task lies locked and unworked.
    """

    def __init__(
        self,
        ahead: timedelta,
        clock: Clock = time.monotonic,
        *,
        lock: timedelta = timedelta(minutes=1),
    ) -> None:
        self._longest = lock.total_seconds() / 4
        self._ahead = min(ahead.total_seconds(), self._longest)
        self._fetch = 0.0
        self._clock = clock
        self._rate = 0.0
        self._at = clock()

    def ended(self) -> None:
        """A task has ended just now."""
        self._rate = self._decayed() + 1 / _MEMORY

    def fetched(self, seconds: float) -> None:
        """A fetch that found work at once has taken this long."""
        self._fetch += (seconds - self._fetch) / 4

    @property
    def ahead(self) -> int:
        """Tasks that may be locked beyond those that run."""
        if not self._ahead:
            return 0
        span = min(max(self._ahead, _WORTH * self._fetch), self._longest)
        # Less one: the estimate is highest just after a task has ended.
        return max(0, min(int(self._decayed() * span) - 1, _MOST))

    def _decayed(self) -> float:
        now = self._clock()
        if now > self._at:
            self._rate *= math.exp((self._at - now) / _MEMORY)
            self._at = now
        return self._rate
