"""The one place that decides: failure with retries, or incident at once.

Messages are shown in Cockpit. Only our own failures bring their text along, since their
authors promised a sentence without personal data; any other exception is named by its class.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from pydantic import ValidationError

from workers.contract import ExternalTask, PermanentFailure, TransientFailure
from workers.engine import CodecError, EngineError, EngineUnreachable
from workers.runtime.report import Fail
from workers.runtime.retry import PROPERTY, RetrySchedule
from workers.runtime.stack import frames, name_of

FailurePolicy = Callable[[ExternalTask, BaseException, RetrySchedule], Fail]
"""From a task and what its handler raised to what is reported. Replaceable as a whole."""

_RECONNECTED = timedelta(seconds=10)
"""Long enough for what the engine may still do with the request whose answer was lost."""


def judge(task: ExternalTask, error: BaseException, default: RetrySchedule) -> Fail:
    """What is reported when a handler raised ``error``; unknown exceptions are tried again."""
    match error:
        case PermanentFailure():
            return Fail(error.message, frames(error), retries=0)
        case ValidationError():
            return Fail(_misfit(error), frames(error), retries=0)
        case CodecError():
            return Fail(str(error), frames(error), retries=0)
        case TransientFailure():
            return _again(task, error.message, error, default, error.retry_after)
    message = f"{name_of(error)} in the handler of {task.topic}; the details say where"
    # Whoever can report this has reached the engine again, so there is no use in waiting for it.
    # From the second time on it may not be the connection.
    soon = isinstance(error, EngineUnreachable) and task.retries is None
    return _again(task, message, error, default, longest=_RECONNECTED if soon else timedelta.max)


def judge_refusal(task: ExternalTask, error: BaseException, default: RetrySchedule) -> Fail:
    """What is reported when the engine would not accept the result itself.

    A refused content is an incident. A 500 comes from what the engine does after the task,
    and may pass.
    """
    if not isinstance(error, EngineError):
        return judge(task, error, default)
    answer = " ".join(str(part) for part in (error.status, error.type) if part)
    if error.retryable:
        message = f"the engine could not go on after this task ({answer}, code {error.code})"
        return _again(task, message, error, default)
    message = (
        f"the engine refuses the result of {task.topic} ({answer}, code {error.code}); "
        "correct the worker or the variable's type, then set retries"
    )
    return Fail(message, frames(error), retries=0)


def schedule_of(task: ExternalTask, default: RetrySchedule) -> RetrySchedule:
    """The schedule in the model, or the default if there is none that can be read."""
    text = task.extension_properties.get(PROPERTY)
    if text is None:
        return default
    try:
        return RetrySchedule.parse(text)
    except ValueError:
        return default


def _again(
    task: ExternalTask,
    message: str,
    error: BaseException,
    default: RetrySchedule,
    wait: timedelta | None = None,
    *,
    longest: timedelta = timedelta.max,
) -> Fail:
    schedule = schedule_of(task, default)
    if wait is None:
        # Spreading retries needs no secrecy.
        wait = min(schedule.wait(task.retries, random.random()), longest)  # noqa: S311
    return Fail(message, frames(error), schedule.remaining(task.retries), wait)


def _misfit(error: ValidationError) -> str:
    """Names of fields and kinds of fault; pydantic's own text quotes the values."""
    faults = {
        # The first step only: below it, keys of a dict are data too.
        (str(fault["loc"][0]) if fault["loc"] else "*", fault["type"])
        for fault in error.errors(include_input=False, include_context=False)
    }
    listed = ", ".join(f"{field} ({kind})" for field, kind in sorted(faults))
    return f"{error.title} does not accept: {listed}"
