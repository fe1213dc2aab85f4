"""A small HTTP server for whoever watches the worker: metrics and health."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from workers.runtime.health import Health

__all__ = ["ProbeServer"]

_TEXT: Final = "text/plain; charset=utf-8"
_PATIENCE: Final = 5.0
"""Seconds that a client may take to send its request."""


class ProbeServer:
    """``/metrics``, ``/health/live`` and ``/health/ready``, while the block lasts.

    ``live`` says whether to restart the process, ``ready`` whether it gets work. **No login:
    bind it where only the watchers are.**

    Args:
        health: of the worker.
        registry: what ``/metrics`` shows.
        port: 0 takes any that is free.
        host: address to listen on.
        parts: what else the process consists of, by name: whether it runs. A part that does not
            makes the process neither live nor ready.

    Raises:
        OSError: the port cannot be used.
    """

    def __init__(
        self,
        health: Health,
        registry: CollectorRegistry,
        port: int,
        host: str = "127.0.0.1",
        *,
        parts: Mapping[str, Callable[[], bool]] | None = None,
    ) -> None:
        self._server = ThreadingHTTPServer((host, port), _handler(health, registry, parts or {}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="probes", daemon=True
        )

    @property
    def port(self) -> int:
        """The port listened on."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(
    health: Health, registry: CollectorRegistry, parts: Mapping[str, Callable[[], bool]]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _PATIENCE

        def log_message(self, *_args: object) -> None:
            """Probes come every few seconds; nobody reads them."""

        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/metrics":
                    self._answer(HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry))
                case "/health/live":
                    self._verdict("live", good=health.live)
                case "/health/ready":
                    self._verdict("ready", good=health.ready)
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, _TEXT, b"not found\n")

        def _verdict(self, name: str, *, good: bool) -> None:
            age = health.poll_age
            said = ["never polled" if age is None else f"polled {age:.1f} s ago"]
            stopped = [part for part, runs in parts.items() if not runs()]
            said += [f"the {part} has stopped" for part in stopped]
            good = good and not stopped
            text = f"{name if good else f'not {name}'}: {', '.join(said)}\n"
            status = HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, _TEXT, text.encode())

        def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
