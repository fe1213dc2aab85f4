from __future__ import annotations

from collections.abc import Iterator

import pytest

from workers.engine import Engine

from .scripted import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture
def engine(server: ScriptedServer) -> Iterator[Engine]:
    with server.engine() as connected:
        yield connected
