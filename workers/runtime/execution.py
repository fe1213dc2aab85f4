"""One execution: run the handler, judge how it ended, bring the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from workers.contract import (
    BpmnError,
    Completion,
    Executor,
    ExternalTask,
    File,
    Handler,
    Outcome,
    OwnershipLost,
    PermanentFailure,
)
from workers.engine import UnreadableTask
from workers.runtime.correlation import trace_id
from workers.runtime.failure_policy import FailurePolicy, judge_refusal
from workers.runtime.held_task import HeldTask
from workers.runtime.interceptor import DeliverInput, ExecuteInput, Interceptor, chain
from workers.runtime.library_log import LibraryLog
from workers.runtime.report import Complete, Delivered, Delivery, Fail, Report, ThrowError
from workers.runtime.reporter import Reporter
from workers.runtime.retry import RetrySchedule
from workers.runtime.starts import PoisonGuard

_log = LibraryLog(__name__)

OnReport = Callable[[ExternalTask, Report, Delivery], None]
"""Told after every report; ``GONE`` after a completion may call for a compensation."""


class Execution:
    """Runs tasks one at a time per thread. **Thread-safe.**"""

    def __init__(
        self,
        executor: Executor,
        reporter: Reporter,
        policy: FailurePolicy,
        default_retry: RetrySchedule,
        *,
        guard: PoisonGuard | None = None,
        interceptors: Sequence[Interceptor] = (),
        on_report: OnReport | None = None,
    ) -> None:
        self._reporter = reporter
        self._policy = policy
        self._default_retry = default_retry
        self._guard = guard or PoisonGuard(None, limit=1)
        self._on_report = on_report
        self._execute = chain(
            [each.execute for each in interceptors],
            lambda call: executor.execute(call.handler, call.context),
        )
        self._deliver = chain([each.deliver for each in interceptors], self._brought)

    # Any: handlers of every input, output and desk.
    def run(self, handler: Handler[Any, Any, Any], held: HeldTask) -> bool:
        """Run one task to its report, with the task in the log's context.

        Returns:
            True if the task must now be unlocked for a retry at once.
        """
        task = held.task
        with structlog.contextvars.bound_contextvars(
            task_id=task.id,
            topic=task.topic,
            business_key=task.business_key,
            process_instance=task.process_instance_id,
            trace_id=trace_id(task),
        ):
            try:
                return self._reported(handler, held)
            finally:
                self._guard.ended(task.id)

    # Any: as above.
    def _reported(self, handler: Handler[Any, Any, Any], held: HeldTask) -> bool:
        task = held.task
        report = self._report_of(handler, held)
        if report is None:
            self._guard.outlived(task.id)
            _log.warning("task.ownership_lost")
            return False
        ended = self._deliver(DeliverInput(task, report))
        self._guard.outlived(task.id)
        if self._on_report:
            self._on_report(task, report, ended.delivery)
        failed = ended.report if isinstance(ended.report, Fail) else None
        return bool(
            failed
            and failed.at_once
            and ended.delivery in {Delivery.ACCEPTED, Delivery.FAILED_INSTEAD}
        )

    def refuse(self, unreadable: UnreadableTask) -> None:
        """Report a task that could not be read, as an incident."""
        with structlog.contextvars.bound_contextvars(task_id=unreadable.id, topic=unreadable.topic):
            report = Fail(unreadable.reason, "", retries=0)
            ended = self._reporter.deliver(unreadable.id, report, lambda _error: report)
            _log.warning(
                "task.unreadable", message=unreadable.reason, delivery=ended.delivery.value
            )

    def abandoned(self, held: HeldTask) -> None:
        """The process ends in order before the run does: that is no fault of the task."""
        self._guard.outlived(held.task.id)

    def _brought(self, call: DeliverInput) -> Delivered:
        task = call.task
        return self._reporter.deliver(
            task.id, call.report, lambda error: judge_refusal(task, error, self._default_retry)
        )

    # Any: as above.
    def _report_of(self, handler: Handler[Any, Any, Any], held: HeldTask) -> Report | None:
        try:
            poisoned = self._guard.refusal(held.task)
            if poisoned:
                return poisoned
            outcome = self._execute(ExecuteInput(handler, held))
            return _said(handler, outcome)
        except OwnershipLost:
            return None
        except BpmnError as error:
            return self._report_raised(handler, held, error)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the engine must hear of it
            return self._policy(held.task, error, self._default_retry)

    # Any: as above.
    def _report_raised(
        self, handler: Handler[Any, Any, Any], held: HeldTask, error: BpmnError
    ) -> Report:
        try:
            return _said(handler, error)
        except PermanentFailure as undeclared:
            return self._policy(held.task, undeclared, self._default_retry)


def _said(handler: Handler[Any, Any, Any], outcome: Outcome) -> Report:
    """The report of an outcome.

    Raises:
        PermanentFailure: a BPMN error that the handler does not declare. The engine would end
            the path silently if the model does not catch it.
    """
    if isinstance(outcome, Completion):
        return Complete(_with_files(outcome.variables))
    if not handler.declares(outcome.code):
        raise PermanentFailure(
            f"the handler of {handler.topic} raised BPMN error {outcome.code} without declaring "
            "it; declare it and catch it in the model"
        )
    return ThrowError(outcome.code, outcome.message, _with_files(outcome.variables))


def _with_files(variables: Mapping[str, object]) -> dict[str, object]:
    """Files of the engine are read before the report: a 404 in it must mean the task."""
    return {
        name: File.of(value.name, value.read(), value.mime_type, value.encoding)
        if isinstance(value, File)
        else value
        for name, value in variables.items()
    }
