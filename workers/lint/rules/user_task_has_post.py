"""Every user task says which post does it, and means the group that it is given to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_POST = re.compile(r"^\s*岗位[：:]\s*(\S.*)$", re.MULTILINE)


@rule("每个用户任务的说明写明岗位，并与候选组一致。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Documentation without a line 岗位：…, or one that speaks of another post than the group."""
    for file in project.models:
        for task in file.nodes("userTask"):
            post = _POST.search(file.documentation(task.id))
            if post is None:
                yield Flaw(
                    file,
                    task.id,
                    "说明里没有写岗位。",
                    "在“文档”中写一行，例如“岗位：客服专员。”。",
                )
                continue
            groups = file.attribute(task.id, "candidateGroups")
            if is_expression(groups) or project.groups is None:
                continue
            names = [project.groups.get(each.strip(), "") for each in groups.split(",")]
            strange = [each for each in names if each and each not in post.group(1)]
            if strange:
                yield Flaw(
                    file,
                    task.id,
                    f"说明写的岗位是“{post.group(1).strip()}”，任务却交给{'、'.join(strange)}。",
                    "改候选组或改说明，使两者一致。",
                )
