"""The command line without an engine: every test has its own folder and a clean environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import structlog
from click.testing import CliRunner, Result

from workers.cli.main import sop
from workers.cli.ports import free_port


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stand in an empty folder, with no SOP_* variable set; a command's log settings end here."""
    for name in list(os.environ):
        if name.startswith("SOP_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    structlog.reset_defaults()


def run(*arguments: str) -> Result:
    """Run ``sop`` with these arguments."""
    return CliRunner().invoke(sop, arguments)


@pytest.fixture
def dead_engine() -> str:
    """An address at which nobody listens."""
    return f"http://127.0.0.1:{free_port()}/engine-rest"


@contextmanager
def answering(
    status: int, body: str | Mapping[str, str], headers: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    """A server on this machine with one answer, or one for each path below the REST root."""

    class Answer(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            path = self.path.removeprefix("/engine-rest").partition("?")[0]
            content = (body if isinstance(body, str) else body[path]).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the server's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/engine-rest"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
