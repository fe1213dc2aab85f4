"""The short way for calls that a worker makes all the time.

requests prepares every call anew: URL, headers, cookies, login, proxies, hooks; and the standard
library reads the headers of an answer with the parser for e-mail. That is nine tenths of a call's
processor time, and nothing of it differs from one completion to the next. So a hot line asks
requests once what a call looks like, takes connections from the pool below it, sends head and body
in one piece, and reads answers with httptools, the parser of Node in C.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httptools
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

from workers.engine.body import TooSlow

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it says."""

    status: int
    content: bytes


class PooledAdapter(HTTPAdapter):
    """requests' adapter; its pools can be had."""

    # Any: proxies, as requests carries them.
    def line(
        self,
        example: requests.PreparedRequest,
        proxies: Any,
        verify: bool | str | None,
        cert: str | tuple[str, str] | None,
    ) -> HotLine | None:
        """A hot line to where this request would go; ``None`` where that is a proxy."""
        pool = self.get_connection_with_tls_context(example, verify, proxies, cert)
        if not isinstance(pool, urllib3.HTTPConnectionPool) or pool.proxy is not None:
            return None
        return HotLine(pool, str(example.url), dict(example.headers))


class HotLine:
    """POSTs JSON over kept connections. **Thread-safe**, as the pool is.

    Args:
        pool: the session's; its connections are made as it makes them, TLS included.
        root: URL that every path is put behind.
        headers: what goes with every call.
    """

    def __init__(
        self, pool: urllib3.HTTPConnectionPool, root: str, headers: dict[str, str | bytes]
    ) -> None:
        parts = urlsplit(root)
        fixed = {"Host": parts.netloc, **headers, "Accept-Encoding": "identity"}
        self._pool = pool
        self._target = f"POST {parts.path.rstrip('/')}"
        self._head = " HTTP/1.1\r\n" + "".join(
            f"{name}: {value.decode('latin-1') if isinstance(value, bytes) else value}\r\n"
            for name, value in fixed.items()
        )

    def post(
        self,
        path: str,
        body: bytes | None,
        timeouts: tuple[float, float],
        authorization: str | None = None,
    ) -> Answer:
        """Send and read; no retries, no redirects.

        Args:
            path: below the root, quoted.
            body: JSON, or ``None`` for no body.
            timeouts: seconds to connect, and to read: between two bytes, and in all.
            authorization: header for this call alone.

        Raises:
            urllib3.exceptions.HTTPError: no connection.
            httptools.HttpParserError: not an HTTP answer.
            OSError: the connection broke, or it took too long.
        """
        connection = self._connected(timeouts[0])
        try:
            answer, kept = _exchange(
                connection.sock, self._request(path, body, authorization), timeouts[1]
            )
        except BaseException:
            self._give_back(connection, kept=False)
            raise
        self._give_back(connection, kept=kept)
        return answer

    def _request(self, path: str, body: bytes | None, authorization: str | None) -> bytes:
        login = f"Authorization: {authorization}\r\n" if authorization else ""
        kind = "Content-Type: application/json\r\n" if body is not None else ""
        length = len(body or b"")
        head = f"{self._target}{path}{self._head}{login}{kind}Content-Length: {length}\r\n\r\n"
        return head.encode("latin-1") + (body or b"")

    # urllib3 has no public way to borrow a connection; these two are all that is borrowed of it.
    def _connected(self, seconds: float) -> HTTPConnection:
        connection = self._pool._get_conn()
        assert isinstance(connection, HTTPConnection)
        if connection.is_closed:
            connection.timeout = seconds
            try:
                connection.connect()
            except BaseException:
                self._give_back(connection, kept=False)
                raise
        return connection

    def _give_back(self, connection: HTTPConnection, *, kept: bool) -> None:
        if not kept:
            connection.close()
        self._pool._put_conn(connection if kept else None)


class _Reading:
    """What the parser calls: the body so far, and whether that is all."""

    def __init__(self) -> None:
        self.body: list[bytes] = []
        self.complete = False

    def on_body(self, part: bytes) -> None:
        self.body.append(part)

    def on_message_complete(self) -> None:
        self.complete = True


def _exchange(sock: socket.socket, request: bytes, seconds: float) -> tuple[Answer, bool]:
    """Send a request and read its answer; also whether the connection may be used again.

    A time-out of a socket counts between two bytes, so an answer that drips would take for ever:
    the whole has no more time than the first byte.
    """
    end = time.monotonic() + seconds
    sock.settimeout(seconds)
    sock.sendall(request)
    reading = _Reading()
    parser = httptools.HttpResponseParser(reading)
    while not reading.complete:
        part = sock.recv(_CHUNK)
        if not part:
            raise ConnectionResetError("the connection ended before the answer did")
        parser.feed_data(part)
        if not reading.complete and time.monotonic() > end:
            raise TooSlow
    answer = Answer(parser.get_status_code(), b"".join(reading.body))
    return answer, parser.should_keep_alive()
