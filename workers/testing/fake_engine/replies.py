"""What the fake answers: JSON, or a refusal in the engine's words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    promised: int | None = None
    """The announced length, where it is not that of ``body``: the connection broke."""


NO_CONTENT = Reply(HTTPStatus.NO_CONTENT)


# Any: whatever JSON the endpoint sends.
def ok(payload: Any) -> Reply:
    """A success with JSON."""
    return Reply(HTTPStatus.OK, json.dumps(payload, ensure_ascii=False).encode())


class Refused(Exception):
    """The engine says no, with its status, exception type, sentence and code."""

    def __init__(self, status: int, kind: str, message: str, code: int | None = 0) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.code = code

    @property
    def reply(self) -> Reply:
        """The answer that says so."""
        payload = {"type": self.kind, "message": self.message, "code": self.code}
        return Reply(self.status, json.dumps(payload, ensure_ascii=False).encode())


class NotFaked(Exception):
    """Asked for something that the fake does not have.

    Raised in the caller's face instead of a guess: play that test on a real engine.
    """


def bad(message: str, code: int | None = 0) -> Refused:
    """The request does not fit the state of the task (400)."""
    return Refused(HTTPStatus.BAD_REQUEST, "RestException", message, code)


def unreadable(message: str) -> Refused:
    """The request itself does not fit (400), found before the engine looks at anything."""
    return Refused(HTTPStatus.BAD_REQUEST, "InvalidRequestException", message, None)


def gone(message: str) -> Refused:
    """There is no such thing (404)."""
    return Refused(HTTPStatus.NOT_FOUND, "RestException", message)


def failed(message: str, kind: str = "ProcessEngineException") -> Refused:
    """The engine failed and rolled back (500)."""
    return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, kind, message)


# Any: one field of a JSON body.
def required(body: dict[str, Any], name: str) -> Any:
    """A field without which the engine answers 500."""
    value = body.get(name)
    if value is None:
        raise failed(f"{name} is null", "NullValueException")
    return value
