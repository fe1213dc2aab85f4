"""Every user task has a due date."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("每个用户任务都有到期时间。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Tasks that a list cannot sort by urgency and nobody calls overdue."""
    for file in project.models:
        for task in file.nodes("userTask"):
            if not file.attribute(task.id, "dueDate"):
                yield Flaw(
                    file,
                    task.id,
                    "没有到期时间。",
                    "填写到期时间，取自前面的工作者按时限表算出的变量，例如 ${dueReview}。",
                )
