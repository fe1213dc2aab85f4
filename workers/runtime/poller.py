"""The one fetch loop of a worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
import tenacity

from workers.engine import Batch, EngineError, ExternalTaskClient, FetchRequest, TopicRequest
from workers.runtime.held_task import Clock
from workers.runtime.settings import RuntimeSettings
from workers.runtime.slots import Slots

_log = structlog.get_logger(__name__)

Accept = Callable[[Batch, float], None]
"""Takes a batch and the clock's reading when it came."""


class Poller:
    """Asks for as many tasks as there are free slots, over and over, until stopped.

    Errors of the engine are waited out with exponential back-off and full jitter.
    """

    def __init__(
        self,
        *,
        client: ExternalTaskClient,
        worker_id: str,
        topics: tuple[TopicRequest, ...],
        slots: Slots,
        settings: RuntimeSettings,
        accept: Accept,
        stopping: threading.Event,
        clock: Clock = time.monotonic,
    ) -> None:
        self._client = client
        self._worker_id = worker_id
        self._topics = topics
        self._slots = slots
        self._settings = settings
        self._accept = accept
        self._stopping = stopping
        self._clock = clock
        self.last_poll: float | None = None
        """The clock's reading after the last poll that the engine answered."""

    def run(self) -> None:
        """Poll until stopped."""
        while not self._stopping.is_set():
            free = self._slots.wait_for_free()
            if free:
                self._poll(free)

    def _fetch(self, request: FetchRequest) -> Batch:
        # A stop during a back-off must not begin another long poll.
        return Batch() if self._stopping.is_set() else self._client.fetch_and_lock(request)

    def _poll(self, free: int) -> None:
        request = FetchRequest(
            worker_id=self._worker_id,
            max_tasks=free,
            topics=self._topics,
            long_poll=self._settings.long_poll,
        )
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
        try:
            batch = tries(self._fetch, request)
        except EngineError as error:
            # Only when stopping: otherwise the engine is waited for.
            _log.info("poll.ended", error=type(error).__name__)
            return
        self.last_poll = self._clock()
        self._accept(batch, self.last_poll)


def _log_failure(state: tenacity.RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("poll.failed", error=str(error), attempt=state.attempt_number)
