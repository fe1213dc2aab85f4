"""Every timer takes its time from a limit that a worker reckoned, and watches the step of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.expression import is_expression
from workers.lint.iso_time import is_understood
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_RUNGS = re.compile(r"[$#]\{\s*rungs(\w+)\s*\}")
_DUE = re.compile(r"[$#]\{\s*due(\w+)\s*\}")


@rule("每个定时器的时间取自时限表，并守着那个时限的步骤。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Times written into the model, and rungs of another limit than the step's own.

    A process that begins by the clock has no worker before it, so its timer may say when.
    """
    for file in project.models:
        for node in file.nodes():
            begins_process = node.type == "startEvent" and node.parent_id == node.process_id
            if node.timer is None or begins_process:
                continue
            written_out = not is_expression(node.timer.text)
            if written_out and is_understood(node.timer.kind, node.timer.text):
                yield Flaw(
                    file,
                    node.id,
                    f"时间 {node.timer.text} 写死在模型里。",
                    "由工作者按时限表算出，写进变量，这里用变量。",
                )
            rungs = _RUNGS.fullmatch(node.timer.text)
            if rungs is None or not node.attached_to:
                continue
            limits = _limits(file, node.attached_to)
            if limits and rungs.group(1) not in limits:
                yield Flaw(
                    file,
                    node.id,
                    f"定时器用 rungs{rungs.group(1)}，步骤的到期时间却是"
                    f"{'、'.join(f' due{each}' for each in sorted(limits))}。",
                    "两处用同一个时限的变量。",
                )


def _limits(file: ModelFile, host: str) -> set[str]:
    """The limits of a step, or of the steps in a scope."""
    found = set()
    for task in file.nodes("userTask"):
        level = task.id
        while level in file.model.nodes:
            due = _DUE.fullmatch(file.attribute(task.id, "dueDate"))
            if level == host and due:
                found.add(due.group(1))
            level = file.model.nodes[level].parent_id
    return found
