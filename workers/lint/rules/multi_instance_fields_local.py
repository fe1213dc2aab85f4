"""Where several people fill a form at once, what each fills stays with each."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode


@rule("多实例里的表单字段是局部变量。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Fields that one person's answer would overwrite for all others."""
    for file in project.models:
        for task in file.nodes("userTask"):
            form = project.forms_by_id.get(file.attribute(task.id, "formRef"))
            branch = _branch(file, task)
            if form is None or not any(each.multi_instance for each in branch):
                continue
            kept: set[str] = set()
            turn = "几个人同时"
            for scope in branch:
                kept |= {
                    str(each.get("name"))
                    for each in file.extensions(scope.id, "inputOutput/inputParameter")
                }
                if scope.multi_instance:
                    turn = "几个人先后" if scope.multi_instance == "sequential" else turn
                    break
            for name in sorted(form.keys - kept):
                yield Flaw(
                    file,
                    task.id,
                    f"{turn}填表单 {form.id}，字段 {name} 会被后交的人覆盖。",
                    f"在多实例的活动上加空的输入参数 {name}，使它成为局部变量。",
                )


def _branch(file: ModelFile, node: FlowNode) -> list[FlowNode]:
    """The node and the sub-processes around it, the innermost first."""
    found = [node]
    while found[-1].parent_id in file.model.nodes:
        found.append(file.model.nodes[found[-1].parent_id])
    return found
