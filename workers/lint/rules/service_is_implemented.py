"""Every service, send and business rule task says what does its work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import bpmn, camunda

_WAYS: Final = ("class", "delegateExpression", "expression", "decisionRef", "caseRef")
_TASKS: Final = ("serviceTask", "sendTask", "businessRuleTask")


@rule("每个服务、发送和业务规则任务都写明由谁来做。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Tasks without implementation, which the engine refuses, and external ones without topic."""
    for file in project.models:
        for task in file.nodes(*_TASKS):
            if file.attribute(task.id, "type") == "external":
                if not task.topic:
                    yield Flaw(file, task.id, "外部任务没有主题。", "选一个工作者的主题。")
                continue
            element = file.elements[task.id]
            named = any(file.attribute(task.id, way) for way in _WAYS)
            built_in = file.attribute(task.id, "type")
            connector = element.find(f"{bpmn('extensionElements')}/{camunda('connector')}")
            # A send task may name the operation of a web service instead.
            if not (named or built_in or connector is not None or element.get("operationRef")):
                yield Flaw(
                    file,
                    task.id,
                    "没有写由谁来做，引擎会拒绝部署。",
                    "实现方式选“外部”，并填写工作者的主题；业务规则任务填写决策表。",
                )
