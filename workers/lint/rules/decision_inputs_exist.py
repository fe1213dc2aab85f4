"""What a table asks is set before the step that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import feel_names
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.lint.table_file import TableFile
from workers.models.dataflow import ANY


@rule("决策表要的输入，此前已写入。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Inputs that nothing may have set: the table answers as if they were empty."""
    for file in project.models:
        for task in file.nodes("businessRuleTask"):
            decision = file.attribute(task.id, "decisionRef")
            table = project.tables_by_decision.get(decision)
            known = project.flow(file).at(task.id)
            if table is None or ANY in known:
                continue
            for name, of in sorted(_asked(table, decision).items()):
                if name not in known:
                    near = get_close_matches(name, known, 1)
                    hint = f"是不是 {near[0]}？" if near else "或在前面的步骤中写入它。"
                    yield Flaw(
                        file,
                        task.id,
                        f"决策表 {of} 要输入 {name}，但此前没有任何步骤写入它。",
                        f"核对变量名的拼写，{hint}",
                    )


def _asked(table: TableFile, decision: str) -> dict[str, str]:
    """Names that a decision and those that it needs read from outside, with who asks."""
    asked: dict[str, str] = {}
    answered: set[str] = set()
    waiting, seen = [decision], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in table.decisions:
            continue
        seen.add(one)
        for column in table.inputs(one):
            for name in feel_names(column.expression):
                asked[name] = one
        for required in table.decisions[one].requires:
            waiting.append(required)
            answered.add(required)
            if required in table.decisions:
                answered |= {column.name for column in table.outputs(required)}
    return {name: of for name, of in asked.items() if name not in answered}
