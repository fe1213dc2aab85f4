"""Complete, failure and BPMN error, and what retries do to incidents."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from workers.engine.client import LONGEST_ERROR_MESSAGE
from workers.testing.fake_engine.locks import require_active, require_owner
from workers.testing.fake_engine.replies import Refused, failed, required
from workers.testing.fake_engine.tasks import (
    Failure,
    FakeIncident,
    FakeTask,
    TaskBoard,
    TaskState,
    ThrownError,
)
from workers.testing.fake_engine.variables import stored_all

# Any throughout: JSON bodies.

_incidents = itertools.count(1)


def complete(board: TaskBoard, task_id: str, body: dict[str, Any]) -> None:
    """Finish a task, if the engine can go on after it."""
    variables = stored_all(body.get("variables"))
    local = stored_all(body.get("localVariables"))
    worker_id = required(body, "workerId")
    task = board.open_task(task_id)
    require_owner(
        task, worker_id, f"External Task {task_id} cannot be completed by worker '{worker_id}'"
    )
    require_active(task)
    if task.stuck_after is not None:
        raise failed(task.stuck_after)
    task.instance.stored.update(variables)
    task.result = {**variables, **local}
    task.end(TaskState.COMPLETED)


def bpmn_error(board: TaskBoard, task_id: str, body: dict[str, Any]) -> None:
    """Throw a BPMN error. As on our engines, one that nothing catches is refused."""
    variables = stored_all(body.get("variables"))
    worker_id = required(body, "workerId")
    code = required(body, "errorCode")
    task = board.open_task(task_id)
    require_owner(
        task,
        worker_id,
        f"Bpmn error of External Task {task_id} cannot be reported by worker '{worker_id}'",
    )
    require_active(task)
    if task.catches is not None and code not in task.catches:
        raise failed(f"ENGINE-13033 Propagation of bpmn error {code} failed. ")
    task.instance.stored.update(variables)
    task.bpmn_error = ThrownError(code, body.get("errorMessage"), variables)
    task.end(TaskState.BPMN_ERROR)


def failure(board: TaskBoard, task_id: str, body: dict[str, Any], now: datetime) -> None:
    """Report a failure. The worker stays the holder until the wait is over; no poll wakes."""
    worker_id = required(body, "workerId")
    retries = body.get("retries") or 0
    wait = body.get("retryTimeout") or 0
    if retries < 0:
        raise failed("retries is not greater than or equal to 0")
    if wait < 0:
        raise failed("retryDuration is not greater than or equal to 0")
    variables = stored_all(body.get("variables"))
    task = board.open_task(task_id)
    require_owner(
        task,
        worker_id,
        f"Failure of External Task {task_id} cannot be reported by worker '{worker_id}'",
    )
    require_active(task)
    message = body.get("errorMessage")
    task.instance.stored.update(variables)
    task.failures.append(
        Failure(
            None if message is None else message[:LONGEST_ERROR_MESSAGE],
            body.get("errorDetails"),
            retries,
            timedelta(milliseconds=wait),
        )
    )
    task.locked_until = now + timedelta(milliseconds=wait)
    _count(task, retries, now)


def set_retries(board: TaskBoard, task_id: str, body: dict[str, Any], now: datetime) -> None:
    """An operator's word; above 0 it resolves the incident."""
    retries = required(body, "retries")
    task = board.open_task(task_id)
    if retries < 0:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "BadUserRequestException",
            "The number of retries cannot be negative: retries is not greater than or equal to 0",
        )
    _count(task, retries, now)


def _count(task: FakeTask, retries: int, now: datetime) -> None:
    if task.retries_left and retries == 0:
        last = task.last_failure
        task.incident = FakeIncident(
            f"incident-{next(_incidents)}", last.message if last else None, now
        )
    elif retries > 0:
        task.incident = None
    task.retries = retries
