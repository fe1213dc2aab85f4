"""One suite, three engines: the fake, Camunda and Operaton."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.contract.rigs import EngineRig, FakeRig, Rig
from tests.contract.worker import WorkerSide
from tests.engine_host import (
    IMAGES,
    container_engine,
    containers_required,
    java_engine,
    new_key,
    why_no_container,
)
from workers.cli.data_folder import DataFolder
from workers.cli.logins import ADMIN, Logins
from workers.engine import Engine, EngineAddress
from workers.testing import FakeEngine

REAL = [pytest.param(name, marks=pytest.mark.engine) for name in IMAGES]


@pytest.fixture(scope="package", params=["fake", *REAL])
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """An engine; the first test of each real one waits for it."""
    with ExitStack() as stack:
        if request.param == "fake":
            # Longer than any test waits for a poll: only being woken counts.
            yield FakeRig(stack.enter_context(FakeEngine(longest_real_wait=60)))
            return
        folder = tmp_path_factory.mktemp(request.param)
        address = stack.enter_context(_engine(request.param, folder))
        yield EngineRig(stack.enter_context(Engine(address)))


@contextmanager
def _engine(name: str, folder: Path) -> Iterator[EngineAddress]:
    """In a container where Docker answers and has the image, else as local Java."""
    reason = why_no_container(IMAGES[name])
    if reason is None:
        logins = Logins({ADMIN: secrets.token_urlsafe(9)})
        with container_engine(logins, IMAGES[name]) as host:
            yield host.address()
        return
    if containers_required():
        pytest.fail(f"SOP_REQUIRE names containers, but {reason}", pytrace=False)
    data = DataFolder(folder)
    data.prepare()
    with java_engine(data, Logins.ensure(data, [ADMIN]), name=name) as local:
        yield local.address()


@pytest.fixture
def alice(rig: Rig) -> WorkerSide:
    """A worker with a topic of its own for this test."""
    return WorkerSide(rig, topic=f"contract.{new_key()}", name="alice")


@pytest.fixture
def bob(alice: WorkerSide) -> WorkerSide:
    """Another worker on the same topic."""
    return WorkerSide(alice.rig, alice.topic, "bob")
