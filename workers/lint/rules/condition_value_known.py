"""A condition compares with values that the table, worker or form behind the variable can give."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.lint.unary_test import texts
from workers.models.xml import text

_COMPARED = re.compile(r"\b([A-Za-z_]\w*)\s*(?:==|!=|\beq\b|\bne\b)\s*(?:'([^']*)'|\"([^\"]*)\")")
_MAPPED = re.compile(r"\$\{decisionResult\.(?:getSingleResult\(\)|singleResult)\.(\w+)\}")


@rule("条件比较的值，是变量可能取的值。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Misspelt values in conditions, where everything that writes the variable is known."""
    for file in project.models:
        possible = _values(project, file)
        running = {each.id for each in file.processes}
        for flow in file.model.flows.values():
            if flow.process_id not in running:
                continue
            for name, single, double in _COMPARED.findall(flow.condition or ""):
                value = single or double
                values = possible.get(name)
                if values and value not in values:
                    near = get_close_matches(value, values, 1)
                    hint = (
                        f"是不是“{near[0]}”？"
                        if near
                        else f"现有的值：{'、'.join(sorted(values))}。"
                    )
                    yield Flaw(
                        file,
                        flow.id,
                        f"条件把 {name} 与“{value}”比较，但它从不取这个值。",
                        f"核对拼写，{hint}",
                    )


def _values(project: Project, file: ModelFile) -> dict[str, set[str] | None]:
    """Variable → the texts that it may have; ``None`` where that is open."""
    found: dict[str, set[str] | None] = {}

    def add(name: str, values: set[str] | None) -> None:
        known = found.get(name, set())
        found[name] = None if values is None or known is None else known | values

    flow = project.flow(file)
    for node in file.nodes():
        told: dict[str, set[str] | None] = {}
        form = project.forms_by_id.get(file.attribute(node.id, "formRef"))
        for field in form.fields if form else ():
            told[field.key] = set(field.choices) or None
        handler = (project.handlers or {}).get(node.topic or "")
        for name, declared in handler.output.model_fields.items() if handler else ():
            told[declared.alias or name] = _literals(declared.annotation)
        decision = file.attribute(node.id, "decisionRef")
        table = project.tables_by_decision.get(decision)
        for each in file.extensions(node.id, "inputOutput/outputParameter"):
            mapped = _MAPPED.fullmatch(text(each))
            cells = table.answers(decision, mapped.group(1)) if table and mapped else ()
            if cells:
                told[str(each.get("name"))] = {one for cell in cells for one in texts(cell)} or None
        for name in flow.work(node.id) | flow.handed_out(node.id):
            add(name, told.get(name))
    return found


# Any: a type annotation.
def _literals(annotation: Any) -> set[str] | None:
    """The texts of a Literal; one that only ever clears a variable adds none."""
    if annotation is type(None):
        return set()
    if typing.get_origin(annotation) is typing.Literal:
        return set(map(str, typing.get_args(annotation)))
    members = [_literals(each) for each in typing.get_args(annotation)]
    if not members or any(each is None for each in members):
        return None
    return {value for each in members if each is not None for value in each}
