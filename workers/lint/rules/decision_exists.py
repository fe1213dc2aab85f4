"""Every decision that a model names is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("引用的决策表都存在，并与流程放在一起。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Decisions that no table holds, and such that another procedure's deployment holds."""
    known = project.tables_by_decision
    for file in project.models:
        for task in file.nodes("businessRuleTask"):
            decision = file.attribute(task.id, "decisionRef")
            if not decision or is_expression(decision) or decision in project.unreadable_stems:
                continue
            if decision not in known:
                near = get_close_matches(decision, known, 1)
                hint = f"是不是 {near[0]}？" if near else "或新建这张表。"
                yield Flaw(file, task.id, f"决策 {decision} 不存在。", f"核对标识的拼写，{hint}")
            elif (
                file.attribute(task.id, "decisionRefBinding") == "deployment"
                and known[decision].folder != file.folder
            ):
                yield Flaw(
                    file,
                    task.id,
                    f"决策 {decision} 在 {known[decision].folder}，不会与这个流程一起部署。",
                    f"把它的文件放进 {file.folder}。",
                )
