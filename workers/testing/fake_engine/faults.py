"""What can go wrong between a worker and an engine, at the place where it goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

import requests

from workers.testing.fake_engine.replies import Refused, Reply

_LOGIN_PAGE = b"<html><body><form>Please log in</form></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with a call.

    Args:
        spoil: from the true answer to what reaches the client, or an exception of requests.
            The answer is ``None`` if the engine was never asked.
        after_commit: whether the engine has done its work before.
    """

    spoil: Callable[[Reply | None], Reply]
    after_commit: bool


def server_error(message: str = "injected", *, code: int = 0) -> Fault:
    """The engine answers 500 and has rolled back; code 1 is optimistic locking."""
    refused = Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "ProcessEngineException", message, code)
    return Fault(lambda _true: refused.reply, after_commit=False)


def refused(status: int, message: str, kind: str = "RestException") -> Fault:
    """The engine answers so, and has done nothing."""
    return Fault(lambda _true: Refused(status, kind, message).reply, after_commit=False)


def gateway_error(status: int = HTTPStatus.SERVICE_UNAVAILABLE) -> Fault:
    """A proxy answers instead of the engine, in HTML."""
    page = Reply(status, b"<html>no upstream</html>", "text/html")
    return Fault(lambda _true: page, after_commit=False)


def login_page() -> Fault:
    """A proxy answers 200 with a page that is no JSON."""
    page = Reply(HTTPStatus.OK, _LOGIN_PAGE, "text/html")
    return Fault(lambda _true: page, after_commit=False)


def timed_out(*, after_commit: bool = False) -> Fault:
    """No answer within the time-out, without waiting for it really."""
    return Fault(_raise(requests.ReadTimeout), after_commit)


def dropped(*, after_commit: bool = False) -> Fault:
    """The connection breaks before the first byte of an answer."""
    return Fault(_raise(requests.ConnectionError), after_commit)


def cut_off() -> Fault:
    """The connection breaks in the middle of the answer; the engine has done its work."""

    def cut(true: Reply | None) -> Reply:
        if true is None or not true.body:
            raise requests.ConnectionError("injected")
        return replace(true, body=true.body[: len(true.body) // 2], promised=len(true.body))

    return Fault(cut, after_commit=True)


def garbled() -> Fault:
    """A complete answer of half a JSON; the engine has done its work."""

    def cut(true: Reply | None) -> Reply:
        body = true.body if true else b""
        return Reply(HTTPStatus.OK, body[: len(body) // 2] or b"{", "application/json")

    return Fault(cut, after_commit=True)


class Faults:
    """Which calls go wrong next. **Thread-safe.**"""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Fault]] = []
        self._guard = threading.Lock()

    def add(self, verb: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next ``times`` calls of ``verb`` go wrong.

        Args:
            verb: last part of the path, for example ``complete`` or ``fetchAndLock``.
            fault: what happens to them.
            times: how many calls it hits.
        """
        with self._guard:
            self._waiting += [(verb, fault)] * times

    def take(self, verb: str) -> Fault | None:
        """The fault for a call that is being made."""
        with self._guard:
            for number, (hit, fault) in enumerate(self._waiting):
                if hit == verb:
                    del self._waiting[number]
                    return fault
            return None

    @property
    def left(self) -> list[str]:
        """Verbs of the faults that have hit nothing yet."""
        with self._guard:
            return [verb for verb, _fault in self._waiting]


def _raise(kind: type[requests.RequestException]) -> Callable[[Reply | None], Reply]:
    def spoil(_true: Reply | None) -> Reply:
        raise kind("injected")

    return spoil
