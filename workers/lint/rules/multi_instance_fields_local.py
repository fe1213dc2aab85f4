"""Where several people fill a form at once, what each fills stays with each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from workers.lint.branches import TOGETHER, branches, forks
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode


@rule("几个人同时填的表单字段是局部变量。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Fields that one person's answer would overwrite for the others."""
    for file in project.models:
        for task in file.nodes("userTask"):
            loop = next((each for each in _branch(file, task) if each.multi_instance), None)
            if loop is None:
                continue
            turn = "先后" if loop.multi_instance == "sequential" else "同时"
            for name in sorted(_shared(project, file, task, loop.id)):
                yield Flaw(
                    file,
                    task.id,
                    f"几个人{turn}填这张表单，字段 {name} 会被后交的人覆盖。",
                    f"在多实例的活动上加空的输入参数 {name}，使它成为局部变量。",
                )
        yield from _side_by_side(project, file)


def _side_by_side(project: Project, file: ModelFile) -> Iterator[Flaw]:
    """Steps in different branches of a fork that write the same variable."""
    said: set[tuple[str, str]] = set()
    for fork in forks(file.model, *TOGETHER):
        ways = branches(file.model, fork)
        written = [
            {
                name: task.id
                for task in file.nodes("userTask")
                if task.id in way and sum(task.id in other for other in ways) == 1
                for name in _shared(project, file, task, "")
            }
            for way in ways
        ]
        for one, other in combinations(written, 2):
            for name in sorted(set(one) & set(other)):
                for task, beside in ((one[name], other[name]), (other[name], one[name])):
                    if (task, name) in said:
                        continue
                    said.add((task, name))
                    yield Flaw(
                        file,
                        task,
                        f"与「{file.model.name(beside)}」同时进行，字段 {name} 会互相覆盖。",
                        f"在两个任务上各加空的输入参数 {name}，再用输出参数各取各的名字。",
                    )


def _shared(project: Project, file: ModelFile, task: FlowNode, loop: str) -> frozenset[str]:
    """Fields of a step's form that get out of it, or out of the loop around it."""
    form = project.forms_by_id.get(file.attribute(task.id, "formRef"))
    if form is None:
        return frozenset()
    kept: set[str] = set()
    for scope in _branch(file, task):
        kept |= {
            str(each.get("name"))
            for each in file.extensions(scope.id, "inputOutput/inputParameter")
        }
        if scope.id == loop:
            break
    return form.keys - kept


def _branch(file: ModelFile, node: FlowNode) -> list[FlowNode]:
    """The node and the sub-processes around it, the innermost first."""
    found = [node]
    while found[-1].parent_id in file.model.nodes:
        found.append(file.model.nodes[found[-1].parent_id])
    return found
