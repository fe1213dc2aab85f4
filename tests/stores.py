"""Fixtures: the address of an empty case store, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from workers.casework.store import Store


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One server for this process of the run; skipped, or failed in CI, where none can be had."""
    reason = postgres.missing()
    if reason:
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    url: str = request.getfixturevalue("postgres_server")
    postgres.empty(url)
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store of each kind."""
    opened = Store(store_url)
    yield opened
    opened.close()
