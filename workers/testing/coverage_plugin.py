"""Coverage of a test run: what ``--scenario-coverage`` adds to the plugin.

Instead of the project's files their instrumented copies are deployed, to an engine marked as a
test engine. What each scenario reached is recorded before its instances are deleted. At the end
come the table, ``coverage.json``, ``coverage.html`` and, if asked for, the verdict.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from workers.engine import Engine, EngineError
from workers.models import ModelError
from workers.testing.coverage import (
    Coverage,
    ExclusionError,
    Exclusions,
    Kind,
    NotATestEngine,
    is_test_engine,
    mark_test_engine,
    read_exclusions,
)
from workers.testing.coverage_options import EXCLUSIONS, FAIL_UNDER
from workers.testing.engine_under_test import EngineUnderTest
from workers.testing.project import Project
from workers.testing.run_engine import RunEngine
from workers.testing.scenario import Scenario

_SHARE: Final = "scenario_coverage"
_KINDS: Final[Mapping[str, Kind]] = {"nodes": "node", "flows": "flow", "rules": "rule"}
_DIRECTLY: Final = "asked directly, outside any process"
_FAILED: Final = "coverage failure"
"""As the closing line of the run calls it."""


def of_run(config: pytest.Config, folder: str) -> ScenarioCoverage:
    """The coverage of this run.

    Raises:
        UsageError: a threshold or the list of exclusions is wrong.
    """
    file = config.getini(EXCLUSIONS)
    given = config.getoption(FAIL_UNDER)
    try:
        exclusions = read_exclusions(config.rootpath / file, config.rootpath) if file else {}
        wanted = thresholds(config.getini(FAIL_UNDER) if given is None else given)
    except (ExclusionError, OSError, ValueError) as error:
        raise pytest.UsageError(f"scenario coverage: {error}") from None
    return ScenarioCoverage(config, config.invocation_params.dir / folder, exclusions, wanted)


def thresholds(text: str) -> dict[Kind, float]:
    """``100`` for nodes and flows, or ``nodes=100,flows=100,rules=90``; empty for none.

    Raises:
        ValueError: something else.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1 and "=" not in parts[0]:
        parts = [f"nodes={parts[0]}", f"flows={parts[0]}"]
    wanted: dict[Kind, float] = {}
    for part in parts:
        name, _, percent = part.partition("=")
        try:
            wanted[_KINDS[name]] = float(percent)
        except (KeyError, ValueError):
            raise ValueError(
                f"{text!r} is no threshold: write 100, or nodes=100,flows=100,rules=90"
            ) from None
    if any(not 0 <= percent <= 100 for percent in wanted.values()):  # noqa: PLR2004
        raise ValueError(f"{text!r}: a threshold is a percentage from 0 to 100")
    return wanted


@dataclass(slots=True)
class _Share:
    """What one process has recorded: measured files, and files with hits."""

    models: list[Path] = field(default_factory=list)
    hits: list[Path] = field(default_factory=list)


class _Shortfall:
    """Counted in the closing line of the run."""


class ScenarioCoverage:
    """The coverage of one run; in a parallel run each worker records, the controller reports.

    Args:
        config: of the run.
        folder: where the report goes.
        exclusions: elements that no scenario reaches.
        wanted: thresholds by kind of element.
    """

    def __init__(
        self,
        config: pytest.Config,
        folder: Path,
        exclusions: Exclusions,
        wanted: Mapping[Kind, float],
    ) -> None:
        self._config = config
        self._folder = folder
        self._exclusions = exclusions
        self._wanted = wanted
        # Any: JSON of the parallel run; None in the process that reports.
        self._input: dict[str, Any] | None = getattr(config, "workerinput", None)
        self._hits = Path(
            self._input[_SHARE] if self._input else tempfile.mkdtemp(prefix="scenario-coverage-")
        )
        self._engine: RunEngine | None = None
        self._projects: dict[int, tuple[list[Path], Coverage]] = {}
        self._share = _Share()
        self._since: datetime | None = None
        self._told: list[str] = []
        self._faults: list[str] = []

    def of(self, engine: RunEngine) -> None:
        """Which engine the run plays on."""
        self._engine = engine

    def accept(self, engine: EngineUnderTest) -> None:
        """Mark the engine if that is allowed: the run has started it, or the user says so.

        Raises:
            UsageError: it is neither marked nor may it be.
        """
        with Engine(engine.address) as admin:
            try:
                if engine.own or self._config.getoption("scenario_test_engine"):
                    mark_test_engine(admin)
                elif not is_test_engine(admin):
                    raise pytest.UsageError(
                        f"{engine.rest} is not marked as a test engine, so no instrumented model "
                        "goes there; if it is one, add --scenario-test-engine"
                    )
            except NotATestEngine as error:
                raise pytest.UsageError(str(error)) from None
        if not engine.own:
            # Its history may hold evaluations of earlier runs.
            self._since = datetime.now(UTC)

    def instrumented(self, project: Project, admin: Engine, folder: Path) -> Project:
        """The project with instrumented copies in the place of its models.

        Raises:
            UsageError: its models cannot be measured.
        """
        models = sorted(
            {file.resolve() for files in project.deployments.values() for file in files}
        )
        try:
            coverage = Coverage(models)
            deployments = {
                name: coverage.instrumented(admin, files, folder / str(index))
                for index, (name, files) in enumerate(project.deployments.items())
            }
        except ModelError as error:
            raise pytest.UsageError(f"scenario coverage: {error}") from None
        self._projects[id(project)] = (models, coverage)
        return replace(project, deployments=deployments)

    def record(self, project: Project, scenario: Scenario, test: str) -> None:
        """Take in what a scenario reached, to the credit of its test."""
        _, coverage = self._projects[id(project)]
        coverage.record(scenario.engine, scenario.instance_ids, test)

    # --- the end of the run ---------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: object) -> None:
        """Parallel run: where the workers leave their hits."""
        node.workerinput[_SHARE] = str(self._hits)  # type: ignore[attr-defined]  # xdist ships no types

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Parallel run: a worker has ended; one that crashed leaves nothing, and a failed test."""
        share = getattr(node, "workeroutput", {}).get(_SHARE)
        if share:
            self._share.models += map(Path, share["models"])
            self._share.hits += map(Path, share["hits"])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Save what this process recorded; whoever tells the results also reports and judges."""
        if self._config.getoption("collectonly"):
            return
        for number, (models, coverage) in enumerate(self._projects.values()):
            file = self._hits / f"{self._input['workerid'] if self._input else 'run'}-{number}.json"
            coverage.save(file)
            self._share.models += models
            self._share.hits.append(file)
        if self._input:
            output: dict[str, Any] = self._config.workeroutput  # type: ignore[attr-defined]
            output[_SHARE] = {
                "models": [str(file) for file in self._share.models],
                "hits": [str(file) for file in self._share.hits],
            }
            return
        try:
            self._report()
        except (ExclusionError, ModelError, EngineError, OSError) as error:
            self._faults.append(str(error))
        finally:
            shutil.rmtree(self._hits)
        if self._faults and session.exitstatus in {
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        }:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The table, what is left out, and the verdict."""
        terminalreporter.section("scenario coverage")
        for line in self._told:
            terminalreporter.write_line(line)
        for fault in self._faults:
            terminalreporter.write_line(f"FAILED scenario coverage: {fault}", red=True)
        if self._faults:
            # So that the last line of the run does not read as if all were well. Other plugins
            # look for attributes of what is counted there.
            terminalreporter.stats.setdefault(_FAILED, []).append(_Shortfall())

    def _report(self) -> None:
        models = sorted(set(self._share.models))
        if not models:
            self._told.append("No scenario was played, so nothing was measured.")
            if self._wanted:
                self._faults.append("nothing was measured")
            return
        measured = Coverage(models, self._exclusions_of(models))
        measured.load(*self._share.hits)
        engine = self._engine.running if self._engine else None
        if engine:
            with Engine(engine.address) as admin:
                measured.record_decisions(admin, _DIRECTLY, since=self._since)
        self._told += measured.summary().splitlines()
        measured.write(self._folder)
        self._told += ["", f"Written to {self._folder / 'coverage.html'} and coverage.json."]
        self._faults += measured.shortfalls(self._wanted)

    def _exclusions_of(self, models: Iterable[Path]) -> Exclusions:
        """Those that concern what was deployed; a run may play some of the projects only."""
        known = Coverage(list(models)).definitions
        return {key: each for key, each in self._exclusions.items() if key[0] in known}
