"""The test kit: scenarios on a real engine, and workers without any engine.

Scenarios are BPMN cases in plain pytest, in virtual time; the plugin registers with pytest.
Workers are tested with :func:`run_handler` alone or on a :class:`FakeEngine`, which answers
as Camunda 7.24 and Operaton do: one contract suite asks all three the same.

Names are looked up when first used: the pytest plugin is loaded in every run of pytest wherever
the package is installed, and must not import an HTTP client for people who play no scenario.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workers.testing.clock import CaseClocks, KitError
    from workers.testing.engine_under_test import EngineUnderTest
    from workers.testing.fake_engine.engine import Call, FakeEngine
    from workers.testing.fake_engine.faults import (
        Fault,
        cut_off,
        dropped,
        garbled,
        gateway_error,
        login_page,
        refused,
        server_error,
        timed_out,
    )
    from workers.testing.fake_engine.replies import NotFaked
    from workers.testing.fake_engine.tasks import FakeInstance, FakeTask, TaskState
    from workers.testing.handler_run import SimulatedLock, run_handler
    from workers.testing.mocks import Mock
    from workers.testing.project import A_WORKING_MONDAY, Project
    from workers.testing.scenario import Scenario
    from workers.testing.scenarios import Scenarios
    from workers.testing.staff import Staff
    from workers.testing.story import ScenarioFailure

__all__ = [
    "A_WORKING_MONDAY",
    "Call",
    "CaseClocks",
    "EngineUnderTest",
    "FakeEngine",
    "FakeInstance",
    "FakeTask",
    "Fault",
    "KitError",
    "Mock",
    "NotFaked",
    "Project",
    "Scenario",
    "ScenarioFailure",
    "Scenarios",
    "SimulatedLock",
    "Staff",
    "TaskState",
    "cut_off",
    "dropped",
    "garbled",
    "gateway_error",
    "login_page",
    "refused",
    "run_handler",
    "server_error",
    "timed_out",
]

_HOMES: Final = {
    "clock": (
        "CaseClocks",
        "KitError",
    ),
    "engine_under_test": ("EngineUnderTest",),
    "fake_engine.engine": (
        "Call",
        "FakeEngine",
    ),
    "fake_engine.faults": (
        "Fault",
        "cut_off",
        "dropped",
        "garbled",
        "gateway_error",
        "login_page",
        "refused",
        "server_error",
        "timed_out",
    ),
    "fake_engine.replies": ("NotFaked",),
    "fake_engine.tasks": (
        "FakeInstance",
        "FakeTask",
        "TaskState",
    ),
    "handler_run": (
        "SimulatedLock",
        "run_handler",
    ),
    "mocks": ("Mock",),
    "project": (
        "A_WORKING_MONDAY",
        "Project",
    ),
    "scenario": ("Scenario",),
    "scenarios": ("Scenarios",),
    "staff": ("Staff",),
    "story": ("ScenarioFailure",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
