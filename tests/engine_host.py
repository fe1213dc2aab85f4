"""Where tests find an engine: in a container where Docker answers, else as local Java."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

from workers.cli.checkout import Checkout
from workers.cli.data_folder import DataFolder
from workers.cli.engine_jar import find_java
from workers.cli.local_engine import LocalEngine, local_engine
from workers.cli.logins import ADMIN, Logins
from workers.cli.ports import free_port
from workers.engine import EngineAddress
from workers.testing import EngineUnderTest

IMAGE = "sop-engine:7.24.0"
ROOT = Path(__file__).parents[1]
_PORT = 8080


@dataclass(frozen=True, slots=True)
class EngineHost:
    """A running engine: ``kind`` is "container" or "local", ``why`` the reason for the latter."""

    kind: str
    rest: str
    logins: Logins
    why: str = ""

    def address(self, user: str = ADMIN) -> EngineAddress:
        return EngineAddress(self.rest, user, self.logins[user])


def containers_required() -> bool:
    """Whether a container test that does not run is a failure (as in CI)."""
    return "containers" in os.environ.get("SOP_REQUIRE", "").split(",")


def why_no_container(image: str = IMAGE) -> str | None:
    """Why no container of this image can run, or ``None`` if one can."""
    docker = shutil.which("docker")
    if docker is None:
        return "there is no docker command"
    answer = subprocess.run([docker, "info"], capture_output=True, check=False)
    if answer.returncode != 0:
        return "no Docker daemon answers"
    there = subprocess.run([docker, "image", "inspect", image], capture_output=True, check=False)
    if there.returncode != 0:
        return f"there is no image {image}; docker/images.sh builds it"
    return None


@contextmanager
def local_scenario_engine(folder: Path, reason: str) -> Iterator[EngineUnderTest]:
    """The engine for scenarios as local Java, with its job executor off."""
    data = DataFolder(folder)
    data.prepare()
    logins = Logins.ensure(data, [ADMIN])
    with _local(data, logins, job_executor=False) as local:
        yield EngineUnderTest(local.rest, ADMIN, logins[ADMIN], "local", f" ({reason})")


@contextmanager
def _local(data: DataFolder, logins: Logins, *, job_executor: bool) -> Iterator[LocalEngine]:
    jar = Checkout(ROOT).engine_project / "target" / "sop-engine.jar"
    with local_engine(
        data, find_java(), jar, free_port(), logins, job_executor=job_executor
    ) as local:
        yield local


@contextmanager
def container_engine(
    logins: Logins, image: str = IMAGE, settings: Mapping[str, str] | None = None
) -> Iterator[EngineHost]:
    """An engine image with a database in memory; ``settings`` are further variables."""
    # The reaper is an image of its own, which a host without a registry cannot have.
    testcontainers_config.ryuk_disabled = True
    container = (
        DockerContainer(image)
        .with_env("SOP_ENGINE_ADMIN_USER", ADMIN)
        .with_env("SOP_ENGINE_ADMIN_PASSWORD", logins[ADMIN])
        .with_env("SOP_ENGINE_DB_URL", "jdbc:h2:mem:scenarios;DB_CLOSE_DELAY=-1")
        .with_exposed_ports(_PORT)
        .waiting_for(
            HttpWaitStrategy(_PORT, "/actuator/health")
            .for_status_code(200)
            .with_startup_timeout(120)
        )
    )
    for name, value in (settings or {}).items():
        container.with_env(name, value)
    with container:
        host = container.get_container_host_ip()
        port = container.get_exposed_port(_PORT)
        yield EngineHost("container", f"http://{host}:{port}/engine-rest", logins)


@contextmanager
def engine_host(
    folder: Path,
    users: list[str],
    settings: Mapping[str, str] | None = None,
    *,
    job_executor: bool = True,
) -> Iterator[EngineHost]:
    """One engine for the whole test run; ``settings`` are further variables of its process."""
    data = DataFolder(folder)
    data.prepare()
    logins = Logins.ensure(data, users)
    reason = why_no_container()
    if reason is None:
        executor = {"SOP_ENGINE_JOB_EXECUTOR": str(job_executor).lower()}
        with container_engine(logins, settings={**executor, **(settings or {})}) as host:
            yield host
        return
    if containers_required():
        raise RuntimeError(f"SOP_REQUIRE names containers, but {reason}")
    with (
        patch.dict(os.environ, settings or {}),
        _local(data, logins, job_executor=job_executor) as local,
    ):
        yield EngineHost("local", local.rest, logins, f" ({reason})")


def new_key() -> str:
    """A suffix that makes names unique within a test run."""
    return secrets.token_hex(4)
