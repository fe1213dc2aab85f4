"""Flows begin and end at the borders of what they join."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_SLACK = 6.0


@rule("流的两端接在图形的边上。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Flows with an end in the air, or deep inside a shape."""
    for file in project.models:
        for plane in file.diagram.planes:
            for flow in file.model.flows.values():
                points = plane.edges.get(flow.id)
                if not points:
                    continue
                for node, point in ((flow.source, points[0]), (flow.target, points[-1])):
                    shape = plane.shapes.get(node)
                    if shape is None:
                        continue
                    inside = shape.shrunk(min(shape.width, shape.height) / 4)
                    if not shape.near(point, _SLACK) or inside.near(point, -_SLACK):
                        yield Flaw(
                            file,
                            flow.id,
                            f"线没有接在「{file.model.name(node)}」的边上。",
                            "把线的这一端拖到图形的边上。",
                        )
