"""The smallest models that show one thing each, without any business."""

from __future__ import annotations

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://test" id="D">
"""


def process(key: str, *elements: str, version_tag: str = "") -> str:
    """A process of these elements, which connect themselves."""
    tag = f' camunda:versionTag="{version_tag}"' if version_tag else ""
    body = "\n".join(elements)
    return (
        f'{_HEAD}<bpmn:process id="{key}" isExecutable="true"{tag} '
        f'camunda:historyTimeToLive="1">\n{body}\n</bpmn:process></bpmn:definitions>'
    )


def work(topic: str, *, properties: dict[str, str] | None = None, priority: str = "") -> str:
    """Start → one external task → a user task that keeps the instance and its variables."""
    kept = "".join(
        f'<camunda:property name="{name}" value="{value}"/>'
        for name, value in (properties or {}).items()
    )
    extension = (
        f"<bpmn:extensionElements><camunda:properties>{kept}</camunda:properties>"
        "</bpmn:extensionElements>"
        if kept
        else ""
    )
    prior = f' camunda:taskPriority="{priority}"' if priority else ""
    return f"""
<bpmn:startEvent id="Start"/>
<bpmn:sequenceFlow id="f1" sourceRef="Start" targetRef="Work"/>
<bpmn:serviceTask id="Work" camunda:type="external" camunda:topic="{topic}"{prior}>{extension}
</bpmn:serviceTask>
<bpmn:sequenceFlow id="f2" sourceRef="Work" targetRef="Rest"/>
<bpmn:userTask id="Rest"/>"""


def caught(code: str) -> str:
    """A boundary event on the task of :func:`work` that catches one BPMN error."""
    return f"""
<bpmn:boundaryEvent id="Caught" attachedToRef="Work">
<bpmn:errorEventDefinition id="E" errorRef="Err"/></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f3" sourceRef="Caught" targetRef="Instead"/>
<bpmn:userTask id="Instead"/></bpmn:process>
<bpmn:error id="Err" errorCode="{code}"/><bpmn:process id="Empty_{code}">"""
