"""A model has no more nodes than one can take in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_MOST_NODES: Final = 25
"""Flow nodes of a process, border events not counted (design §3)."""


@rule("一个模型不超过 25 个节点。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Processes with more than 25 flow nodes; those in sub-processes count, too."""
    for file in project.models:
        for process in file.processes:
            count = sum(
                node.process_id == process.id
                for node in file.nodes()
                if node.type != "boundaryEvent"
            )
            if count > _MOST_NODES:
                yield Flaw(
                    file,
                    process.id,
                    f"有 {count} 个节点，一眼看不完。",
                    "把自成一段的部分（审批、补料、催办……）做成被调用的流程，"
                    f"每个不超过 {_MOST_NODES} 个节点。",
                )
