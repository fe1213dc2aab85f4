"""What a table answers is taken over output by output, into typed variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import text

_OUTPUT = re.compile(
    r"decisionResult(?:\.getSingleResult\(\)|\.singleResult|\.getFirstResult\(\)|\.firstResult)"
    r"(?:\.(\w+)|\[['\"](\w+)['\"]\]|\.get\(['\"](\w+)['\"]\))"
)


@rule("决策表的结果逐项取出，不整个存进变量。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Results stored as Java objects, outputs that no column gives, columns nobody takes over."""
    for file in project.models:
        for task in file.nodes("businessRuleTask"):
            decision = file.attribute(task.id, "decisionRef")
            if not decision:
                continue
            variable = file.attribute(task.id, "resultVariable")
            how = file.attribute(task.id, "mapDecisionResult") or "resultList"
            if variable and how != "singleEntry":
                yield Flaw(
                    file,
                    task.id,
                    f"把整个结果（{how}）存进变量 {variable}，引擎存的是 Java 对象，别处读不了。",
                    "删去结果变量，用输出参数逐项取：${decisionResult.getSingleResult().输出名}。",
                )
            taken = {
                next(filter(None, names))
                for each in file.extensions(task.id, "inputOutput/outputParameter")
                for names in _OUTPUT.findall(text(each))
            }
            table = project.tables_by_decision.get(decision)
            columns = {column.name for column in table.outputs(decision)} if table else set()
            for name in sorted(taken - columns) if columns else ():
                yield Flaw(
                    file,
                    task.id,
                    f"要取输出 {name}，但决策表 {decision} 没有这一列。",
                    f"改成它有的输出：{'、'.join(sorted(columns))}。",
                )
            for name in sorted(columns - taken) if taken else ():
                yield Flaw(
                    file,
                    task.id,
                    f"决策表 {decision} 的输出 {name} 没有取出。",
                    f"加输出参数 {name}，或从表中删去这一列。",
                )
