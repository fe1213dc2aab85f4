"""A step with a limit has a timer that wakes before and after it."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode


@rule("有时限的步骤带时限节点的定时器。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """User tasks with a due date that nothing watches, on them or on a scope around them."""
    for file in project.models:
        for task in file.nodes("userTask"):
            timers = _timers(file, task.id)
            if not file.attribute(task.id, "dueDate") or not all(
                each.cancel_activity for each in timers
            ):
                continue
            problem = (
                "定时器会中断任务：到时任务就没有了，经办人得不到提醒。"
                if timers
                else "有到期时间，但没有定时器：逾期时没有人得到提醒。"
            )
            yield Flaw(
                file,
                task.id,
                problem,
                "在任务边上加不中断的定时器边界事件，时间用工作者算出的变量，例如 ${rungsReview}。",
            )


def _timers(file: ModelFile, node: str) -> list[FlowNode]:
    """The timers on the border of a step and of the scopes around it."""
    found: list[FlowNode] = []
    while node in file.model.nodes:
        found += [each for each in file.model.boundary_events(node) if "timer" in each.events]
        node = file.model.nodes[node].parent_id
    return found
