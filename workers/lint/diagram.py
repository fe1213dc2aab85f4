"""Where the elements of a model are drawn. A file may hold several diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self
from xml.etree.ElementTree import Element

from workers.lint.geometry import Box, Point

_BPMNDI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC: Final = "{http://www.omg.org/spec/DD/20100524/DC}"
_DI: Final = "{http://www.omg.org/spec/DD/20100524/DI}"


@dataclass(frozen=True, slots=True)
class Plane:
    """One sheet: shapes and lines by the id of what they show."""

    element: str
    """What the sheet shows: a collaboration, a process, a collapsed sub-process."""
    shapes: Mapping[str, Box]
    edges: Mapping[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Diagram:
    """All sheets of a file."""

    planes: tuple[Plane, ...]

    @classmethod
    def read(cls, root: Element) -> Self:
        """Read the diagrams; what is drawn of no element, or has no measures, is left out."""
        return cls(tuple(map(_plane, root.iter(f"{_BPMNDI}BPMNPlane"))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn at all."""
        return not any(each.shapes for each in self.planes)

    def shape(self, element: str) -> Box | None:
        """Where an element is drawn."""
        return next((each.shapes[element] for each in self.planes if element in each.shapes), None)

    def draws(self, element: str) -> bool:
        """Whether there is a shape or a line of an element."""
        return any(element in each.shapes or element in each.edges for each in self.planes)


def _plane(element: Element) -> Plane:
    return Plane(
        element.get("bpmnElement", ""),
        dict(_shapes(element)),
        {
            str(each.get("bpmnElement")): points
            for each in element.iterfind(f"{_BPMNDI}BPMNEdge")
            if len(points := tuple(_points(each))) > 1
        },
    )


def _shapes(plane: Element) -> Iterator[tuple[str, Box]]:
    for each in plane.iterfind(f"{_BPMNDI}BPMNShape"):
        bounds = each.find(f"{_DC}Bounds")
        if bounds is None:
            continue
        measures = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
        x, y, width, height = measures
        if x is not None and y is not None and width is not None and height is not None:
            yield str(each.get("bpmnElement")), Box(x, y, width, height)


def _points(edge: Element) -> Iterator[Point]:
    for each in edge.iterfind(f"{_DI}waypoint"):
        x, y = _number(each.get("x")), _number(each.get("y"))
        if x is not None and y is not None:
            yield Point(x, y)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
