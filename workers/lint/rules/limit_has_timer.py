"""A step with a limit has a timer that wakes before and after it."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("有时限的步骤带时限节点的定时器。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """User tasks with a due date that nothing watches, on them or on a scope around them."""
    for file in project.models:
        for task in file.nodes("userTask"):
            if file.attribute(task.id, "dueDate") and not _watched(file, task.id):
                yield Flaw(
                    file,
                    task.id,
                    "有到期时间，但没有定时器：逾期时没有人得到提醒。",
                    "在任务边上加不中断的定时器边界事件，时间用工作者算出的变量，"
                    "例如 ${rungsReview}。",
                )


def _watched(file: ModelFile, node: str) -> bool:
    while node in file.model.nodes:
        events = file.model.boundary_events(node)
        if any("timer" in each.events and not each.cancel_activity for each in events):
            return True
        node = file.model.nodes[node].parent_id
    return False
