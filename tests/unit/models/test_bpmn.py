"""What the reader finds in a BPMN file, on a foreign model and on the shipped ones."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from workers.models import Model, ModelError, Participant, Process, SequenceFlow, Timer
from workers.models.xml import BPMN

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "bpmn").glob("*/*.bpmn"))

ORDER = """<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:c="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="t">
  <b:collaboration id="Pools">
    <b:participant id="Customer" name="顾客" />
    <b:participant id="Shop" name="Shop" processRef="order" />
  </b:collaboration>
  <b:process id="order" name="Order" isExecutable="true" c:versionTag="V2">
    <b:laneSet id="Lanes">
      <b:lane id="Sales" name="Sales">
        <b:flowNodeRef>Ordered</b:flowNodeRef>
        <b:flowNodeRef>Pack</b:flowNodeRef>
        <b:childLaneSet id="Inner">
          <b:lane id="Desk" name="Desk"><b:flowNodeRef>Ordered</b:flowNodeRef></b:lane>
        </b:childLaneSet>
      </b:lane>
    </b:laneSet>
    <b:startEvent id="Ordered" name="Order&#10;came in" />
    <b:sequenceFlow id="ToPack" sourceRef="Ordered" targetRef="Pack" />
    <b:subProcess id="Pack" name="Pack">
      <b:multiInstanceLoopCharacteristics isSequential="true" />
      <b:startEvent id="PackStart" />
      <b:exclusiveGateway id="InStock" name="In stock?" default="No" />
      <b:sequenceFlow id="S1" sourceRef="PackStart" targetRef="InStock" />
      <b:sequenceFlow id="Yes" name="yes" sourceRef="InStock" targetRef="Ship">
        <b:conditionExpression>${ stock }</b:conditionExpression>
      </b:sequenceFlow>
      <b:sequenceFlow id="No" sourceRef="InStock" targetRef="Wait" />
      <b:callActivity id="Ship" calledElement="shipping" />
      <b:intermediateCatchEvent id="Wait">
        <b:timerEventDefinition><b:timeDuration> PT4H </b:timeDuration></b:timerEventDefinition>
      </b:intermediateCatchEvent>
    </b:subProcess>
    <b:boundaryEvent id="Remind" attachedToRef="Pack" cancelActivity="false">
      <b:timerEventDefinition><b:timeCycle>R3/PT1H</b:timeCycle></b:timerEventDefinition>
    </b:boundaryEvent>
    <b:boundaryEvent id="Failed" attachedToRef="Pack"><b:errorEventDefinition /></b:boundaryEvent>
    <b:subProcess id="Cancelled" triggeredByEvent="true">
      <b:startEvent id="CancelCame" isInterrupting="false">
        <b:messageEventDefinition />
      </b:startEvent>
      <b:serviceTask id="Refund" c:type="external" c:topic="refund" />
    </b:subProcess>
    <b:textAnnotation id="Note" /><b:dataObjectReference id="Data" />
  </b:process>
  <b:process id="draft" />
  <b:message id="Message_Cancel" name="OrderCancelled" />
</b:definitions>"""

FLOW_WITHOUT_END = f"""<definitions xmlns="{BPMN}"><process id="p">
  <sequenceFlow id="F" sourceRef="A"/>
</process></definitions>"""


@pytest.fixture(scope="module")
def order() -> Model:
    return Model.parse(ORDER, "order.bpmn")


def test_processes_and_pools(order: Model) -> None:
    assert order.processes == (
        Process("order", "Order", is_executable=True, version_tag="V2"),
        Process("draft", None, is_executable=False),
    )
    assert order.participants == (
        Participant("Customer", "顾客", None),
        Participant("Shop", "Shop", "order"),
    )


def test_flow_nodes_are_read_with_their_scope_and_nothing_else_is_one(order: Model) -> None:
    assert {node.id: node.parent_id for node in order.nodes.values()} == {
        "Ordered": "order",
        "Pack": "order",
        "PackStart": "Pack",
        "InStock": "Pack",
        "Ship": "Pack",
        "Wait": "Pack",
        "Remind": "order",
        "Failed": "order",
        "Cancelled": "order",
        "CancelCame": "Cancelled",
        "Refund": "Cancelled",
    }
    assert {node.process_id for node in order.nodes.values()} == {"order"}


def test_the_innermost_lane_counts_and_a_sub_process_hands_its_lane_down(order: Model) -> None:
    lanes = {node.id: node.lane for node in order.nodes.values()}
    assert lanes["Ordered"] == "Desk"
    assert lanes["Pack"] == lanes["Ship"] == "Sales"
    assert lanes["Refund"] is None


def test_boundary_events(order: Model) -> None:
    assert [node.id for node in order.boundary_events("Pack")] == ["Remind", "Failed"]
    assert order.nodes["Remind"].cancel_activity is False
    assert order.nodes["Failed"].cancel_activity is True
    assert order.nodes["Failed"].events == ("error",)
    assert order.nodes["Ordered"].cancel_activity is None


def test_timers(order: Model) -> None:
    assert order.nodes["Wait"].timer == Timer("duration", "PT4H")
    assert order.nodes["Remind"].timer == Timer("cycle", "R3/PT1H")
    assert order.nodes["Failed"].timer is None


def test_what_makes_an_activity_special(order: Model) -> None:
    assert order.nodes["Ship"].called_element == "shipping"
    assert order.nodes["Pack"].multi_instance == "sequential"
    assert order.nodes["Cancelled"].multi_instance is None
    assert order.nodes["Cancelled"].triggered_by_event
    assert order.nodes["CancelCame"].is_interrupting is False
    assert order.nodes["PackStart"].is_interrupting is None
    assert order.nodes["Refund"].topic == "refund"


def test_flows(order: Model) -> None:
    assert order.flows["Yes"] == SequenceFlow(
        "Yes", "yes", "InStock", "Ship", "order", "Pack", condition="${ stock }"
    )
    assert order.flows["No"].is_default
    assert [flow.id for flow in order.outgoing("InStock")] == ["Yes", "No"]
    assert [flow.id for flow in order.incoming("Pack")] == ["ToPack"]


def test_names_are_one_line_and_fall_back_to_the_id(order: Model) -> None:
    assert order.name("Ordered") == "Order came in"
    assert order.name("Message_Cancel") == "OrderCancelled"
    assert order.name("PackStart") == "PackStart"
    assert order.name("unknown") == "unknown"


def test_a_nameless_flow_is_called_after_its_ends(order: Model) -> None:
    assert order.label("Yes") == "yes"
    assert order.label("ToPack") == "Order came in → Pack"
    assert order.label("Ship") == "Ship"


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<x", "m.bpmn is not well-formed XML: unclosed token: line 1, column 0"),
        ("<x/>", "m.bpmn is no BPMN 2.0 file: its root is x"),
        (
            '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>',
            "m.bpmn: a document type declaration (d) has no place in a model",
        ),
        (
            f'<definitions xmlns="{BPMN}"><process id="p"><task/></process></definitions>',
            "m.bpmn: a task has no id",
        ),
        (
            FLOW_WITHOUT_END,
            "m.bpmn: sequence flow F lacks an end",
        ),
    ],
)
def test_what_is_no_model_is_refused_with_its_place(xml: str, message: str) -> None:
    with pytest.raises(ModelError) as refused:
        Model.parse(xml, "m.bpmn")
    assert str(refused.value) == message


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: path.stem)
def test_nothing_of_a_shipped_model_is_overlooked(file: Path) -> None:
    """Every end of a flow is a node that was read, and every node named in a lane."""
    model = Model.read(file)
    root = ET.parse(file).getroot()
    assert len(model.flows) == len(list(root.iter(f"{{{BPMN}}}sequenceFlow")))
    ends = {flow.source for flow in model.flows.values()}
    ends |= {flow.target for flow in model.flows.values()}
    in_lanes = {str(each.text) for each in root.iter(f"{{{BPMN}}}flowNodeRef")}
    assert ends | in_lanes <= model.nodes.keys()
    assert {node.lane for node in model.nodes.values()} - {None}
