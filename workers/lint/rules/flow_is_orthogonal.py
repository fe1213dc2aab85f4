"""Flows run upright or level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_SLACK = 3.0


@rule("流横平竖直。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Sequence flows with a slanting piece; message flows may slant."""
    for file in project.models:
        for plane in file.diagram.planes:
            for flow in file.model.flows.values():
                if any(
                    min(abs(start.x - end.x), abs(start.y - end.y)) > _SLACK
                    for start, end in pairwise(plane.edges.get(flow.id, ()))
                ):
                    yield Flaw(
                        file, flow.id, "线是斜的。", "拖动线上的点，使每一段都是水平或垂直的。"
                    )
