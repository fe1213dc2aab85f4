"""One execution: run the handler, judge how it ended, bring the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from workers.contract import (
    BpmnError,
    Completion,
    Executor,
    ExternalTask,
    Handler,
    Outcome,
    OwnershipLost,
    PermanentFailure,
)
from workers.engine import UnreadableTask
from workers.runtime.failure_policy import FailurePolicy, judge_refusal
from workers.runtime.held_task import HeldTask
from workers.runtime.report import Complete, Delivery, Fail, Report, ThrowError
from workers.runtime.reporter import Reporter
from workers.runtime.retry import RetrySchedule

_log = structlog.get_logger(__name__)

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
        on_report: OnReport | None = None,
    ) -> None:
        self._executor = executor
        self._reporter = reporter
        self._policy = policy
        self._default_retry = default_retry
        self._on_report = on_report

    # Any: handlers of every input, output and desk.
    def run(self, handler: Handler[Any, Any, Any], held: HeldTask) -> bool:
        """Run one task to its report. The log holds names and sizes, never values.

        Returns:
            True if the task must now be unlocked for a retry at once.
        """
        task = held.task
        with structlog.contextvars.bound_contextvars(
            task_id=task.id,
            topic=task.topic,
            business_key=task.business_key,
            process_instance=task.process_instance_id,
        ):
            _log.debug("task.started", retries=task.retries, input=sizes(task.variables))
            report = self._report_of(handler, held)
            if report is None:
                _log.warning("task.ownership_lost")
                return False
            ended = self._reporter.deliver(
                task.id, report, lambda error: judge_refusal(task, error, self._default_retry)
            )
            _log_end(report, ended.delivery)
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
            _log_end(report, ended.delivery)

    # Any: as above.
    def _report_of(self, handler: Handler[Any, Any, Any], held: HeldTask) -> Report | None:
        try:
            outcome = self._executor.execute(handler, held)
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
        return Complete(outcome.variables)
    if outcome.code not in {each.code for each in handler.errors}:
        raise PermanentFailure(
            f"the handler of {handler.topic} raised BPMN error {outcome.code} without declaring "
            "it; declare it and catch it in the model"
        )
    return ThrowError(outcome.code, outcome.message, outcome.variables)


def sizes(variables: Mapping[str, object]) -> dict[str, str]:
    """Name → type and length of every variable, fit for a log."""
    return {
        name: f"{type(value).__name__}[{len(value)}]"
        if isinstance(value, str | bytes | list | dict)
        else type(value).__name__
        for name, value in variables.items()
    }


def _log_end(report: Report, delivery: Delivery) -> None:
    log = _log.info if delivery is Delivery.ACCEPTED else _log.warning
    match report:
        case Complete():
            log("task.completed", delivery=delivery.value, output=sizes(report.variables))
        case ThrowError():
            log("task.bpmn_error", delivery=delivery.value, code=report.code)
        case Fail():
            _log.warning(
                "task.failed",
                delivery=delivery.value,
                message=report.message,
                retries=report.retries,
                wait=report.wait.total_seconds(),
            )
