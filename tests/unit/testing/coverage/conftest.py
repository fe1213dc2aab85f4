"""A small model and table, and hits on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.testing.coverage.hits import Evaluation, Hits, InstanceHits

LEAVE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D">
  <bpmn:process id="leave" isExecutable="true">
    <bpmn:startEvent id="Start" name="申请" />
    <bpmn:sequenceFlow id="Flow_In" sourceRef="Start" targetRef="Split" />
    <bpmn:exclusiveGateway id="Split" />
    <bpmn:sequenceFlow id="Flow_Yes" name="同意" sourceRef="Split" targetRef="End" />
    <bpmn:sequenceFlow id="Flow_No" sourceRef="Split" targetRef="End" />
    <bpmn:endEvent id="End" name="结束 &lt;/script&gt;" />
  </bpmn:process>
  <bpmn:process id="sketch"><bpmn:task id="Thought" /></bpmn:process>
</bpmn:definitions>
"""
DAYS = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D">
  <decision id="days" name="Days">
    <decisionTable id="T">
      <input id="I" label="grade" /><output id="O" name="days" />
      <rule id="Rule_Many"><description>seniors</description>
        <inputEntry id="A"><text>"senior"</text></inputEntry>
        <outputEntry id="B"><text>30</text></outputEntry></rule>
      <rule id="Rule_Few"><inputEntry id="C"><text>"junior"</text></inputEntry>
        <outputEntry id="E"><text>20</text></outputEntry></rule>
      <rule id="Rule_Empty"><inputEntry id="F"><text></text></inputEntry>
        <outputEntry id="G"><text></text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """leave.bpmn, days.dmn and a file that is neither."""
    contents = {"leave.bpmn": LEAVE, "days.dmn": DAYS, "leave.form": "{}"}
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in contents]


@pytest.fixture
def hits() -> Hits:
    """Two cases and one evaluation."""
    return Hits(
        {
            "i1": InstanceHits(
                "leave",
                "a leave is granted",
                {"Start": 1, "Split": 1, "End": 1},
                {"Flow_In": 1, "Flow_Yes": 1},
            ),
            "i2": InstanceHits("leave", "a leave waits", {"Start": 2}, {}),
        },
        {"d1": Evaluation("days", "a leave is granted", ("Rule_Many",))},
    )


@pytest.fixture
def hits_file(tmp_path: Path, hits: Hits) -> Path:
    file = tmp_path / "hits" / "gw0.json"
    hits.write(file)
    return file
