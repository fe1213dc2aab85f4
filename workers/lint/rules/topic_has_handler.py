"""Every topic of an external task has a handler."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule


@rule("每个外部任务的主题都有工作者。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Topics that nobody serves: a case stops at the task for ever."""
    known = project.handlers or {}
    for file in project.models:
        for task, topic in file.external_tasks():
            if topic in known:
                continue
            near = get_close_matches(topic, known, 1)
            hint = f"是不是 {near[0]}？" if near else f"现有主题：{'、'.join(sorted(known))}。"
            yield Flaw(
                file,
                task.id,
                f"主题 {topic} 没有工作者，案件会停在这一步。",
                f"改成现有的主题，{hint}",
            )
