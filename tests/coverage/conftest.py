"""An engine of its own for coverage: it is marked as a test engine, which others must not be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine_host import engine_host
from workers.cli.logins import ADMIN
from workers.engine import Engine


@pytest.fixture(scope="session")
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with (
        engine_host(tmp_path_factory.mktemp("engine"), [ADMIN]) as host,
        Engine(host.address()) as engine,
    ):
        yield engine
