"""Brings a finished result to the engine. The handler never runs again because of a report."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import tenacity

from workers.engine import (
    BadRequest,
    CodecError,
    EngineBusy,
    EngineError,
    ExternalTaskClient,
    LockNotHeld,
    NotFound,
    OptimisticLocking,
    ServerError,
    Suspended,
    ValueTooLong,
)
from workers.runtime.library_log import LibraryLog
from workers.runtime.report import Complete, Delivered, Delivery, Fail, Report, ThrowError
from workers.runtime.settings import RuntimeSettings

_log = LibraryLog(__name__)

UNTIL_WOKEN = timedelta(seconds=30)
"""Retry time-out of a retry at once, which an unlock then brings forward.

A failure wakes no waiting poll, an unlock does. But an unlock asks for no owner: had the
time-out been 0, somebody could have fetched the task in between and would lose it again.
If the unlock fails, the retry is this late; it is more than a call's time-out.
"""

Send = Callable[[str, Report], None]
"""One try to bring a report about a task."""

Refused = Callable[[BaseException], Fail]
"""What to report instead of a result that the engine does not accept."""


class Reporter:
    """Tries until the engine has accepted, or has said that the task is not ours any more.

    Args:
        client: the hot calls.
        worker_id: the owner of the locks.
        settings: patience.
        abandon: once set, nothing is tried again.
    """

    def __init__(
        self,
        client: ExternalTaskClient,
        worker_id: str,
        settings: RuntimeSettings,
        abandon: threading.Event,
    ) -> None:
        self._client = client
        self._worker_id = worker_id
        self._settings = settings
        self._abandon = abandon

    def deliver(self, task_id: str, report: Report, refused: Refused) -> Delivered:
        """Report, and if the engine refuses the content report a failure in its place."""
        try:
            self._send(task_id, report)
        except (EngineError, CodecError) as error:
            # Nearly every report is accepted at once and needs no machinery of patience.
            return self._persist(error, task_id, report, refused)
        return Delivered(Delivery.ACCEPTED, report)

    def _persist(
        self, begun: Exception, task_id: str, report: Report, refused: Refused
    ) -> Delivered:
        """Go on after a first try that ended in this error."""
        first = self._tries()
        try:
            delivery = self._try(first, _Again(begun, self._send), task_id, report)
            return Delivered(delivery, report, _repeated(first))
        except (EngineError, CodecError) as error:
            if self._abandon.is_set():
                return Delivered(Delivery.UNDELIVERED, report, _repeated(first))
            instead = refused(error)
            _log_refusal(error, instead)
        second = self._tries()
        try:
            delivery = self._try(second, self._send, task_id, instead)
        except (EngineError, CodecError) as error:
            _log.error("report.given_up", error=type(error).__name__)
            delivery = Delivery.UNDELIVERED
        if delivery is Delivery.ACCEPTED:
            delivery = Delivery.FAILED_INSTEAD
        return Delivered(delivery, instead, _repeated(first) + _repeated(second))

    def _try(self, tries: tenacity.Retrying, send: Send, task_id: str, report: Report) -> Delivery:
        """Report with retries.

        Raises:
            EngineError: the engine keeps refusing.
            CodecError: a variable cannot be sent.
        """
        try:
            tries(send, task_id, report)
        except NotFound:
            return Delivery.GONE
        except LockNotHeld:
            return Delivery.LOST
        return Delivery.ACCEPTED

    def _tries(self) -> tenacity.Retrying:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception(_passes),
            wait=tenacity.wait_random_exponential(
                multiplier=0.2, max=self._settings.longest_backoff.total_seconds()
            ),
            stop=self._enough,
            sleep=tenacity.sleep_using_event(self._abandon),
            before_sleep=_log_retry,
            reraise=True,
        )

    def _enough(self, state: tenacity.RetryCallState) -> bool:
        """Whether a fault that might pass has had its chance."""
        if self._abandon.is_set():
            return True
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, ServerError) and not isinstance(error, OptimisticLocking | EngineBusy):
            return state.attempt_number >= self._settings.report_tries
        return False

    def _send(self, task_id: str, report: Report) -> None:
        match report:
            case Complete():
                self._client.complete(task_id, self._worker_id, report.variables)
            case ThrowError():
                self._client.bpmn_error(
                    task_id,
                    self._worker_id,
                    code=report.code,
                    message=report.message,
                    variables=report.variables,
                )
            case Fail():
                self._client.handle_failure(
                    task_id,
                    self._worker_id,
                    message=report.message,
                    details=report.details,
                    retries=report.retries,
                    retry_timeout=UNTIL_WOKEN if report.at_once else report.wait,
                )


class _Again:
    """Sending, of which the first try has been made: it ended in this error."""

    def __init__(self, first: Exception, send: Send) -> None:
        self._first: Exception | None = first
        self._send = send

    def __call__(self, task_id: str, report: Report) -> None:
        """Tell of the first try, and from then on try."""
        first, self._first = self._first, None
        if first is not None:
            raise first
        self._send(task_id, report)


def _passes(error: BaseException) -> bool:
    """Whether the same report may be accepted later."""
    if isinstance(error, Suspended):
        return True
    return isinstance(error, EngineError) and not isinstance(
        error, BadRequest | NotFound | ValueTooLong
    )


def _repeated(tries: tenacity.Retrying) -> int:
    return max(int(tries.statistics.get("attempt_number", 1)) - 1, 0)


def _log_refusal(error: EngineError | CodecError, instead: Fail) -> None:
    answer = (
        {"status": error.status, "type": error.type, "code": error.code}
        if isinstance(error, EngineError)
        else {"variable": error.variable}
    )
    _log.error("report.refused", error=type(error).__name__, retries=instead.retries, **answer)


def _log_retry(state: tenacity.RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.warning("report.retried", error=type(error).__name__, attempt=state.attempt_number)
