"""No shape lies upon another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode

_SLACK = 1.0


@rule("图形互不重叠。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Nodes of one scope that overlap; border events belong upon the border of their activity."""
    for file in project.models:
        for plane in file.diagram.planes:
            drawn = [node for node in file.model.nodes.values() if node.id in plane.shapes]
            for one, other in combinations(drawn, 2):
                if _belong_together(file, one, other):
                    continue
                if plane.shapes[one.id].shrunk(_SLACK).meets(plane.shapes[other.id]):
                    yield Flaw(
                        file,
                        other.id,
                        f"与「{file.model.name(one.id)}」重叠。",
                        "把两个图形移开。",
                    )


def _belong_together(file: ModelFile, one: FlowNode, other: FlowNode) -> bool:
    """Whether one holds the other, by scope or on its border."""
    return (
        one.id in _around(file, other)
        or other.id in _around(file, one)
        or (one.attached_to is not None and one.attached_to in {other.id, other.parent_id})
        or (other.attached_to is not None and other.attached_to in {one.id, one.parent_id})
    )


def _around(file: ModelFile, node: FlowNode) -> set[str]:
    found = set()
    while node.parent_id in file.model.nodes:
        node = file.model.nodes[node.parent_id]
        found.add(node.id)
    return found
