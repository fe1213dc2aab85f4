"""Every BPMN error that a handler may raise is caught."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.catching import EVERY, caught_errors


@rule("工作者可能抛出的每个业务错误，模型都接住。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Errors without a boundary event or an event sub-process: the path just ends there."""
    for file in project.models:
        caught = caught_errors(file.root)
        for task, topic in file.external_tasks():
            handler = (project.handlers or {}).get(topic)
            for error in handler.errors if handler else ():
                if not {error.code, EVERY} & caught[task.id]:
                    yield Flaw(
                        file,
                        task.id,
                        f"工作者 {topic} 可能抛出错误 {error.code}（{error.label}），"
                        "没有事件接住它。",
                        f"在任务边上加错误边界事件，错误代码 {error.code}，并画出后续处理。",
                    )
