"""Wires one worker together, runs it and brings it to a graceful end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import structlog

from workers.contract import Executor, Handler
from workers.engine import Engine, EngineError
from workers.runtime.execution import Execution, OnReport
from workers.runtime.failure_policy import FailurePolicy, judge
from workers.runtime.intake import Intake
from workers.runtime.lock_keeper import LockKeeper
from workers.runtime.poller import Poller
from workers.runtime.pool import Pool
from workers.runtime.registry import Registry
from workers.runtime.reporter import Reporter
from workers.runtime.settings import RuntimeSettings, new_worker_id
from workers.runtime.slots import Slots
from workers.runtime.stop_orders import Order, StopOrders

_log = structlog.get_logger(__name__)

_LOOK = 0.5
"""Seconds after which a drain looks again, should nothing have woken it."""


class Worker:
    """An external-task worker: ``Worker(engine, handlers, DirectExecutor(desk)).run()``.

    Args:
        engine: where the tasks are.
        handlers: one per topic.
        executor: runs a handler for a task.
        settings: slots, locks, patience.
        policy: what is reported when a handler raises.
        on_report: told after every report, in the handler's thread.

    Raises:
        ValueError: no handlers, or two for one topic.
    """

    # Any: handlers of every input, output and desk.
    def __init__(
        self,
        engine: Engine,
        handlers: Iterable[Handler[Any, Any, Any]],
        executor: Executor,
        *,
        settings: RuntimeSettings | None = None,
        policy: FailurePolicy = judge,
        on_report: OnReport | None = None,
    ) -> None:
        self.settings = settings or RuntimeSettings()
        self.worker_id = new_worker_id(self.settings.name)
        self._engine = engine
        calls = engine.worker_calls
        registry = Registry(handlers)
        self._orders = StopOrders()
        self._stopping = threading.Event()
        self._abandon = threading.Event()
        self._slots = Slots(self.settings.slots)
        self._pool = Pool(self.settings.slots, "handler")
        self._keeper = LockKeeper(calls, self.worker_id, self.settings.lock_duration)
        self._intake = Intake(
            client=calls,
            registry=registry,
            execution=Execution(
                executor,
                Reporter(calls, self.worker_id, self.settings, self._abandon),
                policy,
                self.settings.default_retry,
                on_report,
            ),
            keeper=self._keeper,
            slots=self._slots,
            pool=self._pool,
            lock_duration=self.settings.lock_duration,
            stopping=self._stopping,
            on_end=self._orders.look,
        )
        self._poller = Poller(
            client=calls,
            worker_id=self.worker_id,
            topics=registry.topics(self.settings.lock_duration),
            slots=self._slots,
            settings=self.settings,
            accept=self._intake.accept,
            stopping=self._stopping,
        )
        self._poll_thread = threading.Thread(target=self._poll, name="poller", daemon=True)
        self._crash: BaseException | None = None
        self._background: threading.Thread | None = None

    @property
    def last_poll(self) -> float | None:
        """``time.monotonic()`` of the last answered poll: its age tells whether we live."""
        return self._poller.last_poll

    @property
    def busy(self) -> int:
        """Tasks locked by this worker and not yet reported."""
        return self._slots.busy

    def run(self) -> None:
        """Work until stopped by :meth:`stop`, SIGTERM or SIGINT; may be called once.

        The first order lets running handlers finish up to the drain deadline, the second ends
        at once. A fault of the poller itself is raised after the drain.
        """
        with self._orders.from_signals():
            _log.info("worker.started", worker_id=self.worker_id, slots=self.settings.slots)
            self._keeper.start()
            self._pool.start()
            self._poll_thread.start()
            while self._orders.wait() is not Order.STOP:
                pass
            self._drain()
        _log.info("worker.stopped", worker_id=self.worker_id, unfinished=self._slots.busy)
        if self._crash:
            raise self._crash

    def start(self) -> Worker:
        """Run in a thread of its own, for tests and embedding; signals are left alone."""
        self._background = threading.Thread(target=self.run, name="worker", daemon=True)
        self._background.start()
        return self

    def stop(self, timeout: float | None = None) -> None:
        """Order a stop; after :meth:`start` also wait for it, up to ``timeout`` seconds."""
        self._orders.stop()
        if self._background:
            self._background.join(timeout)

    def _poll(self) -> None:
        try:
            self._poller.run()
        except BaseException as error:  # noqa: BLE001 - raised again by run()
            self._crash = error
            self._orders.stop()
        self._orders.look()

    def _drain(self) -> None:
        self._stopping.set()
        self._slots.close()
        self._pool.release_waiting()
        deadline = time.monotonic() + self.settings.drain.total_seconds()
        _log.info("worker.draining", running=self._slots.busy)
        while self._poll_thread.is_alive() or self._slots.busy:
            left = deadline - time.monotonic()
            if left <= 0:
                self._sweep()
                break
            if self._orders.wait(min(left, _LOOK)) is Order.STOP:
                break
        self._abandon.set()
        self._pool.stop()
        self._keeper.stop()

    def _sweep(self) -> None:
        """When a poll outlives the drain, the engine may have locked tasks that nobody will run.

        Only safe because no other process has this worker id.
        """
        ours = {held.task.id for held in self._keeper.held()}
        try:
            ghosts = self._engine.external_tasks.find(worker_id=self.worker_id, locked=True)
        except EngineError as error:
            _log.warning("worker.not_swept", error=type(error).__name__)
            return
        for ghost in ghosts:
            if ghost.id not in ours:
                self._intake.give_back(ghost.id)
