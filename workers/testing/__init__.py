"""The scenario kit: BPMN scenarios in plain pytest, with virtual time, on a real engine.

Public: what a team's ``conftest.py`` and tests need. The plugin itself registers with pytest.
"""

from workers.testing.clock import CaseClocks, KitError
from workers.testing.engine_under_test import EngineUnderTest
from workers.testing.mocks import Mock
from workers.testing.project import A_WORKING_MONDAY, Project
from workers.testing.scenario import Scenario
from workers.testing.scenarios import Scenarios
from workers.testing.staff import Staff
from workers.testing.story import ScenarioFailure

__all__ = [
    "A_WORKING_MONDAY",
    "CaseClocks",
    "EngineUnderTest",
    "KitError",
    "Mock",
    "Project",
    "Scenario",
    "ScenarioFailure",
    "Scenarios",
    "Staff",
]
