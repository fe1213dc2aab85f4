"""Every user task is given to a group, never to a named person."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("每个用户任务都交给岗位组，不指名到人。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Tasks that nobody sees, and tasks that wait for one person's return."""
    for file in project.models:
        for task in file.nodes("userTask"):
            person = file.attribute(task.id, "assignee")
            people = file.attribute(task.id, "candidateUsers")
            named = next(
                (each for each in (person, people) if each and not is_expression(each)), ""
            )
            if named:
                yield Flaw(
                    file,
                    task.id,
                    f"任务指名给 {named}，此人不在时没有人能办。",
                    "删去指名的人，填写候选组。",
                )
            elif not (person or people or file.attribute(task.id, "candidateGroups")):
                yield Flaw(
                    file,
                    task.id,
                    "没有写候选组，没有人看得到这个任务。",
                    "填写候选组（岗位组的标识）。",
                )
