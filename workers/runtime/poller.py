"""The one fetch loop of a worker."""

from __future__ import annotations

import threading
import time

import tenacity

from workers.engine import Batch, EngineError
from workers.runtime.fair_schedule import FairSchedule
from workers.runtime.fetcher import Accept, Fetcher
from workers.runtime.held_task import Clock
from workers.runtime.library_log import LibraryLog
from workers.runtime.settings import RuntimeSettings
from workers.runtime.slots import Ask, Slots

_log = LibraryLog(__name__)


class Poller:
    """Asks for what fits, over and over, until stopped; the next fetch overlaps running work.

    Errors of the engine are waited out with exponential back-off and full jitter.
    """

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        slots: Slots,
        schedule: FairSchedule,
        settings: RuntimeSettings,
        accept: Accept,
        stopping: threading.Event,
        clock: Clock = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._slots = slots
        self._schedule = schedule
        self._settings = settings
        self._accept = accept
        self._stopping = stopping
        self._clock = clock
        self.last_poll: float | None = None
        """The clock's reading after the last poll that the engine answered."""
        self.tried_at: float | None = None
        """The clock's reading when the last request was sent."""
        self.asking_since: float | None = None
        """Since when an answer is being waited for, through all errors; ``None`` if none is."""

    def run(self) -> None:
        """Poll until stopped."""
        while not self._stopping.is_set():
            ask = self._slots.reserve(self._schedule.plan)
            if ask is None:
                return
            try:
                self._poll(ask)
            finally:
                self._slots.finish(ask)

    def _poll(self, ask: Ask) -> None:
        self.asking_since = self._clock()
        try:
            batch = self._patiently(ask)
        except EngineError as error:
            # Only when stopping: otherwise the engine is waited for.
            _log.info("poll.ended", error=type(error).__name__)
            return
        self.last_poll = self._clock()
        self.asking_since = None
        if not ask.wait and self.tried_at is not None:
            self._slots.fetched(self.last_poll - self.tried_at)
        self._schedule.answered(ask, batch.topics)
        self._accept(batch, self.last_poll)

    def _patiently(self, ask: Ask) -> Batch:
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(EngineError),
            wait=tenacity.wait_random_exponential(
                multiplier=0.5, max=self._settings.longest_backoff.total_seconds()
            ),
            stop=tenacity.stop_when_event_set(self._stopping),
            sleep=tenacity.sleep_using_event(self._stopping),
            before_sleep=_log_failure,
            reraise=True,
        )
        return tries(self._fetch, ask)

    def _fetch(self, ask: Ask) -> Batch:
        if self._stopping.is_set():
            # A stop during a back-off must not begin another long poll.
            return Batch()
        self.tried_at = self._clock()
        return self._fetcher.fetch(ask)


def _log_failure(state: tenacity.RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("poll.failed", error=str(error), attempt=state.attempt_number)
