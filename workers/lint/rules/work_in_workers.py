"""Work is done by workers and rules stand in tables: no script, no Java, no connector."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import bpmn, camunda, split

_JAVA = ("class", "delegateExpression")
_LISTENERS = ("executionListener", "taskListener")
_TASKS = ("serviceTask", "sendTask", "businessRuleTask")


@rule("活由工作者来做：模型里没有脚本、Java 类和连接器。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Scripts, Java classes, delegates, method calls and connectors of tasks and listeners."""
    for file in project.models:
        for node in file.nodes():
            for problem in sorted(set(_problems(file.elements[node.id], node.type))):
                yield Flaw(
                    file,
                    node.id,
                    problem,
                    "改为外部任务，由工作者来做；判断规则写进决策表。",
                )


def _problems(element: Element, kind: str) -> Iterator[str]:
    if kind == "scriptTask":
        yield "用脚本做事。"
    for name in _JAVA:
        if element.get(camunda(name)):
            yield f"用 Java 做事（{element.get(camunda(name))}），这里的引擎没有它。"
    if kind in _TASKS and element.get(camunda("expression")):
        yield f"用表达式做事（{element.get(camunda('expression'))}）。"
    for extension in element.iterfind(bpmn("extensionElements")):
        for each in extension.iter():
            name = split(each.tag)[1]
            if name == "script":
                yield "带有脚本。"
            elif name == "connector":
                yield "用连接器做事，这里的引擎没有装连接器。"
            elif name in _LISTENERS:
                java = each.get("class") or each.get("delegateExpression")
                if java:
                    yield f"监听器用 Java 做事（{java}），这里的引擎没有它。"
