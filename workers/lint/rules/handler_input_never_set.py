"""An input that a handler could use is set at one of its tasks at least."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.dataflow import ANY


@rule("工作者可选的输入，至少在一处有人写入。", Kind.UPKEEP, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Optional inputs that nothing sets at any task of the topic: a misspelt name?"""
    tasks = [
        (file, task, topic) for file in project.models for task, topic in file.external_tasks()
    ]
    set_somewhere: dict[str, set[str]] = {}
    for file, task, topic in tasks:
        set_somewhere.setdefault(topic, set()).update(project.flow(file).at(task.id))
    for file, task, topic in tasks:
        handler = (project.handlers or {}).get(topic)
        if handler is None:
            continue
        known = set_somewhere[topic] | {*handler.output.names(), *handler.input.parameters()}
        for name, field in handler.input.model_fields.items():
            variable = field.alias or name
            if not field.is_required() and not {variable, ANY} & known:
                yield Flaw(
                    file,
                    task.id,
                    f"工作者 {topic} 会读变量 {variable}，但在它的任何任务之前都没有步骤写入。",
                    "核对变量名的拼写；确实不需要时，请开发人员从工作者中删去。",
                )
