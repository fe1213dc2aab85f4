"""Every group that work is given to exists, whether it is named or decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.unary_test import texts
from workers.models.xml import text

_VARIABLE = re.compile(r"[$#]\{\s*(\w+)\s*\}")
_MAPPED = re.compile(r"\$\{decisionResult\.(?:getSingleResult\(\)|singleResult)\.(\w+)\}")


@rule("任务给的岗位组都存在，由决策表选定的也一样。", Kind.FAULT, Needs.IDENTITY)
def look(project: Project) -> Iterator[Flaw]:
    """Groups that the identity file does not have: nobody sees the task."""
    for file in project.models:
        starters = {
            process.id: file.attribute(process.id, "candidateStarterGroups")
            for process in file.processes
        }
        given = {
            task.id: file.attribute(task.id, "candidateGroups") for task in file.nodes("userTask")
        }
        for element, groups in {**starters, **given}.items():
            if not is_expression(groups):
                for group in filter(None, map(str.strip, groups.split(","))):
                    yield from _unknown(project, file, element, group, "")
                continue
            variable = _VARIABLE.fullmatch(groups)
            if variable:
                yield from _decided(project, file, element, variable.group(1))


def _unknown(
    project: Project, file: ModelFile, element: str, group: str, source: str
) -> Iterator[Flaw]:
    known = project.groups or {}
    if group not in known:
        near = get_close_matches(group, known, 1)
        hint = f"是不是 {near[0]}（{known[near[0]]}）？" if near else "或把它加进岗位组名单。"
        yield Flaw(
            file, element, f"{source}岗位组 {group} 不存在，没有人看得到任务。", f"核对拼写，{hint}"
        )


def _decided(project: Project, file: ModelFile, element: str, variable: str) -> Iterator[Flaw]:
    """The groups that a table may answer for a variable."""
    for task in file.nodes("businessRuleTask"):
        decision = file.attribute(task.id, "decisionRef")
        table = project.tables_by_decision.get(decision)
        for each in file.extensions(task.id, "inputOutput/outputParameter"):
            mapped = _MAPPED.fullmatch(text(each))
            if table is None or mapped is None or each.get("name") != variable:
                continue
            cells = table.answers(decision, mapped.group(1))
            answers = {answer for cell in cells for answer in texts(cell)}
            for answer in sorted(answers):
                for group in filter(None, map(str.strip, answer.split(","))):
                    yield from _unknown(project, file, element, group, f"决策表 {decision} 选定的")
