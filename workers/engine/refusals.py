"""From an HTTP answer that is no success to the error that names it."""

from __future__ import annotations

import json
from http import HTTPStatus

from workers.engine.errors import (
    AmbiguousMessage,
    BadRequest,
    Conflict,
    EngineBusy,
    EngineError,
    EngineUnreachable,
    LockNotHeld,
    NobodyWaits,
    NotFound,
    OptimisticLocking,
    ServerError,
    Suspended,
    Unauthorized,
    UnexpectedAnswer,
    ValueTooLong,
)

# BuiltinExceptionCode of the engine.
_OPTIMISTIC_LOCKING = 1
_DEADLOCK = 10_000
_COLUMN_TOO_SMALL = 10_002

_GATEWAY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}


def refusal(method: str, path: str, status: int, content: bytes) -> EngineError:
    """The typed error for an answer outside 2xx.

    An engine always explains itself as JSON with a ``type``. Without it something else has
    answered (a proxy, another application), and a 404 of that kind must not be read as
    "the task is gone".
    """
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        said = _explanation(content) or {}
        return Unauthorized(
            method, path, str(said.get("message") or "refused"), status=status, type=_type(said)
        )
    if status in _GATEWAY:
        return EngineUnreachable(method, path, "a gateway answered instead", status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return EngineBusy(method, path, "too many requests", status=status)
    body = _explanation(content)
    if body is None:
        return EngineUnreachable(
            method, path, "the answer is not an engine's; check the address", status=status
        )
    message = str(body.get("message") or "")
    if status == HTTPStatus.NOT_FOUND and message.startswith("HTTP 404"):
        # The REST framework's own answer for a path that it does not know.
        return UnexpectedAnswer(method, path, "no such endpoint", status=status, type=_type(body))
    code = body.get("code")
    return _class_of(status, message, _type(body), code)(
        method,
        path,
        message,
        status=status,
        type=_type(body),
        code=code if isinstance(code, int) else None,
    )


_BY_STATUS: dict[int, type[EngineError]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
}
_BY_TYPE: dict[str | None, type[EngineError]] = {
    "TaskAlreadyClaimedException": Conflict,
    "OptimisticLockingException": OptimisticLocking,
}
_BY_CODE: dict[object, type[EngineError]] = {
    _OPTIMISTIC_LOCKING: OptimisticLocking,
    _DEADLOCK: OptimisticLocking,
    _COLUMN_TOO_SMALL: ValueTooLong,
}


def _class_of(status: int, message: str, kind: str | None, code: object) -> type[EngineError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _bad_request(message)
    if "too many requests" in message.lower():
        return EngineBusy
    return _BY_TYPE.get(kind) or _BY_CODE.get(code) or ServerError


def _bad_request(message: str) -> type[EngineError]:
    if "MismatchingMessageCorrelation" in message or "Cannot correlate" in message:
        # The engine words both cases under one exception: "No process definition or execution
        # matches the parameters" and "2 executions match the correlation keys".
        return NobodyWaits if "No process definition or execution" in message else AmbiguousMessage
    if "It is locked by worker" in message or "lock that expired" in message:
        return LockNotHeld
    if "ENGINE-03043" in message or message.endswith("is suspended."):
        return Suspended
    if "Cannot find task with id" in message:
        # Two calls on a user task that has just been completed: the engine words it as 400.
        return NotFound
    return BadRequest


def _explanation(content: bytes) -> dict[str, object] | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) and "type" in body else None


def _type(body: dict[str, object]) -> str | None:
    kind = body.get("type")
    return kind if isinstance(kind, str) else None
