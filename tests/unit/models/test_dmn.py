"""What the reader finds in a DMN file."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from workers.models import Decision, ModelError, Rule, Tables

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "bpmn").glob("*/*.dmn"))

DISCOUNT = """<definitions xmlns="{namespace}" id="D" name="Discounts">
  <decision id="discount" name="Discount">
    <informationRequirement><requiredDecision href="#grade" /></informationRequirement>
    <informationRequirement><requiredInput href="#age" /></informationRequirement>
    <decisionTable id="T" hitPolicy="COLLECT" aggregation="SUM">
      <input id="I1" label="Grade">
        <inputExpression id="E1"><text>grade</text></inputExpression>
      </input>
      <input id="I2"><inputExpression id="E2"><text> age </text></inputExpression></input>
      <output id="O1" label="Percent" name="percent" /><output id="O2" name="why" />
      <rule id="R1">
        <description>gold</description>
        <inputEntry id="C1"><text>"gold"</text></inputEntry>
        <inputEntry id="C2"><text></text></inputEntry>
        <outputEntry id="C3"><text>10</text></outputEntry>
        <outputEntry id="C4"><text>"grade"</text></outputEntry>
      </rule>
      <rule id="R2"><annotationEntry><text>rest</text></annotationEntry></rule>
    </decisionTable>
  </decision>
  <decision id="grade"><literalExpression><text>1</text></literalExpression></decision>
  <decision id="bare"><decisionTable id="T2" /></decision>
</definitions>"""
LATEST = "https://www.omg.org/spec/DMN/20191111/MODEL/"


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        LATEST,
    ],
)
def test_a_table_in_any_version_of_dmn(namespace: str) -> None:
    tables = Tables.parse(DISCOUNT.format(namespace=namespace))
    assert tables.name == "Discounts"
    assert tables.decisions["discount"] == Decision(
        "discount",
        "Discount",
        "COLLECT",
        "SUM",
        ("Grade", "age"),
        ("Percent", "why"),
        (
            Rule("R1", 1, "gold", ('"gold"', ""), ("10", '"grade"')),
            Rule("R2", 2, "rest", (), ()),
        ),
        ("grade",),
    )


def test_a_decision_without_table_has_no_rules() -> None:
    decisions = Tables.parse(DISCOUNT.format(namespace=LATEST)).decisions
    assert decisions["grade"].hit_policy is None
    assert decisions["grade"].rules == ()
    assert decisions["bare"].hit_policy == "UNIQUE"


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ModelError, match=r"^t\.dmn is no DMN file: its root is definitions$"):
        Tables.parse("<definitions/>", "t.dmn")
    with pytest.raises(ModelError, match=r"^t\.dmn: a rule has no id$"):
        Tables.parse(DISCOUNT.format(namespace=LATEST).replace(' id="R2"', ""), "t.dmn")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: path.stem)
def test_every_row_of_a_shipped_table_has_a_cell_in_every_column(file: Path) -> None:
    (decision,) = Tables.read(file).decisions.values()
    rows = [each for each in ET.parse(file).iter() if each.tag.endswith("}rule")]
    assert len(decision.rules) == len(rows) > 0
    for rule in decision.rules:
        assert len(rule.inputs) == len(decision.inputs)
        assert len(rule.outputs) == len(decision.outputs)
