"""No flow runs through a shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from workers.lint.geometry import Box, Point
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode

_SLACK = 2.0


@rule("流不穿过图形。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Flows that cross a node which is neither their end nor the scope around them."""
    for file in project.models:
        for plane in file.diagram.planes:
            for flow in file.model.flows.values():
                points = plane.edges.get(flow.id, ())
                ends = {flow.source, flow.target}
                for node in file.model.nodes.values():
                    shape = plane.shapes.get(node.id)
                    if shape is None or not _crosses(points, shape.shrunk(_SLACK)):
                        continue
                    if ends.isdisjoint(_holds(file, node)):
                        problem = f"穿过「{file.model.name(node.id)}」。"
                        yield Flaw(file, flow.id, problem, "把流绕开这个图形。")


def _crosses(points: Sequence[Point], box: Box) -> bool:
    return any(box.crossed_by(start, end) for start, end in pairwise(points))


def _holds(file: ModelFile, node: FlowNode) -> set[str]:
    """The node, what sits on its border, and everything in it."""
    inside = {node.id} | {each.id for each in file.model.boundary_events(node.id)}
    if node.attached_to:
        inside.add(node.attached_to)
    for each in file.model.nodes.values():
        level = each
        while level.parent_id in file.model.nodes:
            level = file.model.nodes[level.parent_id]
            if level.id == node.id:
                inside.add(each.id)
    return inside
