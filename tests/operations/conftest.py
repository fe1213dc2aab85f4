"""Engines to provision and to examine: of both flavours, and with faults built in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine_host import EngineHost, engine_host
from workers.cli.identity import Directory
from workers.engine import Engine


@contextmanager
def engine_set(folder: Path, properties: Mapping[str, object]) -> Iterator[EngineHost]:
    """An engine with these properties beside its own settings."""
    settings = {"SPRING_APPLICATION_JSON": json.dumps(properties)} if properties else {}
    accounts = [*Directory.shipped().accounts, "demo"]
    with engine_host(folder, accounts, settings, job_executor=False) as host:
        yield host


@pytest.fixture(scope="package")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineHost]:
    """An engine as we ship it, and nobody on it but the administrator."""
    with engine_set(tmp_path_factory.mktemp("engine"), {}) as running:
        yield running


@pytest.fixture(scope="package")
def admin(host: EngineHost) -> Iterator[Engine]:
    """Its administrator."""
    with Engine(host.address()) as engine:
        yield engine
