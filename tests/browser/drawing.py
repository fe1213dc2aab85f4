"""A model drawn in the modelling library, step by step, as a designer would."""

from __future__ import annotations

from pathlib import Path

from tests.browser.modeler import Modeler
from workers.lint import Project
from workers.modeler import FOLDER

SMALL = Path(__file__).parent / "small_company"
BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    id="Definitions_Order" targetNamespace="http://bpmn.io/schema/bpmn"
    modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.24.0">
  <bpmn:process id="order-check" name="订单检查" isExecutable="true"
      camunda:versionTag="V1.0" camunda:historyTimeToLive="P30D">
    <bpmn:startEvent id="StartEvent_OrderPlaced" name="收到订单" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_Order">
    <bpmndi:BPMNPlane id="BPMNPlane_Order" bpmnElement="order-check">
      <bpmndi:BPMNShape id="StartEvent_OrderPlaced_di" bpmnElement="StartEvent_OrderPlaced">
        <dc:Bounds x="180" y="160" width="36" height="36" />
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def templates_of(project: Project) -> list[Path]:
    """The files of its templates."""
    return sorted((project.root / "bpmn" / FOLDER).glob("*.json"))


def draw_order_check(modeler: Modeler) -> None:
    """An order is checked by the worker, then looked at by a person."""
    modeler.draw(after="StartEvent_OrderPlaced", id="Task_CheckOrder", name="检查订单")
    modeler.draw(after="Task_CheckOrder", id="Task_Review", name="审核订单")
    modeler.draw(after="Task_Review", id="EndEvent_Done", name="完成", type="bpmn:EndEvent")
    modeler.apply("Task_CheckOrder", "sop.worker.order.check")
    modeler.apply("Task_Review", "sop.user-task")


def order_check(modeler: Modeler, project: Project) -> str:
    """The whole model, drawn with templates and plug-in: an order beyond the limit is looked at."""
    assert modeler.open(BLANK, templates_of(project)) == []
    draw_order_check(modeler)
    modeler.fill("Task_CheckOrder", {"amount": "${orderAmount}", "channel": "门店"})
    modeler.fill(
        "Task_Review",
        {
            "camunda:candidateGroups": "auditors",
            "camunda:formRef": "order-review",
            "camunda:dueDate": "${dueReview}",
        },
    )
    modeler.connect("Boundary_OverLimit", "Task_Review")
    return modeler.save()
