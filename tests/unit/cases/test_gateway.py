"""Questions to the engine survive a broken connection; what is told to it is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from workers.cases.gateway import EngineDecisions, EngineProcesses
from workers.engine import EngineUnreachable


class Line:
    """A call to the engine that breaks so many times, and then answers."""

    def __init__(self, breaks: int, answer: object) -> None:
        self.breaks, self.answer, self.calls = breaks, answer, 0

    def __call__(self, *_: object, **__: object) -> Any:
        self.calls += 1
        if self.calls <= self.breaks:
            raise EngineUnreachable("POST", "/x", "no answer from engine (ConnectionResetError)")
        return self.answer


def engine(line: Line) -> Any:
    """Every question of the gateway goes through this line."""
    return SimpleNamespace(
        decisions=SimpleNamespace(evaluate=line),
        history=SimpleNamespace(activities=line, instances=line, user_operations=line),
        jobs=SimpleNamespace(find=line, set_due_date=line),
        messages=SimpleNamespace(correlate=line),
    )


QUESTIONS: dict[str, Callable[[Any], object]] = {
    "a table": lambda engine: EngineDecisions(engine).evaluate("sla", {}),
    "who completed": lambda engine: EngineProcesses(engine).performer("p", "a"),
    "a timer": lambda engine: EngineProcesses(engine).move_timer("p", "a", datetime.now(UTC)),
    "a second run": lambda engine: not EngineProcesses(engine).is_second_run("p", "q"),
    "an instance": lambda engine: EngineProcesses(engine).is_running("p", "TS-1"),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_asked_again(question: Callable[[Any], object]) -> None:
    line = Line(2, [])
    assert not question(engine(line))
    assert line.calls >= 3


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_engine_that_is_away_is_not_asked_for_ever(question: Callable[[Any], object]) -> None:
    with pytest.raises(EngineUnreachable):
        question(engine(Line(1000, [])))


def test_a_message_is_sent_once() -> None:
    line = Line(1, None)
    with pytest.raises(EngineUnreachable):
        EngineProcesses(engine(line)).correlate("Message_X", "TS-1", {})
    assert line.calls == 1
