"""``sop work --health-port``: the shipped workers show metrics and health."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.engine_host import EngineHost
from workers.cli.ports import free_port

from .conftest import child_process, until


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def test_the_shipped_workers_show_metrics_and_health(
    engine_server: EngineHost, tmp_path: Path
) -> None:
    login, port = engine_server.address(), free_port()
    environment = {
        "SOP_ENGINE_URL": login.url,
        "SOP_ENGINE_USER": str(login.user),
        "SOP_ENGINE_PASSWORD": str(login.password),
        "SOP_LONG_POLL_SECONDS": "1",
    }
    sop = [sys.executable, "-m", "workers.cli.main"]
    command = [*sop, "work", "--data", str(tmp_path), "--health-port", str(port)]
    with child_process(command, environment) as child:
        until(lambda: get(port, "/health/ready")[0] == 200, budget=60)
        assert get(port, "/health/live")[0] == 200
        status, metrics = get(port, "/metrics")
        assert status == 200
        assert "worker_slots 8.0" in metrics
        assert 'worker_slots_busy{topic="case.open"} 0.0' in metrics
        assert "process_resident_memory_bytes" in metrics
        assert "mail_sender_alive 1.0" in metrics
        assert "mail_oldest_waiting_seconds 0.0" in metrics
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0


def test_a_port_in_use_is_said_in_words(engine_server: EngineHost, tmp_path: Path) -> None:
    login = engine_server.address()
    environment = os.environ | {
        "SOP_ENGINE_URL": login.url,
        "SOP_ENGINE_USER": str(login.user),
        "SOP_ENGINE_PASSWORD": str(login.password),
    }
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sop = [sys.executable, "-m", "workers.cli.main"]
        ended = subprocess.run(
            [*sop, "work", "--data", str(tmp_path), "--health-port", str(port)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 1
    assert f"port {port} for metrics and health cannot be used" in ended.stderr
    assert "--health-port" in ended.stderr
