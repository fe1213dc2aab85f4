"""The local engine: started, watched and stopped, with small programs in Java's place."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from workers.cli.data_folder import DataFolder
from workers.cli.errors import EngineGone
from workers.cli.local_engine import LocalEngine, PortTaken, local_engine
from workers.cli.logins import ADMIN, Logins
from workers.cli.ports import free_port

HEALTHY = """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'{"status":"UP"}')
port = int(os.environ['SOP_ENGINE_PORT'])
http.server.HTTPServer((os.environ['SOP_ENGINE_ADDRESS'], port), Answer).serve_forever()
"""


class Host:
    """A data folder, and a program that is started as Java."""

    def __init__(self, root: Path) -> None:
        self.folder = DataFolder(root / "data")
        self.folder.prepare()
        self.logins = Logins.ensure(self.folder, [ADMIN])
        self.java = root / "java"
        self.unfinished = self.folder.engine / "unfinished"

    def start(self, program: str) -> AbstractContextManager[LocalEngine]:
        self.java.write_text(f"#!{sys.executable}\n{program}\n")
        self.java.chmod(0o755)
        return local_engine(self.folder, self.java, Path("engine.jar"), free_port(), self.logins)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_it_is_there_when_healthy_and_gone_afterwards(host: Host) -> None:
    with host.start(HEALTHY) as engine:
        engine.check()
        assert engine.rest == f"http://127.0.0.1:{engine.port}/engine-rest"
        assert engine.address().user == ADMIN
    assert engine.child.exit_code is not None
    assert not (host.folder.run / "engine.pid").exists()


def test_its_end_is_noticed(host: Host) -> None:
    with host.start(HEALTHY) as engine:
        engine.child._process.kill()  # from outside, as an operator would
        engine.child._process.wait()
        with pytest.raises(EngineGone, match="ended by itself"):
            engine.check()


def test_an_engine_that_cannot_start_tells_its_error_and_log(host: Host) -> None:
    with (
        pytest.raises(EngineGone, match="ERROR no database") as raised,
        host.start("print('ERROR no database'); raise SystemExit(1)"),
    ):
        pass
    assert "engine.log" in raised.value.way_out


def test_a_port_that_was_taken_meanwhile_is_told_apart(host: Host) -> None:
    said = "print('Web server failed to start. Port 1 was already in use.'); raise SystemExit(1)"
    with pytest.raises(PortTaken), host.start(said):
        pass


def test_a_database_that_was_never_finished_is_begun_anew(host: Host) -> None:
    database = host.folder.engine / "sop-engine.mv.db"
    with pytest.raises(EngineGone), host.start("raise SystemExit(1)"):
        pass
    assert host.unfinished.exists()
    database.write_text("half the tables")
    with host.start(HEALTHY):
        assert not database.exists()
        assert not host.unfinished.exists()


def test_a_database_with_data_is_never_touched(host: Host) -> None:
    database = host.folder.engine / "sop-engine.mv.db"
    database.write_text("cases")
    with pytest.raises(EngineGone), host.start("raise SystemExit(1)"):
        pass
    with host.start(HEALTHY):
        pass
    assert database.read_text() == "cases"
