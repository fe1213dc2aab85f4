"""One suite, three engines: the fake, Camunda and Operaton."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.contract.rigs import EngineRig, FakeRig, Rig
from tests.contract.worker import WorkerSide
from tests.engine_host import (
    IMAGE,
    container_engine,
    containers_required,
    new_key,
    why_no_container,
)
from workers.cli.logins import ADMIN, Logins
from workers.engine import Engine
from workers.testing import FakeEngine

IMAGES = {"camunda": IMAGE, "operaton": "sop-engine:operaton-1.0.3"}


REAL = [pytest.param(name, marks=[pytest.mark.engine, pytest.mark.container]) for name in IMAGES]


@pytest.fixture(scope="package", params=["fake", *REAL])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """An engine; the first test of each real one waits for its container."""
    with ExitStack() as stack:
        if request.param == "fake":
            # Longer than any test waits for a poll: only being woken counts.
            yield FakeRig(stack.enter_context(FakeEngine(longest_real_wait=60)))
            return
        image = IMAGES[request.param]
        reason = why_no_container(image)
        if reason and containers_required():
            pytest.fail(f"SOP_REQUIRE names containers, but {reason}", pytrace=False)
        if reason:
            pytest.skip(f"the contract is not tried on {request.param}: {reason}")
        logins = Logins({ADMIN: secrets.token_urlsafe(9)})
        host = stack.enter_context(container_engine(logins, image))
        yield EngineRig(stack.enter_context(Engine(host.address())))


@pytest.fixture
def alice(rig: Rig) -> WorkerSide:
    """A worker with a topic of its own for this test."""
    return WorkerSide(rig, topic=f"contract.{new_key()}", name="alice")


@pytest.fixture
def bob(alice: WorkerSide) -> WorkerSide:
    """Another worker on the same topic."""
    return WorkerSide(alice.rig, alice.topic, "bob")
