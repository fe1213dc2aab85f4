"""The workers' part of a scenario: shipped handlers and mocks, one task at a time, in this thread.

One thread makes a scenario repeatable, and what a handler raises is seen where it matters. The
judgement of failures, the reports and the codec are those of the real worker; its polling, locks
and threads are not in play here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from workers.contract import Executor, ExternalTask, Handler, TransientFailure
from workers.engine import Engine, FetchRequest, TopicRequest
from workers.engine.external_tasks import ExternalTaskState
from workers.runtime import LoggingInterceptor, RuntimeSettings
from workers.runtime.execution import Execution
from workers.runtime.failure_policy import judge, schedule_of
from workers.runtime.held_task import HeldTask, external_task
from workers.runtime.report import Delivery, Fail, Report
from workers.runtime.reporter import Reporter
from workers.runtime.retry import RetrySchedule
from workers.runtime.settings import new_worker_id
from workers.testing.clock import KitError
from workers.testing.mocks import Mock, MockingExecutor

_LOCK: Final = timedelta(minutes=10)
"""Longer than any handler runs under test, so that no lock needs to be extended."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a handler reported instead of a result."""

    task_id: str
    topic: str
    activity_id: str
    message: str
    retries: int
    wait: timedelta
    ordered: bool
    """Whether a mock was told to fail."""


class HandlerLoop:
    """Runs what lies ready for handlers.

    Args:
        engine: with the workers' login.
        handlers: the shipped ones.
        executor: runs them, as in the real worker.
    """

    # Any: handlers of every input, output and desk.
    def __init__(
        self,
        engine: Engine,
        handlers: Iterable[Handler[Any, Any, Any]],
        executor: Executor | None,
    ) -> None:
        self._calls = engine.worker_calls
        self._engine = engine
        self._handlers = {each.topic: each for each in handlers}
        self._executor = MockingExecutor(executor)
        self.failures: list[Failure] = []
        self.worker_id = new_worker_id("scenario")
        settings = RuntimeSettings()
        self._execution = Execution(
            self._executor,
            Reporter(self._calls, self.worker_id, settings, threading.Event()),
            _punctual,
            settings.default_retry,
            interceptors=[LoggingInterceptor()],
            on_report=self._note,
        )

    def mock(self, topic: str) -> Mock:
        """From now on the scenario answers for this topic."""
        shipped = self._handlers.get(topic)
        mock = Mock(topic, None if shipped is None else shipped.errors)
        self._executor.mocks[topic] = mock
        return mock

    def has(self, topic: str) -> bool:
        """Whether anybody works on this topic."""
        return topic in self._handlers or topic in self._executor.mocks

    def open_tasks(self, instance_ids: Sequence[str]) -> list[ExternalTaskState]:
        """The external tasks of these instances, oldest first."""
        if not instance_ids:
            return []
        return self._engine.external_tasks.find(process_instance_ids=instance_ids)

    def is_ready(self, task: ExternalTaskState) -> bool:
        """Whether a worker would get it now: not suspended, no incident, no lock, no retry wait."""
        locked = task.lock_expiration_time is not None and (
            task.lock_expiration_time > datetime.now(UTC)
        )
        return (
            not task.suspended
            and not locked
            and (task.retries is None or task.retries > 0)
            and self.has(task.topic_name)
        )

    def run(self, ready: ExternalTaskState) -> bool:
        """Fetch and run one task; false if somebody else was faster.

        Raises:
            KitError: the task's instance has no business key to tell it by.
        """
        if ready.business_key is None:
            raise KitError(
                f"{ready.activity_id} of process {ready.process_definition_key} runs without a "
                "business key, so its tasks cannot be told from those of other scenarios; start "
                'it with one, or call it with <camunda:in businessKey="#{execution.'
                'processBusinessKey}" />'
            )
        mock = self._executor.mocks.get(ready.topic_name)
        handler = self._handlers[ready.topic_name] if mock is None else mock.handler
        received = time.monotonic()
        batch = self._calls.fetch_and_lock(
            FetchRequest(
                worker_id=self.worker_id,
                max_tasks=1,
                topics=(
                    TopicRequest(
                        ready.topic_name,
                        _LOCK,
                        handler.input.names() if mock is None else None,
                        business_key=ready.business_key,
                    ),
                ),
            )
        )
        for fetched in batch.tasks:
            task = external_task(fetched, self._calls)
            held = HeldTask(task, received + _LOCK.total_seconds(), _LOCK)
            if self._execution.run(handler, held):
                self._calls.unlock(fetched.id)
        for unreadable in batch.unreadable:
            self._execution.refuse(unreadable)
        return bool(batch.tasks or batch.unreadable)

    def release(self, task_id: str) -> None:
        """End the wait of a retry."""
        self._calls.unlock(task_id)

    def _note(self, task: ExternalTask, report: Report, delivery: Delivery) -> None:
        if isinstance(report, Fail) and delivery is not Delivery.GONE:
            self.failures.append(
                Failure(
                    task.id,
                    task.topic,
                    task.activity_id,
                    report.message,
                    report.retries,
                    report.wait,
                    ordered=task.topic in self._executor.mocks,
                )
            )


def _punctual(task: ExternalTask, error: BaseException, default: RetrySchedule) -> Fail:
    """As the real worker judges, but without the jitter that spreads its retries."""
    report = judge(task, error, default)
    told = isinstance(error, TransientFailure) and error.retry_after is not None
    if told or not report.retries:
        return report
    return replace(report, wait=schedule_of(task, default).wait(task.retries, 0.0))
