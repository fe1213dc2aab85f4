"""The worker against a real engine: one engine for the run, a topic of its own for each test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine_host import EngineHost, engine_host, new_key
from workers.cli.logins import ADMIN
from workers.contract import Executor, Handler
from workers.engine import Engine
from workers.runtime import DirectExecutor, RuntimeSettings, Subscription, Worker

QUICK = RuntimeSettings(
    name="test",
    slots=4,
    lock_duration=timedelta(seconds=20),
    long_poll=timedelta(seconds=1),
    drain=timedelta(seconds=10),
    longest_backoff=timedelta(seconds=1),
)

Deploy = Callable[[str], str]
Lab = Callable[[str, str], AbstractContextManager[subprocess.Popen[bytes]]]
Serve = Callable[..., Worker]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def engine_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineHost]:
    """An engine without any model."""
    with engine_host(tmp_path_factory.mktemp("worker-engine"), [ADMIN]) as running:
        yield running


@pytest.fixture(scope="session")
def engine(engine_server: EngineHost) -> Iterator[Engine]:
    with Engine(engine_server.address()) as connected:
        yield connected


@pytest.fixture
def key() -> str:
    """A name that no other test uses, for process and topic."""
    return f"probe-{new_key()}"


@pytest.fixture
def deploy(engine: Engine, tmp_path: Path) -> Iterator[Deploy]:
    """Deploys a model, and takes it away with its instances after the test."""
    deployed: list[str] = []

    def put(model: str) -> str:
        file = tmp_path / f"{new_key()}.bpmn"
        file.write_text(model, encoding="utf-8")
        deployment = engine.deployments.deploy(file.stem, "tests", [file])
        deployed.append(deployment.id)
        return deployment.definitions[0].id

    yield put
    for each in deployed:
        engine.session.call("DELETE", f"/deployment/{each}", params={"cascade": True})


@pytest.fixture
def serve(engine: Engine) -> Iterator[Serve]:
    """Starts workers, and stops them after the test."""
    started: list[Worker] = []

    def begin(
        *handlers: Handler[Any, Any, Any] | Subscription,
        executor: Executor | None = None,
        settings: RuntimeSettings = QUICK,
        **more: Any,
    ) -> Worker:
        worker = Worker(
            engine, handlers, executor or DirectExecutor(None), settings=settings, **more
        )
        started.append(worker)
        return worker.start()

    yield begin
    for worker in started:
        worker.stop(15)


def until(condition: Callable[[], object], budget: float = 30.0) -> None:
    """Wait until something is so; loud when it does not become so."""
    end = time.monotonic() + budget
    while not condition():
        assert time.monotonic() < end, f"not within {budget} s"
        time.sleep(0.05)


@contextmanager
def child_process(
    command: list[str], environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A child process that does not outlive the block."""
    child = subprocess.Popen(command, env=os.environ | environment)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.wait(10)


@pytest.fixture
def lab(engine_server: EngineHost, tmp_path: Path) -> Lab:
    """Starts ``tests.worker.lab`` as a process."""
    login = engine_server.address()
    environment = {
        "PROBE_URL": login.url,
        "PROBE_USER": str(login.user),
        "PROBE_PASSWORD": str(login.password),
    }

    def begin(behaviour: str, topic: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "tests.worker.lab", behaviour, topic, str(tmp_path)]
        return child_process(command, environment)

    return begin
