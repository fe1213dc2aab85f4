"""Keeps the locks of running tasks, in a thread of its own."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import structlog

from workers.engine import EngineError, ExternalTaskClient, LockNotHeld, NotFound
from workers.runtime.held_task import Clock, HeldTask

_log = structlog.get_logger(__name__)

_LEAST_PATIENCE = 1.0
"""Seconds that one extension may take, however short the lock."""


class LockKeeper:
    """Extends every lock at half its time, whatever handlers and polls are doing.

    When the engine does not answer, it keeps trying until the lock has run out by the local
    clock; then the task's context says ``cancelled``.
    """

    def __init__(
        self,
        client: ExternalTaskClient,
        worker_id: str,
        duration: timedelta,
        clock: Clock = time.monotonic,
    ) -> None:
        self._client = client
        self._worker_id = worker_id
        self._duration = duration
        self._seconds = duration.total_seconds()
        self._clock = clock
        self._due: dict[HeldTask, float] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="lock-keeper", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def keep(self, held: HeldTask) -> None:
        """Keep this lock from now on."""
        with self._changed:
            self._due[held] = self._clock() + self._seconds / 2
            self._changed.notify()

    def forget(self, held: HeldTask) -> None:
        """The task is reported or given back."""
        with self._changed:
            self._due.pop(held, None)

    def held(self) -> tuple[HeldTask, ...]:
        """All tasks whose locks are being kept."""
        with self._changed:
            return tuple(self._due)

    def stop(self) -> None:
        """Stop extending; the locks run out by themselves."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        while (held := self._next()) is not None:
            again = self._extend(held)
            with self._changed:
                if held not in self._due:
                    continue
                if again is None:
                    del self._due[held]
                else:
                    self._due[held] = again

    def _next(self) -> HeldTask | None:
        """Wait for the next lock that is due; ``None`` when stopped."""
        with self._changed:
            while not self._stopped:
                if not self._due:
                    self._changed.wait()
                    continue
                held = min(self._due, key=lambda each: self._due[each])
                wait = self._due[held] - self._clock()
                if wait <= 0:
                    return held
                self._changed.wait(wait)
            return None

    def _extend(self, held: HeldTask) -> float | None:
        """Extend one lock; when to come back, ``None`` for never."""
        asked = self._clock()
        try:
            self._renew(held.task.id)
        except (NotFound, LockNotHeld):
            self._lose(held)
            return None
        except EngineError as error:
            return self._later(held, error)
        # The engine counts from its receipt, which is not before our request.
        held.extended_until(asked + self._seconds)
        return asked + self._seconds / 2

    def _lose(self, held: HeldTask) -> None:
        held.lose()
        with self._changed:
            reported = held not in self._due
        if not reported:
            _log.warning("lock.lost", task_id=held.task.id, topic=held.task.topic)

    def _renew(self, task_id: str) -> None:
        patience = max(self._seconds / 6, _LEAST_PATIENCE)
        try:
            self._client.extend_lock(
                task_id, self._worker_id, self._duration, read_timeout=patience
            )
        except LockNotHeld:
            # Expired, but perhaps nobody has taken it yet.
            self._client.lock(task_id, self._worker_id, self._duration, read_timeout=patience)

    def _later(self, held: HeldTask, error: EngineError) -> float | None:
        now = self._clock()
        if now >= held.deadline:
            held.lose()
            _log.warning("lock.run_out", task_id=held.task.id, error=type(error).__name__)
            return None
        _log.warning("lock.not_extended", task_id=held.task.id, error=type(error).__name__)
        return min(now + self._seconds / 12, held.deadline)
