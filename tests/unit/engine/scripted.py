"""A loopback server that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from workers.engine import Engine, EngineAddress, Timeouts

ROOT = "/engine-rest"


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hang: threading.Event | None = None


class ScriptedServer:
    """``answers`` maps "METHOD /path" to an answer; anything else is a Spring 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one segment per answer: Nagle and delayed ACK would cost 40 ms

            def log_message(self, *_args: object) -> None:
                pass

            def _any(self) -> None:
                parts = urlsplit(self.path)
                path = parts.path.removeprefix(ROOT)
                length = int(self.headers.get("Content-Length") or 0)
                script.asked.append(
                    Asked(
                        self.command,
                        path,
                        parse_qs(parts.query),
                        dict(self.headers.items()),
                        self.rfile.read(length),
                    )
                )
                script.reply(self, script.answers.get(f"{self.command} {path}"))

            # The names that http.server looks for.
            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()

    @staticmethod
    def reply(request: BaseHTTPRequestHandler, answer: Answer | None) -> None:
        answer = answer or Answer(404, {"status": 404, "error": "Not Found"})
        if answer.hang:
            answer.hang.wait(5)
        raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        if answer.body is None:
            raw = b""
        request.send_response(answer.status)
        for name, value in answer.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(raw)))
        request.end_headers()
        request.wfile.write(raw)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{ROOT}"

    @property
    def last(self) -> Asked:
        return self.asked[-1]

    def engine(self, **timeouts: float) -> Engine:
        return Engine(EngineAddress(self.url, "demo", "s3cret"), Timeouts(**timeouts))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
