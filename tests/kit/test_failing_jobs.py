"""Jobs that fail: tries, waits between them and incidents are those of the engine."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from workers.testing import Project, Scenario, Scenarios

pytestmark = pytest.mark.engine

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="tests">
  <process id="failing-jobs" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="Start" />
    <sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Wait" />
    <userTask id="Wait" />
    <boundaryEvent id="Timer" attachedToRef="Wait">
      %(retries)s
      <timerEventDefinition>%(timer)s</timerEventDefinition>
    </boundaryEvent>
    <sequenceFlow id="Flow_2" sourceRef="Timer" targetRef="Work" />
    <serviceTask id="Work" camunda:expression="${needed}" %(work)s>%(work_retries)s</serviceTask>
    <sequenceFlow id="Flow_3" sourceRef="Work" targetRef="End" />
    <endEvent id="End" />
  </process>
</definitions>"""
DURATION = '<timeDuration xsi:type="tFormalExpression">PT1H</timeDuration>'
CYCLE = '<timeCycle xsi:type="tFormalExpression">R/PT1H</timeCycle>'
RETRIES = """<extensionElements>
  <camunda:failedJobRetryTimeCycle>R3/PT10M</camunda:failedJobRetryTimeCycle>
</extensionElements>"""
VARIANTS = {
    "failing-duration": {"timer": DURATION},
    "failing-cycle": {"timer": CYCLE},
    "failing-with-waits": {"timer": DURATION, "retries": RETRIES},
    "failing-async": {
        "timer": DURATION,
        "work": 'camunda:asyncBefore="true"',
        "work_retries": RETRIES,
    },
}


@pytest.fixture(scope="session")
def scenario_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder: Path = tmp_path_factory.mktemp("failing")
    blank = {"timer": "", "retries": "", "work": "", "work_retries": ""}
    for key, parts in VARIANTS.items():
        text = (MODEL % {**blank, **parts}).replace("failing-jobs", key)
        (folder / f"{key}.bpmn").write_text(text, encoding="utf-8")
    return Project(deployments={"failing-jobs": sorted(folder.iterdir())})


def begun(scenarios: Scenarios, process: str) -> Scenario:
    case = scenarios.start(process, f"{process}-{uuid4().hex[:8]}")
    case.tolerate_failures()
    return case


def mend(case: Scenario) -> None:
    case.engine.instances.set_variables(case.instance_id, {"needed": 1})


@pytest.mark.parametrize("process", ["failing-duration", "failing-cycle"])
def test_a_timer_without_waits_is_an_incident_at_once_and_can_be_tried_again(
    scenarios: Scenarios, process: str
) -> None:
    case = begun(scenarios, process)
    due = case.now + timedelta(hours=1)
    case.advance("PT1H")
    case.has_incident()
    case.waits_at("Wait")
    assert case.now == due
    case.advance("P1D")
    mend(case)
    case.waits_at("Wait")
    case.retry()
    case.has_ended(at="End")


@pytest.mark.parametrize(
    ("process", "element"), [("failing-with-waits", "Timer"), ("failing-async", "Work")]
)
def test_a_job_waits_for_its_next_try_in_virtual_time(
    scenarios: Scenarios, process: str, element: str
) -> None:
    case = begun(scenarios, process)
    case.advance("PT1H")
    case.has_no_incident()
    assert case.timer_due(element) == case.now + timedelta(minutes=10)
    case.advance("PT10M")
    case.has_no_incident()
    mend(case)
    case.advance("PT9M59S")
    case.has_not_passed("End")
    case.advance("PT1S")
    case.has_ended(at="End")


def test_the_last_try_leaves_an_incident(scenarios: Scenarios) -> None:
    case = begun(scenarios, "failing-async")
    case.advance("PT1H19M59S")
    case.has_no_incident()
    case.advance("PT1S")
    case.has_incident(at="Work")
