"""What happens to a fetched batch: each task gets a slot, a kept lock and a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from workers.engine import Batch, EngineError, ExternalTaskClient, FetchedTask
from workers.runtime.execution import Execution
from workers.runtime.held_task import HeldTask, external_task
from workers.runtime.library_log import LibraryLog
from workers.runtime.lock_keeper import LockKeeper
from workers.runtime.pool import Job, Pool
from workers.runtime.registry import Registry
from workers.runtime.slots import Slots

_log = LibraryLog(__name__)

_TRANSFER = 0.1
"""Part of a lock that the answer to a fetch may have taken to reach us."""


class Intake:
    """Starts what a poll brought, and gives back what must not start."""

    def __init__(
        self,
        *,
        client: ExternalTaskClient,
        registry: Registry,
        execution: Execution,
        keeper: LockKeeper,
        slots: Slots,
        pool: Pool,
        stopping: threading.Event,
        on_end: Callable[[], None],
    ) -> None:
        self._client = client
        self._registry = registry
        self._execution = execution
        self._keeper = keeper
        self._slots = slots
        self._pool = pool
        self._stopping = stopping
        self._on_end = on_end
        self._running: set[str] = set()
        self._guard = threading.Lock()

    def accept(self, batch: Batch, received: float) -> None:
        """Start what came; what comes after the stop order goes back at once."""
        for fetched in batch.tasks:
            if self._stopping.is_set():
                self.give_back(fetched.id)
            else:
                self._begin(fetched, received)
        for unreadable in batch.unreadable:
            self._submit(
                unreadable.topic,
                Job(
                    run=partial(self._execution.refuse, unreadable),
                    release=partial(self.give_back, unreadable.id),
                ),
            )

    def _begin(self, fetched: FetchedTask, received: float) -> None:
        with self._guard:
            if fetched.id in self._running:
                # Its lock ran out while the engine was away, and the engine gave it to us again.
                # The run that goes on reports it; if that run gives up, it is delivered again.
                _log.warning("task.still_running", task_id=fetched.id, topic=fetched.topic)
                return
            self._running.add(fetched.id)
        duration = self._registry.lock_duration(fetched.topic)
        held = HeldTask(
            external_task(fetched, self._client),
            received + duration.total_seconds() * (1 - _TRANSFER),
            duration,
        )
        handler = self._registry.handler(fetched.topic)

        def run() -> None:
            retry_at_once = False
            try:
                retry_at_once = self._execution.run(handler, held)
            finally:
                self._forget(held)
            if retry_at_once:
                # Only now: what is fetched again must not meet itself as still running.
                self.give_back(fetched.id)

        def release() -> None:
            self._forget(held)
            self.give_back(fetched.id)

        self._keeper.keep(held)
        self._submit(fetched.topic, Job(run, release))

    def _forget(self, held: HeldTask) -> None:
        self._keeper.forget(held)
        with self._guard:
            self._running.discard(held.task.id)

    def _submit(self, topic: str, job: Job) -> None:
        """Queue a job with its slot; the slot comes back however the job ends."""
        self._slots.take(topic)

        def finished() -> None:
            self._slots.release(topic)
            if self._stopping.is_set():
                # The drain waits for it.
                self._on_end()

        def run() -> None:
            try:
                job.run()
            finally:
                finished()

        def release() -> None:
            try:
                job.release()
            finally:
                finished()

        self._pool.submit(Job(run, release))

    def give_back(self, task_id: str) -> None:
        """Unlock a task, so that it need not wait for its lock to expire."""
        try:
            self._client.unlock(task_id)
        except EngineError as error:
            # The lock runs out by itself.
            _log.warning("task.not_given_back", task_id=task_id, error=type(error).__name__)
