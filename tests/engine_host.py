"""Where tests find an engine: in a container where Docker answers, else as local Java."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

from workers.cli.data_folder import DataFolder
from workers.cli.engine_jar import find_java
from workers.cli.local_engine import LocalEngine, local_engine, wait_until_healthy
from workers.cli.logins import ADMIN, Logins
from workers.cli.ports import LOOPBACK, free_port
from workers.engine import EngineAddress
from workers.testing import EngineUnderTest

IMAGE = "sop-engine:7.24.0"
IMAGES = {"camunda": IMAGE, "operaton": "sop-engine:operaton-1.0.3"}
ROOT = Path(__file__).parents[1]
JARS = {
    "camunda": ROOT / "docker/engine/target/sop-engine.jar",
    "operaton": ROOT / "docker/engine/target/operaton/sop-engine.jar",
}
"""The engines of the one Maven project, as Java programs."""
FLAVOUR = os.environ.get("SOP_TEST_ENGINE", "camunda")
"""The engine that tests play on where they do not name one."""
IMAGE = IMAGES[FLAVOUR]
_PORT = 8080
_STOP = 20.0
"""Seconds that an engine may take to end."""


@dataclass(frozen=True, slots=True)
class EngineHost:
    """A running engine: ``kind`` is "container" or "local", ``why`` the reason for the latter."""

    kind: str
    rest: str
    logins: Logins
    why: str = ""

    @property
    def apps(self) -> str:
        """Address of the web apps."""
        return f"{self.rest.removesuffix('/engine-rest')}/{FLAVOUR}/app"

    def address(self, user: str = ADMIN) -> EngineAddress:
        return EngineAddress(self.rest, user, self.logins[user])


def required() -> set[str]:
    """What SOP_REQUIRE names: ``containers``, ``browser``, ``node``, ``java``, ``postgres``.

    A test that cannot run for the want of one of these is then a failure and not skipped (as in
    CI). ``java`` is the leg on local Java, see :func:`second_leg`.
    """
    return set(os.environ.get("SOP_REQUIRE", "").split(",")) - {""}


def containers_required() -> bool:
    """Whether a container test that does not run is a failure (as in CI)."""
    return "containers" in required()


def second_leg() -> dict[str, str]:
    """The variables under which the tests play on local Java, though Docker may answer."""
    return {"SOP_ENGINES": "java", "SOP_REQUIRE": ",".join({*required(), "java"} - {"containers"})}


def why_no_container(image: str = IMAGE) -> str | None:
    """Why no container of this image can run, or ``None`` if one can; says how to get there."""
    if os.environ.get("SOP_ENGINES") == "java":
        return "SOP_ENGINES asks for local Java"
    docker = shutil.which("docker")
    if docker is None:
        return "there is no docker command (docker/host/prepare.sh brings Docker, on Debian)"
    answer = subprocess.run([docker, "info"], capture_output=True, check=False)
    if answer.returncode != 0:
        return "no Docker daemon answers (docker/host/prepare.sh starts one, on Debian)"
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
    with java_engine(data, logins, job_executor=False) as local:
        yield EngineUnderTest(local.rest, ADMIN, logins[ADMIN], "local", f" ({reason})", own=True)


@contextmanager
def lasting_scenario_engine(reason: str, keep: Callable[[], bool]) -> Iterator[EngineUnderTest]:
    """The same with its database in memory, and able to go on after this process.

    Args:
        reason: why it is not in a container.
        keep: asked at the end: whether to leave it running.
    """
    java, port, password = find_java(), free_port(), secrets.token_urlsafe(12)
    command = [str(java), "-Xmx640m", "-jar", str(JARS[FLAVOUR])]
    settings = {
        "SOP_ENGINE_PORT": str(port),
        "SOP_ENGINE_ADDRESS": LOOPBACK,
        "SOP_ENGINE_DB_URL": "jdbc:h2:mem:scenarios;DB_CLOSE_DELAY=-1",
        "SOP_ENGINE_ADMIN_USER": ADMIN,
        "SOP_ENGINE_ADMIN_PASSWORD": password,
        "SOP_ENGINE_JOB_EXECUTOR": "false",
    }
    engine = subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # the user's Ctrl-C ends the run, not the engine that it keeps
    )

    def check() -> None:
        if engine.poll() is not None:
            raise RuntimeError(f"the engine ended while starting (exit {engine.returncode})")

    root = f"http://{LOOPBACK}:{port}"
    try:
        wait_until_healthy(root, check, "Is the machine busy? Try again.")
        yield EngineUnderTest(
            f"{root}/engine-rest",
            ADMIN,
            password,
            "local",
            f" ({reason})",
            own=True,
            stop=f"kill {engine.pid}",
        )
    finally:
        if not keep():
            engine.terminate()
            engine.wait(_STOP)


@contextmanager
def java_engine(
    data: DataFolder,
    logins: Logins,
    *,
    name: str = FLAVOUR,
    port: int | None = None,
    job_executor: bool = True,
) -> Iterator[LocalEngine]:
    """An engine of :data:`JARS` as a local process on a data folder.

    Raises:
        RuntimeError: its jar is not built; the message says how.
    """
    jar = JARS[name]
    if not jar.is_file():
        raise RuntimeError(
            f"{jar.relative_to(ROOT)} is not built; docker/images.sh --jar-only {name} does"
        )
    with local_engine(
        data, find_java(), jar, port or free_port(), logins, job_executor=job_executor
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
    name: str = FLAVOUR,
    job_executor: bool = True,
) -> Iterator[EngineHost]:
    """One engine for the whole test run; ``settings`` are further variables of its process."""
    data = DataFolder(folder)
    data.prepare()
    logins = Logins.ensure(data, users)
    reason = why_no_container(IMAGES[name])
    if reason is None:
        executor = {"SOP_ENGINE_JOB_EXECUTOR": str(job_executor).lower()}
        settings = {**executor, **(settings or {})}
        with container_engine(logins, IMAGES[name], settings) as host:
            yield host
        return
    if containers_required():
        raise RuntimeError(f"SOP_REQUIRE names containers, but {reason}")
    with (
        patch.dict(os.environ, settings or {}),
        java_engine(data, logins, name=name, job_executor=job_executor) as local,
    ):
        yield EngineHost("local", local.rest, logins, f" ({reason})")


def new_key() -> str:
    """A suffix that makes names unique within a test run."""
    return secrets.token_hex(4)
