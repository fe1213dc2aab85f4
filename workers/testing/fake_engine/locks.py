"""Who holds a task. Ownership is the worker id, not the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workers.testing.fake_engine.replies import Refused, bad, required
from workers.testing.fake_engine.tasks import FakeTask


def is_locked(task: FakeTask, now: datetime) -> bool:
    """Whether a fetch must leave it alone."""
    return task.locked_until is not None and task.locked_until > now


def can_be_fetched(task: FakeTask, now: datetime) -> bool:
    """Whether a fetch may lock it; a wait between two tries is a lock as well."""
    return not is_locked(task, now) and task.retries_left and not task.instance.suspended


def require_owner(task: FakeTask, worker_id: str, refusal: str) -> None:
    """Let only the last holder pass, expired or not.

    Raises:
        Refused: 400, ``refusal`` with the holder's name.
    """
    if task.worker_id != worker_id:
        raise _held(refusal, task)


def require_active(task: FakeTask) -> None:
    """Refuse work on a suspended instance.

    Raises:
        Refused: 400.
    """
    if task.instance.suspended:
        raise bad(f"ENGINE-03043 ExternalTask with id '{task.id}' is suspended.")


# Any: JSON bodies.
def lock(task: FakeTask, body: dict[str, Any], now: datetime) -> None:
    """Take a lock that nobody holds any more, or renew one's own."""
    worker_id = required(body, "workerId")
    duration = _positive(body, "lockDuration", "lockDuration")
    if task.worker_id != worker_id and is_locked(task, now):
        raise _held(f"External Task {task.id} cannot be locked by worker '{worker_id}'", task)
    take(task, worker_id, duration, now)


def extend(task: FakeTask, body: dict[str, Any], now: datetime) -> None:
    """Hold the lock for a duration from now; too late once it has expired."""
    worker_id = required(body, "workerId")
    duration = _positive(body, "newDuration", "lockTime")
    # The doubled quote is the engine's own.
    require_owner(
        task,
        worker_id,
        f"The lock of the External Task {task.id} cannot be extended by worker '{worker_id}''",
    )
    require_active(task)
    if task.locked_until is None or task.locked_until < now:
        raise bad(
            "Cannot extend a lock that expired: lockExpirationTime is not greater than or "
            f"equal to {int(now.timestamp() * 1000)}"
        )
    take(task, worker_id, duration, now)


def take(task: FakeTask, worker_id: str, duration: timedelta, now: datetime) -> None:
    """Give the lock to a worker."""
    task.worker_id = worker_id
    task.locked_until = now + duration


def unlock(task: FakeTask) -> None:
    """Free a task, **whoever holds it**."""
    task.worker_id = None
    task.locked_until = None


def _positive(body: dict[str, Any], field: str, named: str) -> timedelta:
    milliseconds = body.get(field) or 0
    if milliseconds <= 0:
        raise bad(f"{named} is not greater than 0")
    return timedelta(milliseconds=milliseconds)


def _held(refusal: str, task: FakeTask) -> Refused:
    return bad(f"{refusal}. It is locked by worker '{task.worker_id or 'null'}'.")
