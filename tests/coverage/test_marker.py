"""Instrumented copies go nowhere but to engines that were marked for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.engine import Engine
from workers.testing.coverage import Coverage, NotATestEngine, is_test_engine, mark_test_engine
from workers.testing.coverage.marker import MARK

pytestmark = pytest.mark.engine

SHIPPING = Path(__file__).parent / "models" / "shipping.bpmn"
WAITING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="W"
    targetNamespace="tests" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <process id="coverage-waiting" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="Start" />
    <sequenceFlow id="Flow" sourceRef="Start" targetRef="Wait" />
    <userTask id="Wait" />
  </process>
</definitions>"""


def test_an_engine_is_marked_before_its_first_case_or_never(
    own_engine: Engine, tmp_path: Path
) -> None:
    engine = own_engine
    for mark in engine.session.call("GET", "/deployment", params={"name": MARK}):
        engine.deployments.delete(mark["id"])  # as the mark itself tells people to
    coverage = Coverage([SHIPPING])
    assert not is_test_engine(engine)
    with pytest.raises(NotATestEngine, match=r"is not marked as a test engine.*mark_test_engine"):
        coverage.instrumented(engine, [SHIPPING], tmp_path / "copies")
    assert not (tmp_path / "copies").exists()

    model = tmp_path / "waiting.bpmn"
    model.write_text(WAITING, encoding="utf-8")
    engine.deployments.deploy("coverage waiting", "tests", [model])
    case = engine.instances.start("coverage-waiting").instance.id
    with pytest.raises(NotATestEngine, match=r"has 1 running process instances; "):
        mark_test_engine(engine)
    assert not is_test_engine(engine)

    engine.instances.delete(case)
    mark_test_engine(engine)
    mark_test_engine(engine)
    assert is_test_engine(engine)
    assert engine.session.call(
        "GET", "/deployment/count", params={"source": "workers.testing"}
    ) == {"count": 1}
    (copy,) = coverage.instrumented(engine, [SHIPPING], tmp_path / "copies")
    assert copy.name == SHIPPING.name
    assert b"executionListener" in copy.read_bytes()
