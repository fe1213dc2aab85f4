"""Whether a worker lives and whether it gets work: what probes ask."""

from __future__ import annotations

import time
from collections.abc import Callable

from workers.runtime.held_task import Clock
from workers.runtime.poller import Poller
from workers.runtime.slots import Slots


class Health:
    """Answers by the age of polls. **Thread-safe.**

    A worker whose slots are all taken does not poll, and is well.

    Args:
        poller: the fetch loop.
        slots: the places.
        running: whether all threads run that should and no stop was ordered.
        answer_within: seconds in which the engine answers a poll, or the client gives it up.
        patience: longest wait between two tries.
    """

    def __init__(
        self,
        poller: Poller,
        slots: Slots,
        running: Callable[[], bool],
        *,
        answer_within: float,
        patience: float,
        clock: Clock = time.monotonic,
    ) -> None:
        self._poller = poller
        self._slots = slots
        self._running = running
        self._answer_within = answer_within
        self._patience = patience
        self._clock = clock

    @property
    def slots(self) -> Slots:
        """The places of the worker, for gauges."""
        return self._slots

    @property
    def poll_age(self) -> float | None:
        """Seconds since the engine last answered a poll, ``None`` if it never has."""
        last = self._poller.last_poll
        return None if last is None else self._clock() - last

    @property
    def ready(self) -> bool:
        """Whether the engine answers and tasks are being taken."""
        if self._poller.last_poll is None or not self._running():
            return False
        asking_since = self._poller.asking_since
        return asking_since is None or self._clock() - asking_since <= self._answer_within

    @property
    def live(self) -> bool:
        """Whether the fetch loop still turns; **an engine that is away is no reason to restart**.

        A stopping worker lives as long as it drains.
        """
        tried = self._poller.tried_at
        if tried is None or self._poller.asking_since is None:
            return True
        return self._clock() - tried <= self._answer_within + self._patience
