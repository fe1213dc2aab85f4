"""The engine that scenarios play on, for every test of the run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.engine_host import containers_required, local_scenario_engine, why_no_container
from workers.testing import EngineUnderTest


def pytest_report_header() -> list[str]:
    required = "required" if containers_required() else "used where Docker answers"
    return [f"scenarios: containerised engine {required}"]


def pytest_scenario_engine(
    config: pytest.Config,
) -> AbstractContextManager[EngineUnderTest] | None:
    """A container where Docker answers; else local Java, and the run says why."""
    if config.getoption("scenario_engine") or config.getoption("scenario_image"):
        return None
    reason = why_no_container()
    if reason is None:
        return None
    if containers_required():
        raise pytest.UsageError(f"SOP_REQUIRE names containers, but {reason}")
    return _on_this_machine(reason)


@contextmanager
def _on_this_machine(reason: str) -> Iterator[EngineUnderTest]:
    with (
        tempfile.TemporaryDirectory(prefix="sop-scenarios-") as folder,
        local_scenario_engine(Path(folder), reason) as engine,
    ):
        yield engine
