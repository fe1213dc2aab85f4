"""Failed cases that stay in the engine on ``--keep``, and where to look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from workers.testing.run_engine import RunEngine

if TYPE_CHECKING:
    from workers.testing.scenario import Scenario

_PROPERTY: Final = "scenario_kept"


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One of them."""

    test: str
    business_key: str
    instance_id: str


class KeptCases:
    """Gathers them, also those of the worker processes of a parallel run, and tells them last."""

    def __init__(self) -> None:
        self.cases: list[KeptCase] = []
        self._engine: RunEngine | None = None

    def of(self, engine: RunEngine) -> None:
        """Which engine they are in."""
        self._engine = engine

    def keep(self, item: pytest.Item, scenario: Scenario) -> None:
        """Note a case with its test; it travels with the test's report."""
        case = f"{scenario.instance_id} {scenario.business_key}"
        item.user_properties.append((_PROPERTY, case))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called in the process that tells the results, for the tests of all processes."""
        if report.when == "teardown":
            for name, value in report.user_properties:
                if name == _PROPERTY:
                    instance_id, _, key = str(value).partition(" ")
                    self.cases.append(KeptCase(report.nodeid, key, instance_id))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where they are."""
        engine = self._engine.running if self._engine else None
        if not self.cases or engine is None:
            return
        terminalreporter.section("kept cases")
        for case in self.cases:
            terminalreporter.write_line(f"{case.test}: case {case.business_key}")
            terminalreporter.write_line(f"  {engine.cockpit(case.instance_id)}")
        terminalreporter.write_line(f"Cockpit's login: {engine.user}, password {engine.password}")
        if engine.stop:
            terminalreporter.write_line(f"The engine keeps running; stop it with: {engine.stop}")
