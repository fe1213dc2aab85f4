"""The engine that scenarios play on, for every test of the run."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.engine_host import (
    containers_required,
    lasting_scenario_engine,
    local_scenario_engine,
    required,
    second_leg,
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
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name what shares an engine, which ``--dist loadgroup`` then leaves in one process."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_sharing(item)))


def _sharing(item: pytest.Item) -> str:
    folder, *_ = item.path.relative_to(ROOT / "tests").parts
    if folder == "browser":
        return folder
    if folder == "contract" and isinstance(item, pytest.Function):
        return f"{folder} {item.callspec.params['rig']}"
    return f"{folder} {item.path.stem}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the leg that must run on local Java, a test that is skipped has failed."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and "java" in required() and "browser" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"SOP_REQUIRE names java, but this test was skipped: {report.longrepr}"
    return report


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
    # What has run in containers runs once more on local Java, as far as that can tell anything new.
    both = why_no_container() is None
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        command = ["make", "--no-print-directory", "second-leg" if both else "coverage"]
        environment = {**os.environ, **(second_leg() if both else {})}
        passed = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    if not passed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.stats.setdefault(_FAILED, []).append(SimpleNamespace(command=command))


def pytest_report_header() -> list[str]:
    engine = "required" if containers_required() else "used where Docker answers"
    if os.environ.get("SOP_ENGINES") == "java":
        engine = "left aside: SOP_ENGINES asks for local Java"
    return [f"scenarios: containerised engine {engine}"]


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
