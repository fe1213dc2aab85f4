"""What a handler cannot do without is set on every path that reaches its task."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.dataflow import ANY

_SHOWN = 6


@rule("工作者必需的输入，在通向它的每条路上都已写入。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Required inputs that nothing sets, or that one path leaves unset."""
    for file in project.models:
        for task, topic in file.external_tasks():
            handler = (project.handlers or {}).get(topic)
            if handler is None:
                continue
            possible = project.flow(file).at(task.id)
            for name, field in handler.input.model_fields.items():
                variable = field.alias or name
                if not field.is_required():
                    continue
                if not {variable, ANY} & possible:
                    yield Flaw(
                        file,
                        task.id,
                        f"工作者 {topic} 必需变量 {variable}，但此前没有任何步骤写入它。",
                        "在前面的表单、工作者或决策表中写入它，或用输入参数给出；核对变量名的拼写。",
                    )
                elif not project.definite(file).is_set(variable, task.id):
                    yield Flaw(
                        file,
                        task.id,
                        f"工作者 {topic} 必需变量 {variable}，但有一条路没有写入它："
                        f"{_way(project, file, variable, task.id)}。",
                        "在这条路上写入它，或用输入参数给出。",
                    )


def _way(project: Project, file: ModelFile, variable: str, task: str) -> str:
    steps = project.definite(file).way_without(variable, task)
    names = [file.model.name(each) for each in steps]
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN // 2], "…", *names[-(_SHOWN // 2) :]]
    return " → ".join(names)
