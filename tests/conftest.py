"""The engine that scenarios play on, for every test of the run."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.engine_host import (
    containers_required,
    lasting_scenario_engine,
    local_scenario_engine,
    why_no_container,
)
from workers.testing import EngineUnderTest
from workers.testing.plugin import cases_were_kept

ROOT = Path(__file__).parents[1]
_FAILED = "coverage pass failed"
"""As the closing line of the run calls it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--coverage-pass",
        action="store_true",
        help="if all went well, play the scenarios once more on instrumented copies of the models "
        "(make coverage), and fail if they reach too little",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The second pass is a run of its own, inside this one: so this one's closing line is last."""
    config = session.config
    wanted = config.getoption("coverage_pass") and not hasattr(config, "workerinput")
    if exitstatus != pytest.ExitCode.OK or not wanted:
        return
    reporter = config.pluginmanager.getplugin("terminalreporter")
    reporter.ensure_newline()
    reporter.section("the scenarios once more, on instrumented copies of the models")
    reporter.flush()
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        command = ["make", "--no-print-directory", "coverage"]
        passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    if not passed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.stats.setdefault(_FAILED, []).append(SimpleNamespace(command=command))


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
    if config.getoption("keep"):
        return lasting_scenario_engine(reason, lambda: cases_were_kept(config))
    return _on_this_machine(reason)


@contextmanager
def _on_this_machine(reason: str) -> Iterator[EngineUnderTest]:
    with (
        tempfile.TemporaryDirectory(prefix="sop-scenarios-") as folder,
        local_scenario_engine(Path(folder), reason) as engine,
    ):
        yield engine
