"""The engine that all peers share: the shipped jar with a database in memory.

As local Java with the image's own settings, not in a container: the forwarding of a published
port costs as much as a client, and the engine's processor time can be read by its pid.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.benchmarks.peer import ROOT, processor_seconds
from tests.worker_account import worker_account
from workers.cli.checkout import Checkout
from workers.cli.engine_jar import find_java
from workers.cli.logins import ADMIN
from workers.cli.ports import LOOPBACK, free_port
from workers.engine import EngineAddress

_HEAP = "-XX:MaxRAMPercentage=50"
"""100,000 instances stay in memory with their history: in 3 GB only the collector still worked."""
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class BenchEngine:
    """A running engine."""

    address: EngineAddress
    """With the administrator's login."""
    workers: EngineAddress
    """With the one that all peers use."""
    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it has used so far."""
        return processor_seconds(self.pid)


@contextmanager
def bench_engine() -> Iterator[BenchEngine]:
    """Start an engine on a free port, and stop it with the block."""
    port, password = free_port(), secrets.token_urlsafe(16)
    jar = Checkout(ROOT).engine_project / "target" / "sop-engine.jar"
    with tempfile.TemporaryDirectory(prefix="sop-bench-") as folder:
        log = Path(folder) / "engine.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(find_java()), _HEAP, "-jar", str(jar)],
                cwd=folder,
                env=os.environ
                | {
                    "SOP_ENGINE_PORT": str(port),
                    "SOP_ENGINE_ADDRESS": LOOPBACK,
                    "SOP_ENGINE_DB_URL": "jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1",
                    "SOP_ENGINE_ADMIN_USER": ADMIN,
                    "SOP_ENGINE_ADMIN_PASSWORD": password,
                },
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_until_healthy(process, f"http://{LOOPBACK}:{port}", log)
            address = EngineAddress(f"http://{LOOPBACK}:{port}/engine-rest", ADMIN, password)
            yield BenchEngine(address, worker_account(address), process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_healthy(process: subprocess.Popen[bytes], root: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if requests.get(f"{root}/actuator/health", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise RuntimeError(f"the engine did not start: {log.read_text()[-2000:]}")
