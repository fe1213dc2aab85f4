"""What a worker logs about its tasks: names and sizes of variables, never their values."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from workers.contract import Outcome
from workers.runtime.interceptor import DeliverInput, ExecuteInput, Interceptor, Proceed
from workers.runtime.library_log import LibraryLog
from workers.runtime.report import Complete, Delivered, Delivery, Fail, Report, ThrowError

_log = LibraryLog(__name__)


class LoggingInterceptor(Interceptor):
    """Logs the start and the end of each task; the task itself is in structlog's context."""

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        """Log the start."""
        if _log.listens(logging.DEBUG):
            task = call.context.task
            _log.debug("task.started", retries=task.retries, input=sizes(task.variables))
        return proceed(call)

    def deliver(self, call: DeliverInput, proceed: Proceed[DeliverInput, Delivered]) -> Delivered:
        """Log how it ended."""
        ended = proceed(call)
        _log_end(ended.report, ended.delivery)
        return ended


def sizes(variables: Mapping[str, object]) -> dict[str, str]:
    """Name → type and length of every variable, fit for a log."""
    return {
        name: f"{type(value).__name__}[{len(value)}]"
        if isinstance(value, str | bytes | list | dict)
        else type(value).__name__
        for name, value in variables.items()
    }


def _log_end(report: Report, delivery: Delivery) -> None:
    well = delivery is Delivery.ACCEPTED and not isinstance(report, Fail)
    if not _log.listens(logging.INFO if well else logging.WARNING):
        return
    log = _log.info if well else _log.warning
    match report:
        case Complete():
            log("task.completed", delivery=delivery.value, output=sizes(report.variables))
        case ThrowError():
            log("task.bpmn_error", delivery=delivery.value, code=report.code)
        case Fail():
            log(
                "task.failed",
                delivery=delivery.value,
                message=report.message,
                retries=report.retries,
                wait=report.wait.total_seconds(),
            )
