"""Names in expressions: only what is certainly a variable."""

from __future__ import annotations

import pytest

from workers.lint.expression import feel_names, juel_names, reads_clock


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("${approved}", {"approved"}),
        ("${!approved && amount > 5}", {"approved", "amount"}),
        ("${route == 'worker'}", {"route"}),
        ('${route == "wor}ker" or x}', {"route", "x"}),
        ("${service.grant(execution, score)}", {"score"}),
        ("${order.total}", set()),
        ("${groups.elements()}", {"groups"}),
        ("${one.prop('a').stringValue()}", {"one"}),
        ("${task.getVariable('complaintNo')}", {"complaintNo"}),
        ("plain text", set()),
        ("${a}-#{b}", {"a", "b"}),
        ("${empty list ? 1 : 2}", {"list"}),
    ],
)
def test_juel(text: str, names: set[str]) -> None:
    assert juel_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("amount", {"amount"}),
        ("number(amount) > 0", {"amount"}),
        ('a or b or urgency = "特急"', {"a", "b", "urgency"}),
        ('if x = null or string(x) = "" then "—" else (x)', {"x"}),
        ("order.total", {"order"}),
        ("loan amount", set()),
        ("not(amount = null)", {"amount"}),
    ],
)
def test_feel(text: str, names: set[str]) -> None:
    assert feel_names(text) == names


@pytest.mark.parametrize("text", ["${now()}", "${dateTime().plusDays(1)}", "today()", "new Date()"])
def test_the_clock_is_read(text: str) -> None:
    assert reads_clock(text)


@pytest.mark.parametrize("text", ["${dueToday}", "'now()'", "${known}", "${renown(x)}"])
def test_the_clock_is_not_read(text: str) -> None:
    assert not reads_clock(text)
