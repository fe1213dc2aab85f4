"""The plugin as another team's run sees it: a test file of theirs, played in a run of its own.

The inner run plays on the engine of the outer one, with process keys of its own: the outer run may
have deployed the same models as instrumented copies.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workers.testing import EngineUnderTest

MODELS = Path(__file__).parents[1] / "kit" / "models"
_CONFTEST = '''
from pathlib import Path
from uuid import uuid4
import pytest
from workers.testing import Project

@pytest.fixture(scope="session")
def scenario_project():
    return Project(
        deployments={{"their orders": sorted(Path(__file__).parent.glob("models/*"))}},
        staff={{"warehouse": ["anna", "ben"], "sales": ["carla"]}},
    )

@pytest.fixture
def case(scenarios):
    return scenarios.new()

@pytest.fixture
def begin(case):
    """Starts an order whose topics are all mocked."""
    def start(**variables):
        for topic in {topics}:
            case.mock(topic)
        given = {{"express": False, "deliveryAt": "2030-03-05T08:00:00+08:00", **variables}}
        return case.start("{process}", f"order-{{uuid4().hex[:12]}}", **given)
    return start
'''
TOPICS = ("stock.reserve", "stock.release", "warehouse.remind", "order.report", "carrier.hand-over")

Run = Callable[..., pytest.RunResult]


def prefix() -> str:
    """Before the process keys: one for each process of a parallel run, so that none collide."""
    return f"their-{os.environ.get('PYTEST_XDIST_WORKER', 'run')}-"


@pytest.fixture
def their_project(
    pytester: pytest.Pytester, scenario_engine: EngineUnderTest, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Models and conftest.py of another team."""
    monkeypatch.setenv("SCENARIO_ENGINE_USER", scenario_engine.user)
    monkeypatch.setenv("SCENARIO_ENGINE_PASSWORD", scenario_engine.password)
    models = pytester.mkdir("models")
    for model in MODELS.iterdir():
        text = model.read_text(encoding="utf-8")
        for process in ("order-handling", "order-shipping"):
            text = text.replace(f'"{process}"', f'"{prefix()}{process}"')
        (models / model.name).write_text(text, encoding="utf-8")
    pytester.makeconftest(_CONFTEST.format(topics=TOPICS, process=f"{prefix()}order-handling"))
    return pytester


@pytest.fixture
def run_test(their_project: pytest.Pytester, scenario_engine: EngineUnderTest) -> Run:
    """Plays the body of one test."""

    def run(body: str, *options: str) -> pytest.RunResult:
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        their_project.makepyfile(test_order=f"def test_order(case, begin, scenarios):\n{lines}\n")
        return their_project.runpytest_inprocess(
            "--scenario-engine", scenario_engine.rest, "--show-capture=no", *options
        )

    return run


def failure(result: pytest.RunResult) -> str:
    """What the one failure says."""
    (report,) = result.reprec.getfailures()
    assert isinstance(report, pytest.TestReport)
    said = report.longreprtext
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message if crash else said
