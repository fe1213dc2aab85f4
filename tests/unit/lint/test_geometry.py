"""Boxes and lines."""

from __future__ import annotations

import pytest

from workers.lint.geometry import Box, Point, around

TASK = Box(100, 100, 100, 80)


@pytest.mark.parametrize(
    ("start", "end", "crosses"),
    [
        (Point(0, 140), Point(300, 140), True),
        (Point(0, 100), Point(300, 100), False),
        (Point(0, 50), Point(300, 50), False),
        (Point(150, 0), Point(150, 90), False),
        (Point(150, 0), Point(150, 110), True),
        (Point(0, 0), Point(300, 300), True),
        (Point(0, 200), Point(110, 300), False),
        (Point(150, 140), Point(150, 140), True),
    ],
)
def test_a_line_crosses_a_box_when_it_enters_its_inside(
    start: Point, end: Point, crosses: bool
) -> None:
    assert TASK.crossed_by(start, end) is crosses
    assert TASK.crossed_by(end, start) is crosses


def test_boxes_that_share_an_edge_do_not_meet() -> None:
    assert not TASK.meets(Box(200, 100, 50, 50))
    assert TASK.meets(Box(199, 100, 50, 50))


def test_a_box_covers_what_lies_inside_give_or_take() -> None:
    assert TASK.covers(TASK)
    assert not TASK.covers(Box(99, 100, 100, 80))
    assert TASK.covers(Box(99, 100, 100, 80), slack=1)


def test_a_box_without_size_is_crossed_by_nothing() -> None:
    assert not Box(100, 100, 0, 0).crossed_by(Point(0, 100), Point(300, 100))


def test_the_box_around_all() -> None:
    assert around([TASK, Box(0, 150, 10, 100)]) == Box(0, 100, 200, 150)
