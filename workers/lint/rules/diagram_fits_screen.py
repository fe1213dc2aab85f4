"""A diagram is no larger than a screen shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.lint.geometry import around
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_WIDTH: Final = 2600
_HEIGHT: Final = 1400
"""Pixels (design §3)."""


@rule("一张图不超过 2600 × 1400。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Diagrams that nobody reads without moving them about."""
    for file in project.models:
        for plane in file.diagram.planes:
            if not plane.shapes:
                continue
            box = around(list(plane.shapes.values()))
            if box.width > _WIDTH or box.height > _HEIGHT:
                element = plane.element if plane.element in file.elements else ""
                yield Flaw(
                    file,
                    element,
                    f"图宽 {box.width:.0f}、高 {box.height:.0f}，超过 {_WIDTH} × {_HEIGHT}。",
                    "把图画紧凑些，或把一部分做成被调用的流程。",
                )
