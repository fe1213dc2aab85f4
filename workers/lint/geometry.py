"""Boxes and lines on paper. Lengths are the diagram's own units, pixels at full size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def shrunk(self, by: float) -> Box:
        """The box without a margin on each side; never turned inside out."""
        by = min(by, self.width / 2, self.height / 2)
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def covers(self, other: Box, slack: float = 0) -> bool:
        """Whether the other lies inside, give or take."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share an area, not only an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def near(self, point: Point, slack: float) -> bool:
        """Whether a point lies inside, give or take."""
        inside_x = self.x - slack <= point.x <= self.right + slack
        return inside_x and self.y - slack <= point.y <= self.bottom + slack

    def crossed_by(self, start: Point, end: Point) -> bool:
        """Whether the straight line enters the inside (Liang and Barsky)."""
        if self.width <= 0 or self.height <= 0:
            return False
        first, last = 0.0, 1.0
        run, rise = end.x - start.x, end.y - start.y
        for way, room in (
            (-run, start.x - self.x),
            (run, self.right - start.x),
            (-rise, start.y - self.y),
            (rise, self.bottom - start.y),
        ):
            if way == 0:
                if room <= 0:
                    return False
            elif way < 0:
                first = max(first, room / way)
            else:
                last = min(last, room / way)
        return first < last


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around all; at least one is needed."""
    x, y = min(each.x for each in boxes), min(each.y for each in boxes)
    right, bottom = max(each.right for each in boxes), max(each.bottom for each in boxes)
    return Box(x, y, right - x, bottom - y)
