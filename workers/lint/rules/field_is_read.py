"""What people fill in is read by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import unescape

from workers.lint.expression import feel_names, juel_names
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.bpmn import FlowNode
from workers.models.xml import text

_CODE: Final = ("class", "delegateExpression", "expression")


@rule("表单填的每一项，都有人读。", Kind.UPKEEP, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Fields that no worker, expression, table or other form reads: a misspelt key?"""
    read_in = {file.path: _read(project, file) for file in project.models}
    for form in project.forms:
        # A form of several processes is read where any of them reads it.
        known = [read_in[file.path] for file in project.models if _uses(file, form.id)]
        if not known or any(each is None for each in known):
            continue
        read = set().union(*(each for each in known if each is not None))
        for field in form.fields:
            if not field.fixed and field.key not in read:
                yield Flaw(
                    form,
                    field.key,
                    f"填了 {field.key} 也没有工作者、条件、决策表或别的表单读它。",
                    "核对字段的键；确实不需要时，从表单中删去。",
                )


def _uses(file: ModelFile, form: str) -> bool:
    steps = file.nodes("userTask", "startEvent")
    return any(file.attribute(node.id, "formRef") == form for node in steps)


def _read(project: Project, file: ModelFile) -> set[str] | None:
    """Every name that a process reads; ``None`` where Java or a script may read any."""
    procedure = project.procedure_of(file)
    read = set(procedure.record) if procedure else set()
    handlers = project.handlers or {}
    for node in file.nodes():
        code = (file.attribute(node.id, each) for each in _CODE)
        handler = handlers.get(node.topic or "")
        if node.type == "scriptTask" or any(code) or (node.topic and handler is None):
            return None
        read |= set(handler.input.names()) if handler else set()
        read |= _asked(project, file, node)
        read |= juel_names(unescape(file.text_of(node.id)))
        read |= {str(each.get("source")) for each in file.extensions(node.id, "in")}
        # Parameters such as `verdicts` list the fields that a general topic looks at.
        for each in file.extensions(node.id, "inputOutput/inputParameter"):
            read |= {word.strip() for word in text(each).split(",")}
        form = project.forms_by_id.get(file.attribute(node.id, "formRef"))
        read |= form.shown if form else set()
    for flow in file.model.flows.values():
        read |= juel_names(flow.condition or "")
    return read


def _asked(project: Project, file: ModelFile, node: FlowNode) -> set[str]:
    """What the tables of a step's file ask."""
    table = project.tables_by_decision.get(file.attribute(node.id, "decisionRef"))
    return {
        name
        for decision in (table.decisions if table else ())
        for column in (table.inputs(decision) if table else ())
        for name in feel_names(column.expression)
    }
