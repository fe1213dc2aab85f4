"""What a step hands to its worker is what the worker reads."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule


@rule("任务的输入参数，它的工作者都会读。", Kind.UPKEEP, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Input parameters of worker tasks that the handler does not take: another topic, a slip?"""
    for file in project.models:
        for task, topic in file.external_tasks():
            handler = (project.handlers or {}).get(topic)
            if handler is None:
                continue
            known = handler.input.names()
            # What the task's own parameters and listeners read is read, too.
            around = file.text_of(task.id)
            for each in file.extensions(task.id, "inputOutput/inputParameter"):
                name = str(each.get("name"))
                if name in known or around.count(name) > 1:
                    continue
                near = get_close_matches(name, known, 1)
                hint = f"是不是 {near[0]}？" if near else "或删去这个参数。"
                yield Flaw(
                    file,
                    task.id,
                    f"输入参数 {name} 工作者 {topic} 不读：主题或参数名可能写错。",
                    f"核对主题和参数名，{hint}",
                )
