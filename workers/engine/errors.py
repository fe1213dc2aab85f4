"""What can go wrong between us and an engine, as types with fields.

The text of an error names the call, the status and the engine's own sentence, with anything
that looks like a variable's value cut off. It never holds a query string or a request body.
Deciding what to do about an error is left to the caller; ``retryable`` is a hint only.
"""

from __future__ import annotations

import re
from typing import ClassVar

_VALUE = re.compile(
    r"(Cannot convert value|Cannot parse value|Unparseable date|For input string|"
    r"Unrecognized token|Cannot deserialize value|Unable to parse input|"
    r"CorrelationSet|value:?\s*['\"]).*",
    re.DOTALL,
)
_LONGEST = 400


def without_values(message: str) -> str:
    """The engine's sentence, cut before the first variable value and to a readable length."""
    return _VALUE.sub(r"\1…", message)[:_LONGEST]


class EngineError(Exception):
    """Root of all errors of this package.

    Args:
        method: HTTP method of the call.
        path: path below the REST root, without query.
        message: the engine's own sentence, or ours.
        status: HTTP status, ``None`` if there was no answer.
        type: the engine's exception type, for example ``RestException``.
        code: the engine's error code; 1 is optimistic locking.
    """

    retryable: ClassVar[bool] = False
    way_out: ClassVar[str] = ""

    def __init__(
        self,
        method: str,
        path: str,
        message: str,
        *,
        status: int | None = None,
        type: str | None = None,  # noqa: A002 - the engine's own field name
        code: int | None = None,
    ) -> None:
        self.method = method
        self.path = path
        self.message = message
        self.status = status
        self.type = type
        self.code = code
        super().__init__(method, path, status, type, code)

    def __str__(self) -> str:
        answered = f" answered {self.status}" if self.status else ""
        kind = f" {self.type}" if self.type else ""
        sentence = f"{self.method} {self.path}{answered}{kind}: {without_values(self.message)}"
        return f"{sentence}. {self.way_out}" if self.way_out else sentence


class EngineUnreachable(EngineError):
    """No answer of an engine: time-out, refused connection, gateway error, a login page."""

    retryable = True


class Unauthorized(EngineError):
    """The engine refuses the login (401), or the login lacks a permission (403)."""

    way_out = (
        "Check user and password of the engine (SOP_ENGINE_USER, SOP_ENGINE_PASSWORD) "
        "and the user's authorizations; after a wrong password the engine refuses "
        "the user for some seconds"
    )


class ClientRefused(Unauthorized):
    """The token server refuses the client, its secret or its scope."""

    way_out = (
        "Check the client and its scope "
        "(SOP_ENGINE_CLIENT_ID, SOP_ENGINE_CLIENT_SECRET, SOP_ENGINE_SCOPE)"
    )


class NotFound(EngineError):
    """The thing is not there (any more)."""


class BadRequest(EngineError):
    """The engine refuses the request as it is; sending it again does not help."""


class LockNotHeld(BadRequest):
    """The external task is locked by another worker, or the lock has expired."""


class Suspended(BadRequest):
    """The instance is suspended; the same request is accepted once it is active again."""

    retryable = True


class NobodyWaits(BadRequest):
    """No execution and no process definition waits for this message (yet)."""


class AmbiguousMessage(BadRequest):
    """More than one execution waits for this message: the correlation must name one."""


class Conflict(EngineError):
    """The thing exists already or has changed (409)."""


class ServerError(EngineError):
    """The engine failed while it worked on the request and rolled it back."""

    retryable = True


class OptimisticLocking(ServerError):
    """Two transactions met; trying again at once is right."""


class ValueTooLong(ServerError):
    """A value does not fit into its database column; trying again does not help."""

    retryable = False


class EngineBusy(ServerError):
    """The engine's queue is full: wait before asking again."""


class UnexpectedAnswer(EngineError):
    """JSON came, but without the fields that a Camunda 7 engine sends."""

    way_out = "Is the address the REST root of a Camunda 7 or Operaton engine?"
