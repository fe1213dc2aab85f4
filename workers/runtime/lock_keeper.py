"""Keeps the locks of running tasks, in a thread of its own."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence

from workers.engine import EngineError, ExternalTaskClient, LockNotHeld, NotFound
from workers.runtime.held_task import Clock, HeldTask
from workers.runtime.interceptor import ExtendInput, Extension, Interceptor, chain
from workers.runtime.library_log import LibraryLog
from workers.runtime.stack import frames

_log = LibraryLog(__name__)

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
        interceptors: Sequence[Interceptor] = (),
        clock: Clock = time.monotonic,
    ) -> None:
        self._client = client
        self._worker_id = worker_id
        self._interceptors = [each.extend for each in interceptors]
        self._clock = clock
        self._due: dict[HeldTask, float] = {}
        self._awaited = math.inf
        """When the thread will look next without being woken."""
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="lock-keeper", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def keep(self, held: HeldTask) -> None:
        """Keep this lock from now on."""
        with self._changed:
            due = self._clock() + held.duration.total_seconds() / 2
            self._due[held] = due
            if due < self._awaited:
                # Otherwise the thread wakes early enough by itself.
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
            asked = self._clock()
            again = self._after(self._extended(held, asked), held, asked)
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
                    self._awaited = math.inf
                    self._changed.wait()
                    continue
                held = min(self._due, key=self._due.__getitem__)
                self._awaited = self._due[held]
                wait = self._awaited - self._clock()
                if wait <= 0:
                    return held
                self._changed.wait(wait)
            return None

    def _extended(self, held: HeldTask, asked: float) -> Extension:
        """Extend one lock through the interceptors."""

        def extend(_call: ExtendInput) -> Extension:
            return self._extend(held, asked)

        try:
            return chain(self._interceptors, extend)(ExtendInput(held.task, held.deadline - asked))
        except Exception as error:  # noqa: BLE001 - all other locks depend on this thread
            _log.error("lock.interceptor_failed", error=type(error).__name__, stack=frames(error))
            return Extension.UNANSWERED

    def _extend(self, held: HeldTask, asked: float) -> Extension:
        try:
            self._renew(held)
        except (NotFound, LockNotHeld):
            return self._lost(held)
        except EngineError as error:
            return self._unanswered(held, error)
        # The engine counts from its receipt, which is not before our request.
        held.extended_until(asked + held.duration.total_seconds())
        return Extension.GRANTED

    def _renew(self, held: HeldTask) -> None:
        patience = max(held.duration.total_seconds() / 6, _LEAST_PATIENCE)
        task_id, duration = held.task.id, held.duration
        try:
            self._client.extend_lock(task_id, self._worker_id, duration, read_timeout=patience)
        except LockNotHeld:
            # Expired, but perhaps nobody has taken it yet.
            self._client.lock(task_id, self._worker_id, duration, read_timeout=patience)

    def _lost(self, held: HeldTask) -> Extension:
        held.lose()
        with self._changed:
            reported = held not in self._due
        if reported:
            return Extension.NOT_NEEDED
        _log.warning("lock.lost", task_id=held.task.id, topic=held.task.topic)
        return Extension.LOST

    def _unanswered(self, held: HeldTask, error: EngineError) -> Extension:
        if self._clock() < held.deadline:
            _log.warning("lock.not_extended", task_id=held.task.id, error=type(error).__name__)
            return Extension.UNANSWERED
        held.lose()
        _log.warning("lock.run_out", task_id=held.task.id, error=type(error).__name__)
        return Extension.RUN_OUT

    def _after(self, extension: Extension, held: HeldTask, asked: float) -> float | None:
        """When to come back, ``None`` for never."""
        seconds = held.duration.total_seconds()
        if extension is Extension.GRANTED:
            return asked + seconds / 2
        if extension is Extension.UNANSWERED:
            return min(self._clock() + seconds / 12, held.deadline)
        return None
