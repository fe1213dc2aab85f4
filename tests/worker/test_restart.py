"""The engine goes down and comes back under a running worker: a container of its own."""

from __future__ import annotations

import dataclasses
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

from tests.engine_host import IMAGE, containers_required, why_no_container
from workers.cli.logins import ADMIN
from workers.cli.ports import free_port
from workers.contract import ExternalTask, Variables, handler
from workers.engine import Engine, EngineAddress
from workers.runtime import Delivery, DirectExecutor, ReplayExecutor, Report, Worker
from workers.runtime.sqlite_results import SqliteResults

from .conftest import QUICK, until
from .models import process, work

pytestmark = pytest.mark.container
START_AGAIN = 180.0
"""Seconds that an engine may take to come back on a loaded machine."""


class Restartable:
    """An engine whose data and port outlive a restart of its container."""

    def __init__(self, container: DockerContainer, engine: Engine) -> None:
        self._container = container
        self.engine = engine

    def restart(self, grace: int) -> None:
        """Stop it, after ``grace`` seconds by force, and start it again; does not wait for it."""
        self._container.get_wrapped_container().restart(timeout=grace)


@contextmanager
def restartable(image: str = IMAGE) -> Iterator[Restartable]:
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
        yield Restartable(container, engine)


@pytest.fixture(scope="module")
def host() -> Iterator[Restartable]:
    reason = why_no_container()
    if reason and containers_required():
        pytest.fail(f"SOP_REQUIRE names containers, but {reason}", pytrace=False)
    if reason:
        pytest.skip(f"no engine of its own to restart: {reason}")
    with restartable() as running:
        yield running


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
