"""The engine goes down and comes back under a running worker: an engine of its own."""

from __future__ import annotations

import dataclasses
import os
import secrets
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

from tests.engine_host import IMAGE, containers_required, java_engine, why_no_container
from workers.cli.data_folder import DataFolder
from workers.cli.local_engine import LocalEngine
from workers.cli.logins import ADMIN, Logins
from workers.cli.ports import free_port
from workers.contract import ExternalTask, Variables, handler
from workers.engine import Engine, EngineAddress
from workers.runtime import Delivery, DirectExecutor, ReplayExecutor, Report, Worker
from workers.runtime.sqlite_results import SqliteResults

from .conftest import QUICK, until
from .models import process, work

pytestmark = pytest.mark.engine
START_AGAIN = 180.0
"""Seconds that an engine may take to come back on a loaded machine."""


class Restartable(ABC):
    """An engine whose data and port outlive a restart."""

    engine: Engine

    @abstractmethod
    def restart(self, grace: int) -> None:
        """Stop it, after ``grace`` seconds by force, and start it again."""


class RestartableContainer(Restartable):
    """In a container."""

    def __init__(self, container: DockerContainer, engine: Engine) -> None:
        self._container = container
        self.engine = engine

    def restart(self, grace: int) -> None:
        """Does not wait for it."""
        self._container.get_wrapped_container().restart(timeout=grace)


class RestartableProcess(Restartable):
    """As local Java."""

    def __init__(self, folder: Path) -> None:
        self._data = DataFolder(folder)
        self._data.prepare()
        self._logins = Logins.ensure(self._data, [ADMIN])
        self._port = free_port()
        self._running = ExitStack()
        self._local = self._start()
        self.engine = Engine(self._local.address())

    def _start(self) -> LocalEngine:
        return self._running.enter_context(java_engine(self._data, self._logins, port=self._port))

    def restart(self, grace: int) -> None:
        """Waits until it is back."""
        if grace == 0:
            os.kill(self._local.child.pid, signal.SIGKILL)
        self._running.close()
        self._local = self._start()

    def close(self) -> None:
        """Stop it."""
        self.engine.close()
        self._running.close()


@contextmanager
def restartable_container(image: str = IMAGE) -> Iterator[Restartable]:
    testcontainers_config.ryuk_disabled = True
    port, password = free_port(), secrets.token_urlsafe(9)
    container = (
        DockerContainer(image)
        .with_env("SOP_ENGINE_ADMIN_USER", ADMIN)
        .with_env("SOP_ENGINE_ADMIN_PASSWORD", password)
        .with_env("SOP_ENGINE_DB_URL", "jdbc:h2:file:/tmp/restart;WRITE_DELAY=0")
        .waiting_for(
            HttpWaitStrategy(8080, "/actuator/health")
            .for_status_code(200)
            .with_startup_timeout(int(START_AGAIN))
        )
    )
    # A port that docker chooses is another one after a restart.
    container.ports["8080/tcp"] = ("127.0.0.1", port)
    address = EngineAddress(f"http://127.0.0.1:{port}/engine-rest", ADMIN, password)
    with container, Engine(address) as engine:
        yield RestartableContainer(container, engine)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restartable]:
    reason = why_no_container()
    if reason is None:
        with restartable_container() as running:
            yield running
        return
    if containers_required():
        pytest.fail(f"SOP_REQUIRE names containers, but {reason}", pytrace=False)
    with closing(RestartableProcess(tmp_path_factory.mktemp("restart"))) as process:
        yield process


class Nothing(Variables):
    pass


@pytest.mark.timeout(600)
@pytest.mark.parametrize("grace", [0, 10], ids=["killed", "stopped"])
def test_work_goes_on_after_an_engine_restart_nothing_lost_and_nothing_twice(
    host: Restartable, tmp_path: Path, key: str, grace: int
) -> None:
    """Twelve tasks: some done before, four running meanwhile, the rest waiting.

    The locks are shorter than the restart, so all four run out under their handlers.
    """
    engine = host.engine
    model = tmp_path / "restart.bpmn"
    model.write_text(process(key, work(key, properties={"retries": "R3/PT1H"})), encoding="utf-8")
    engine.deployments.deploy(key, "tests", [model])
    restarted = threading.Event()
    runs: list[str] = []
    deliveries: list[tuple[str, Delivery]] = []

    @handler(key, label="试")
    def serve(data: Nothing, desk: object) -> Nothing:
        """Book an effect; from the fifth on wait for the engine to have gone."""
        runs.append("run")
        if len(runs) > 4:
            restarted.wait(START_AGAIN)
        return Nothing()

    def hear(task: ExternalTask, _report: Report, delivery: Delivery) -> None:
        deliveries.append((str(task.business_key), delivery))

    keys = [f"{key}-{number}" for number in range(12)]
    for each in keys:
        engine.instances.start(key, each)
    worker = Worker(
        engine,
        [serve],
        ReplayExecutor(DirectExecutor(None), SqliteResults(tmp_path / "results.sqlite")),
        settings=dataclasses.replace(QUICK, lock_duration=timedelta(seconds=4)),
        on_report=hear,
    )
    worker.start()
    try:
        until(lambda: len(runs) == 8)
        host.restart(grace)
        restarted.set()
        until(lambda: len(deliveries) == len(keys), budget=START_AGAIN)
    finally:
        restarted.set()
        worker.stop(20)
    assert sorted(case for case, _ in deliveries) == sorted(keys)
    # A report whose answer died with the engine is told as gone: it had been carried out.
    assert {delivery for _, delivery in deliveries} <= {Delivery.ACCEPTED, Delivery.GONE}
    assert len(runs) == len(keys), "no handler ran twice"
    assert engine.external_tasks.find(topic=key) == []
    assert engine.incidents.find(process_definition_key=key) == []
