"""Every variable that an expression of a model reads is set by something before."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final
from xml.etree.ElementTree import Element

from workers.lint.expression import juel_names
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode
from workers.models.dataflow import ANY
from workers.models.xml import bpmn, camunda, split, text

_BEFORE: Final = ("dueDate", "followUpDate", "candidateGroups", "candidateUsers", "assignee")
_ALSO_BEFORE: Final = ("priority", "taskPriority", "topic", "decisionRef", "calledElement")
_RESULTS: Final = frozenset({"decisionResult"})


@rule("表达式里的每个变量，此前都有步骤写入。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Names that nothing may have set: the engine fails there, or decides on nothing."""
    for file in project.models:
        for node in file.nodes():
            before = project.flow(file).at(node.id)
            for place, expression in _read_before(file.elements[node.id]):
                yield from _unknown(file, node.id, place, expression, before)
            after = before | _after(project, file, node)
            has_form = file.attribute(node.id, "formRef") in project.forms_by_id
            for place, expression in _read_after(file, node, gives_out=not has_form):
                yield from _unknown(file, node.id, place, expression, after)
            for flow in file.model.outgoing(node.id):
                known = before | _after(project, file, node) if node.topic else before
                known |= project.flow(file).handed_out(node.id) | project.flow(file).work(node.id)
                yield from _unknown(file, flow.id, "条件", flow.condition or "", known)


def _unknown(
    file: ModelFile, element: str, place: str, expression: str, known: frozenset[str]
) -> Iterator[Flaw]:
    if ANY in known:
        return
    for name in sorted(juel_names(expression) - known - _RESULTS):
        near = get_close_matches(name, known, 1)
        hint = f"是不是 {near[0]}？" if near else "或在前面的步骤中写入它。"
        yield Flaw(
            file,
            element,
            f"{place}读变量 {name}，但此前没有任何步骤写入它。",
            f"核对变量名的拼写，{hint}",
        )


def _after(project: Project, file: ModelFile, node: FlowNode) -> frozenset[str]:
    """What the work of a node adds, for what is read when it ends."""
    flow = project.flow(file)
    inside = {each.id for each in file.model.nodes.values() if each.parent_id == node.id}
    within = frozenset().union(*(flow.work(each) | flow.handed_out(each) for each in inside))
    return flow.work(node.id) | flow.local(node.id) | within


def _read_before(element: Element) -> Iterator[tuple[str, str]]:
    """What the engine works out when it reaches an element."""
    for name in (*_BEFORE, *_ALSO_BEFORE):
        yield f"属性 {name} ", element.get(camunda(name)) or ""
    loop = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if loop is not None:
        yield "多实例的集合", loop.get(camunda("collection")) or ""
    for definition in element:
        if split(definition.tag)[1] == "timerEventDefinition":
            for each in definition:
                yield "定时器", text(each)
    for each in element.iterfind(f"{bpmn('extensionElements')}/*"):
        if split(each.tag)[1] == "taskListener" and each.get("event") == "create":
            yield "监听器", each.get("expression") or ""
        elif split(each.tag)[1] == "in":
            source = each.get("source")
            yield "传给被调用流程的值", f"${{{source}}}" if source else ""
            yield "传给被调用流程的值", each.get("sourceExpression") or ""


def _read_after(file: ModelFile, node: FlowNode, *, gives_out: bool) -> Iterator[tuple[str, str]]:
    """What it works out when the element's own variables are there, too.

    What a step with a form gives out is looked at by a rule of its own.
    """
    for each in file.extensions(node.id, "inputOutput/inputParameter"):
        # A parameter that hands a variable on under its own name reads the one outside.
        if juel_names(text(each)) != {str(each.get("name"))}:
            yield f"输入参数 {each.get('name')} ", text(each)
    for each in file.extensions(node.id, "inputOutput/outputParameter") if gives_out else ():
        yield f"输出参数 {each.get('name')} ", text(each)
