"""Wires one worker together, runs it and brings it to a graceful end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from workers.contract import Executor, Handler
from workers.engine import Engine
from workers.runtime.completion_rate import CompletionRate
from workers.runtime.execution import Execution, OnReport
from workers.runtime.failure_policy import FailurePolicy, judge
from workers.runtime.fair_schedule import FairSchedule
from workers.runtime.fetcher import Fetcher
from workers.runtime.health import Health
from workers.runtime.intake import Intake
from workers.runtime.interceptor import Interceptor
from workers.runtime.library_log import LibraryLog
from workers.runtime.lock_keeper import LockKeeper
from workers.runtime.orphaned_polls import OrphanedPolls
from workers.runtime.poller import Poller
from workers.runtime.pool import Pool
from workers.runtime.refill import Refill
from workers.runtime.registry import Registry
from workers.runtime.reporter import Reporter
from workers.runtime.settings import RuntimeSettings, new_worker_id
from workers.runtime.slots import Slots
from workers.runtime.starts import PoisonGuard, StartCounts
from workers.runtime.stop_orders import Order, StopOrders
from workers.runtime.subscription import Subscription
from workers.runtime.task_log import LoggingInterceptor

_log = LibraryLog(__name__)

_LOOK = 0.5
"""Seconds after which a drain looks again, should nothing have woken it."""


class Worker:
    """An external-task worker: ``Worker(engine, handlers, DirectExecutor(desk)).run()``.

    Args:
        engine: where the tasks are.
        handlers: one per topic; a :class:`Subscription` where a topic needs a filter, slots or
            a lock duration of its own.
        executor: runs a handler for a task.
        settings: slots, locks, patience.
        policy: what is reported when a handler raises.
        starts: durable counts that keep a task from killing process after process.
        interceptors: around fetches, runs, reports and lock extensions, the outermost first.
        on_report: told after every report, in the handler's thread.

    Raises:
        ValueError: no handlers, or two for one topic.
    """

    # Any: handlers of every input, output and desk.
    def __init__(
        self,
        engine: Engine,
        handlers: Iterable[Handler[Any, Any, Any] | Subscription],
        executor: Executor,
        *,
        settings: RuntimeSettings | None = None,
        policy: FailurePolicy = judge,
        starts: StartCounts | None = None,
        interceptors: Sequence[Interceptor] = (),
        on_report: OnReport | None = None,
    ) -> None:
        self.settings = settings or RuntimeSettings()
        self.worker_id = new_worker_id(self.settings.name)
        calls = engine.worker_calls
        registry = Registry(handlers, self.settings.lock_duration)
        chained = (*interceptors, LoggingInterceptor())
        limits = registry.limits()
        self._orders = StopOrders()
        self._stopping = threading.Event()
        self._abandon = threading.Event()
        rate = CompletionRate(self.settings.ahead, lock=self.settings.lock_duration)
        self._slots = Slots(self.settings.slots, limits, rate)
        self._pool = Pool(self.settings.slots, "handler")
        self._keeper = LockKeeper(calls, self.worker_id, chained)
        self._execution = Execution(
            executor,
            Reporter(calls, self.worker_id, self.settings, self._abandon),
            policy,
            self.settings.default_retry,
            guard=PoisonGuard(starts, self.settings.poison_limit),
            interceptors=chained,
            on_report=on_report,
        )
        self._intake = Intake(
            client=calls,
            registry=registry,
            execution=self._execution,
            keeper=self._keeper,
            slots=self._slots,
            pool=self._pool,
            stopping=self._stopping,
            on_end=self._orders.look,
        )
        fetcher = Fetcher(calls, self.worker_id, registry.requests(), self.settings, chained)
        self._poller = Poller(
            fetcher=fetcher,
            slots=self._slots,
            schedule=FairSchedule(limits, fair=self.settings.fair_topics),
            settings=self.settings,
            accept=self._intake.accept,
            stopping=self._stopping,
        )
        self._refill = Refill(fetcher, self._slots, self._intake.accept, self._stopping)
        self._orphaned_polls = OrphanedPolls(
            engine.external_tasks, self.worker_id, self._intake.give_back
        )
        self._poll_threads = [self._thread("poller", self._poller.run)]
        if any(limit is not None for limit in limits.values()):
            self._poll_threads.append(self._thread("refill", self._refill.run))
        self.health = Health(
            self._poller,
            self._slots,
            self._alive,
            answer_within=self.settings.long_poll.total_seconds()
            + engine.session.timeouts.poll_margin
            + engine.session.timeouts.connect,
            patience=self.settings.longest_backoff.total_seconds(),
        )
        self._crash: BaseException | None = None
        self._background: threading.Thread | None = None

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
            for thread in self._poll_threads:
                thread.start()
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

    def _thread(self, name: str, loop: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                loop()
            except BaseException as error:  # noqa: BLE001 - raised again by run()
                self._crash = error
                self._orders.stop()
            self._orders.look()

        return threading.Thread(target=run, name=name, daemon=True)

    def _polling(self) -> bool:
        return any(thread.is_alive() for thread in self._poll_threads)

    def _alive(self) -> bool:
        """Whether everything runs that should, and nobody has ordered a stop."""
        return (
            not self._stopping.is_set()
            and self._keeper.alive
            and all(thread.is_alive() for thread in self._poll_threads)
        )

    def _drain(self) -> None:
        self._stopping.set()
        self._slots.close()
        self._pool.release_waiting()
        deadline = time.monotonic() + self.settings.drain.total_seconds()
        _log.info("worker.draining", running=self._slots.busy)
        while self._polling() or self._slots.busy:
            left = deadline - time.monotonic()
            if left <= 0:
                self._orphaned_polls.sweep({held.task.id for held in self._keeper.held()})
                break
            if self._orders.wait(min(left, _LOOK)) is Order.STOP:
                break
        self._abandon.set()
        for held in self._keeper.held():
            self._execution.abandoned(held)
        self._pool.stop()
        self._keeper.stop()
