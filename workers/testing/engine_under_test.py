"""The engine that scenarios play on: given by address, or a container that the run starts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from workers.engine import EngineAddress

_PORT: Final = 8080
_REST: Final = "/engine-rest"
_STARTUP: Final = 180
STARTED_BY: Final = "scenario-kit.started-by"
"""Label of a container: the id of the process that has started it."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class EngineUnderTest:
    """A running engine whose job executor is off; ``kind`` says in one word what it is."""

    rest: str
    user: str
    password: str = field(repr=False)
    kind: str = "given"
    note: str = ""
    """More about it, for the first line of the run."""
    own: bool = False
    """The run itself has started it, so nobody else's cases are on it."""
    stop: str = ""
    """The command that stops it, should the run leave it running."""

    @property
    def address(self) -> EngineAddress:
        """With the administrator's login."""
        # Imported here, as every run of pytest loads this module with the plugin.
        from workers.engine import EngineAddress

        return EngineAddress(self.rest, self.user, self.password)

    def cockpit(self, process_instance_id: str) -> str:
        """Where a browser shows an instance."""
        root = self.rest.removesuffix(_REST)
        page = f"#/process-instance/{process_instance_id}/runtime"
        return f"{root}/camunda/app/cockpit/default/{page}"

    # Any: JSON.
    def packed(self) -> dict[str, Any]:
        """For the worker processes of a parallel run."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> Self:
        """The other way."""
        return cls(**packed)


def given_engine(url: str) -> EngineUnderTest:
    """An engine that runs already.

    Its login is in SCENARIO_ENGINE_USER and SCENARIO_ENGINE_PASSWORD, else ``demo``, ``demo``.
    """
    return EngineUnderTest(
        url.rstrip("/"),
        os.environ.get("SCENARIO_ENGINE_USER", "demo"),
        os.environ.get("SCENARIO_ENGINE_PASSWORD", "demo"),
    )


@contextmanager
def container_engine(image: str, *, keep: Callable[[], bool] = _never) -> Iterator[EngineUnderTest]:
    """An engine image with a database in memory and the job executor off.

    Understands our own image and the official ones of the Camunda 7 family.

    Args:
        image: name and tag.
        keep: asked at the end: whether to leave the container running.

    Raises:
        ModuleNotFoundError: testcontainers is not installed; the message says what to do.
    """
    # Imported here: whoever gives an engine's address needs no Docker library.
    try:
        from testcontainers.core.config import testcontainers_config
        from testcontainers.core.container import DockerContainer
        from testcontainers.core.wait_strategies import HttpWaitStrategy
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"an engine in a container needs {error.name}: pip install 'sop-workers[testing]', "
            "or give the address of a running engine with --scenario-engine",
            name=error.name,
        ) from None

    # The reaper is an image of its own, which a host without a registry cannot have.
    testcontainers_config.ryuk_disabled = True
    ours = "sop-engine" in image
    user, password = ("admin", secrets.token_urlsafe(12)) if ours else ("demo", "demo")
    container = DockerContainer(image, labels={STARTED_BY: str(os.getpid())})
    container.with_exposed_ports(_PORT)
    settings = (
        {
            "SOP_ENGINE_ADMIN_USER": user,
            "SOP_ENGINE_ADMIN_PASSWORD": password,
            "SOP_ENGINE_DB_URL": "jdbc:h2:mem:scenarios;DB_CLOSE_DELAY=-1",
            "SOP_ENGINE_JOB_EXECUTOR": "false",
        }
        if ours
        else {
            "CAMUNDA_BPM_RUN_AUTH_ENABLED": "true",
            "CAMUNDA_BPM_JOB_EXECUTION_ENABLED": "false",
            "OPERATON_BPM_RUN_AUTH_ENABLED": "true",
            "OPERATON_BPM_JOB_EXECUTION_ENABLED": "false",
        }
    )
    for name, value in settings.items():
        container.with_env(name, value)
    ready = "/actuator/health" if ours else f"{_REST}/version"
    container.waiting_for(
        HttpWaitStrategy(_PORT, ready)
        .for_status_code_matching(lambda status: status in {200, 401})
        .with_startup_timeout(_STARTUP)
    )
    container.start()
    try:
        host, port = container.get_container_host_ip(), container.get_exposed_port(_PORT)
        yield EngineUnderTest(
            f"http://{host}:{port}{_REST}",
            user,
            password,
            "containerised",
            f" ({image})",
            own=True,
            stop=f"docker rm --force {container.get_wrapped_container().short_id}",
        )
    finally:
        if not keep():
            container.stop()
