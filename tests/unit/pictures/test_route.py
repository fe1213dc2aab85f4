"""The way of a case as marks: states, times, persons, and which flows were taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workers.models import Model
from workers.pictures.route import Visit, in_words, route

BEGUN = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
FLOWS = (
    ("Flow_1", "Start", "Check"),
    ("Flow_2", "Check", "Gate"),
    ("Flow_Yes", "Gate", "Review"),
    ("Flow_No", "Gate", "End"),
    ("Flow_Back", "Review", "Check"),
    ("Flow_3", "Review", "End"),
)
MODEL = Model.parse(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
    '<startEvent id="Start"/><serviceTask id="Check"/><exclusiveGateway id="Gate"/>'
    '<userTask id="Review"/><endEvent id="End"/>'
    + "".join(
        f'<sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}"/>'
        for id_, source, target in FLOWS
    )
    + "</process></definitions>"
)


def at(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def stay(element: str, start: float, end: float | None, **more: Any) -> Visit:
    return Visit(element, at(start), None if end is None else at(end), **more)


def drawn(*visits: Visit) -> dict[str, Any]:
    return route(MODEL, visits, ["案件"], lambda instant: instant + timedelta(hours=8))


def steps(marks: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    return {each["element"]: (each["state"], each["lines"]) for each in marks["steps"]}


ONCE = (stay("Start", 0, 0), stay("Check", 0, 3), stay("Gate", 3, 3))


def test_an_open_step_says_since_when_until_when_and_who_has_it() -> None:
    marks = drawn(*ONCE, stay("Review", 3, None, who="王芳", due=at(3600)))
    assert steps(marks)["Review"] == ("open", ["11-21 09:00 起", "到期 11-21 10:00", "王芳"])
    assert marks["flows"] == ["Flow_1", "Flow_2", "Flow_Yes"]


def test_a_step_that_is_done_says_how_long_it_took() -> None:
    marks = drawn(*ONCE, stay("Review", 3, 753, who="王芳"), stay("End", 753, 753))
    assert steps(marks)["Review"] == ("done", ["11-21 09:00 · 12 分 30 秒", "王芳"])
    assert marks["flows"] == ["Flow_1", "Flow_2", "Flow_3", "Flow_Yes"]


def test_a_way_not_taken_is_not_marked() -> None:
    assert drawn(*ONCE, stay("End", 3, 3))["flows"] == ["Flow_1", "Flow_2", "Flow_No"]


def test_a_loop_marks_the_way_back_and_counts_the_visits() -> None:
    marks = drawn(
        *ONCE,
        stay("Review", 3, 60),
        stay("Check", 60, 62),
        stay("Gate", 62, 62),
        stay("Review", 62, None),
    )
    assert marks["flows"] == ["Flow_1", "Flow_2", "Flow_Back", "Flow_Yes"]
    assert steps(marks)["Review"] == ("open", ["第 2 次 11-21 09:01 起"])
    assert steps(marks)["Gate"] == ("done", [])


def test_a_cancelled_step_leads_nowhere() -> None:
    marks = drawn(*ONCE, stay("Review", 3, 60, cancelled=True), stay("End", 60, 60))
    assert steps(marks)["Review"] == ("cancelled", ["11-21 09:00 起，已中止"])
    assert "Flow_3" not in marks["flows"]


def test_what_the_model_does_not_have_is_left_out() -> None:
    assert steps(drawn(stay("Review#multiInstanceBody", 0, None))) == {}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 秒"), (5, "5 秒"), (750, "12 分 30 秒"), (3600, "1 小时"), (273_700, "3 天 4 小时")],
)
def test_a_span_in_words(seconds: int, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
