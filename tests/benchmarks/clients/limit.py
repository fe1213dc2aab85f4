"""The engine's own limit: bare requests on kept connections, and no client at all.

One connection fetches ahead of the others, which complete; what is said is made with the
least that Python has. How many connections and how large a batch are best is tried out by the
benchmark before it measures: ``python -m tests.benchmarks.clients.limit CONNECTIONS BATCH``.
"""

from __future__ import annotations

import base64
import json
import queue
import socket
import sys
import threading
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httptools

from tests.benchmarks.clients import engine_address
from tests.benchmarks.protocol import (
    LOCK_SECONDS,
    LONG_POLL_SECONDS,
    SLOW_SECONDS,
    Stamps,
    in_threads,
    is_slow,
    serve,
)
from workers.engine import EngineAddress


class Line:
    """One kept connection: one packet there, one back, and a parser in C. Nothing is retried."""

    def __init__(self, address: EngineAddress) -> None:
        parts = urlsplit(address.url)
        login = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
        self._head = (
            f" HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"Authorization: Basic {login}\r\nContent-Length: "
        )
        self._root = f"POST {parts.path}"
        self._socket = socket.create_connection((str(parts.hostname), parts.port or 80))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._body: list[bytes] = []
        self._over = False

    def on_body(self, part: bytes) -> None:
        """Called by the parser."""
        self._body.append(part)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._over = True

    # Any: JSON.
    def post(self, path: str, body: dict[str, Any]) -> bytes:
        """Send and read."""
        said = json.dumps(body)
        self._socket.sendall(f"{self._root}{path}{self._head}{len(said)}\r\n\r\n{said}".encode())
        self._body, self._over = [], False
        parser = httptools.HttpResponseParser(self)
        while not self._over:
            received = self._socket.recv(65_536)
            if not received:
                raise ConnectionError("the engine has closed the connection")
            parser.feed_data(received)
        if parser.get_status_code() >= HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{path} answered {parser.get_status_code()}")
        return b"".join(self._body)


def drain(connections: int, batch: int, topics: Sequence[str], stamps: Stamps) -> None:
    """Fetch ahead on one connection, complete on the others."""
    address = engine_address()
    tasks: queue.Queue[tuple[str, str]] = queue.Queue(batch)
    over = ("", "")
    wanted = [{"topicName": topic, "lockDuration": LOCK_SECONDS * 1000} for topic in topics]
    fetch = {
        "workerId": "limit",
        "maxTasks": batch,
        "asyncResponseTimeout": LONG_POLL_SECONDS * 1000,
        "topics": wanted,
    }
    done = {"workerId": "limit", "variables": {"result": {"type": "String", "value": "done"}}}

    def fill() -> None:
        line = Line(address)
        while not stamps.over.is_set():
            for task in json.loads(line.post("/external-task/fetchAndLock", fetch)):
                tasks.put((task["id"], task["topicName"]))
        for _ in range(connections):
            tasks.put(over)

    def complete() -> None:
        line = Line(address)
        while (task := tasks.get()) != over:
            identity, topic = task
            if is_slow(topic):
                # A thread for each: what the handler does is not what is measured.
                threading.Timer(SLOW_SECONDS, partial(slowly, identity, topic)).start()
                continue
            line.post(f"/external-task/{identity}/complete", done)
            stamps.note(topic)

    def slowly(identity: str, topic: str) -> None:
        Line(address).post(f"/external-task/{identity}/complete", done)
        stamps.note(topic)

    in_threads([fill, *[complete] * connections])


if __name__ == "__main__":
    serve(partial(drain, int(sys.argv[1]), int(sys.argv[2])))
