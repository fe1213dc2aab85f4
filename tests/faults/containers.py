"""PostgreSQL and an engine on it, in containers; the engine can be stopped, killed and paused."""

from __future__ import annotations

import io
import secrets
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network
from testcontainers.core.wait_strategies import HttpWaitStrategy, LogMessageWaitStrategy

from tests.faults.clock import Clock
from workers.cli.logins import ADMIN
from workers.cli.ports import free_port
from workers.engine import EngineAddress

POSTGRES = "sop-postgres:15"
ENGINE = "sop-engine-clock:7.24.0"
_PORT = 8080
_LIBRARY = "/usr/local/lib/wall-clock.so"
_POSTGRES_SETTINGS = "-c synchronous_commit=off -c autovacuum_naptime=5s"
"""The database is never killed; its planner must soon know that tables are not empty any more."""
_JAVA = "-XX:MaxRAMPercentage=70 -XX:TieredStopAtLevel=1"
"""An engine that is killed every half minute never lives to see its optimising compiler pay."""
_START = 180
"""Seconds that a container may take to start on a busy machine."""


class EngineContainer:
    """An engine whose data, port and clock outlive its process. Every verb returns when done."""

    def __init__(self, container: DockerContainer, address: EngineAddress, clock: Clock) -> None:
        self._docker = container.get_wrapped_container()
        self.address = address
        self.clock = clock

    def stop(self) -> None:
        """Stop it in order; it has ten seconds."""
        self._docker.stop(timeout=10)

    def kill(self) -> None:
        """End it at once."""
        self._docker.kill()

    def start(self) -> None:
        """Start it again; see :meth:`wait_until_up`."""
        self._docker.start()

    def pause(self) -> None:
        """Freeze it with its open connections."""
        self._docker.pause()

    def unpause(self) -> None:
        """Let it go on."""
        self._docker.unpause()

    def is_up(self) -> bool:
        """Whether it says that it is healthy."""
        health = self.address.url.replace("/engine-rest", "/actuator/health")
        with suppress(requests.RequestException):
            return requests.get(health, timeout=1).status_code == requests.codes.ok
        return False

    def wait_until_up(self) -> float:
        """The monotonic clock's reading when it was healthy.

        Raises:
            TimeoutError: it was not within three minutes.
        """
        end = time.monotonic() + _START
        while not self.is_up():
            if time.monotonic() > end:
                raise TimeoutError(f"the engine was not healthy within {_START} s")
            time.sleep(0.1)
        return time.monotonic()

    def copy_clock_library(self, folder: Path) -> Path:
        """The library of :mod:`tests.faults.clock`, for processes of this machine."""
        chunks, _ = self._docker.get_archive(_LIBRARY)
        copy = folder / Path(_LIBRARY).name
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as archive:
            # Not extractall: its filter came with Python 3.11.4, and Debian's is older.
            member = archive.extractfile(copy.name)
            assert member
            copy.write_bytes(member.read())
        return copy


@contextmanager
def engine_on_postgres(folder: Path) -> Iterator[EngineContainer]:
    """An engine on PostgreSQL with a published port of its own; ``folder`` holds its clock."""
    # The reaper is an image of its own, which a host without a registry cannot have.
    testcontainers_config.ryuk_disabled = True
    password, database_password = secrets.token_urlsafe(9), secrets.token_urlsafe(9)
    port = free_port()
    clock = Clock(folder, "engine")
    with Network() as network:
        postgres = (
            DockerContainer(POSTGRES)
            .with_network(network)
            .with_network_aliases("postgres")
            .with_env("SOP_DB_PASSWORD", database_password)
            .with_command(_POSTGRES_SETTINGS)
            .waiting_for(
                LogMessageWaitStrategy("ready to accept connections").with_startup_timeout(_START)
            )
        )
        engine = (
            DockerContainer(ENGINE)
            .with_network(network)
            .with_env("SOP_ENGINE_ADMIN_USER", ADMIN)
            .with_env("SOP_ENGINE_ADMIN_PASSWORD", password)
            .with_env("SOP_ENGINE_DB_URL", "jdbc:postgresql://postgres:5432/engine")
            .with_env("SOP_ENGINE_DB_USER", "sop")
            .with_env("JAVA_OPTS", _JAVA)
            .with_env("SOP_ENGINE_DB_PASSWORD", database_password)
            .with_volume_mapping(str(clock.file.parent), "/clock", "ro")
            .waiting_for(
                HttpWaitStrategy(_PORT, "/actuator/health")
                .for_status_code(200)
                .with_startup_timeout(_START)
            )
        )
        for name, value in clock.environment(_LIBRARY, f"/clock/{clock.file.name}").items():
            engine.with_env(name, value)
        # A port that docker chooses is another one after a restart.
        engine.ports[f"{_PORT}/tcp"] = ("127.0.0.1", port)
        address = EngineAddress(f"http://127.0.0.1:{port}/engine-rest", ADMIN, password)
        with postgres, engine:
            yield EngineContainer(engine, address, clock)
