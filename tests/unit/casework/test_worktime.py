"""Three clocks, boundaries and pauses (catalogue 0.4, design §4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.casework.calendar import WorkCalendar
from workers.casework.timezone import SHANGHAI, NaiveInstantError
from workers.casework.worktime import CLOCKS, Budget, Limit, LimitError, Pause, Timekeeping

TIME = Timekeeping(WorkCalendar.shipped())


def at(text: str) -> datetime:
    """An instant in Shanghai, as ``11-21 14:30`` of 2026 or with its year."""
    full = text if text.startswith("20") else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("clock", "start", "budget", "due"),
    [
        ("24x7", "11-20 23:00", "PT4H", "11-21 03:00"),
        ("24x7", "11-20 23:00", "P2D", "11-22 23:00"),
        ("service-hours", "11-20 07:59", "PT15M", "11-20 08:15"),
        ("service-hours", "11-20 08:00", "PT15M", "11-20 08:15"),
        ("service-hours", "11-20 21:30", "PT30M", "11-20 22:00"),
        ("service-hours", "11-20 21:30", "PT1H", "11-21 08:30"),
        ("service-hours", "11-20 22:00", "PT1H", "11-21 09:00"),
        ("service-hours", "11-21 02:00", "PT4H", "11-21 12:00"),
        ("service-hours", "11-21 10:00", "P1D", "11-22 10:00"),
        ("working-days", "11-20 08:00", "P5D", "11-27 09:00"),
        ("working-days", "11-20 09:00", "P5D", "11-27 09:00"),
        ("working-days", "11-20 17:30", "P5D", "11-27 17:30"),
        ("working-days", "11-20 18:00", "P5D", "11-30 09:00"),
        ("working-days", "11-21 12:00", "P1D", "11-24 09:00"),
        ("working-days", "11-20 17:00", "PT2H", "11-23 10:00"),
        ("working-days", "11-20 09:00", "PT9H", "11-20 18:00"),
        ("working-days", "09-30 15:00", "P1D", "10-08 15:00"),  # National Day holidays
        ("working-days", "10-09 15:00", "P1D", "10-10 15:00"),  # a make-up Saturday
        ("working-days", "12-31 17:00", "P1D", "2027-01-04 17:00"),  # into a provisional year
        ("working-days", "12-31 17:00", "P5D", "2027-01-08 17:00"),
    ],
)
def test_due(clock: str, start: str, budget: str, due: str) -> None:
    assert TIME.due(at(start), Limit(budget, clock)) == at(due)


def test_answers_are_utc() -> None:
    due = TIME.due(at("11-20 09:00"), Limit("PT1H", "24x7"))
    assert due.tzinfo is UTC


def test_a_pause_moves_the_limit() -> None:
    limit = Limit("PT4H", "service-hours")
    pauses = [Pause(at("11-20 10:00"), at("11-20 12:00"))]
    assert TIME.due(at("11-20 09:00"), limit, pauses=pauses) == at("11-20 15:00")
    assert TIME.due(at("11-20 09:00"), limit, percent=20, pauses=pauses) == at("11-20 09:48")
    assert TIME.elapsed(at("11-20 09:00"), at("11-20 13:00"), limit.clock, pauses) == timedelta(
        hours=2
    )


def test_a_pause_outside_opening_hours_costs_nothing() -> None:
    limit = Limit("P1D", "working-days")
    pauses = [Pause(at("11-20 18:00"), at("11-23 09:00"))]
    assert TIME.due(at("11-20 12:00"), limit, pauses=pauses) == at("11-23 12:00")


def test_overlapping_and_backward_pauses_count_once() -> None:
    pauses = [
        Pause(at("11-20 10:00"), at("11-20 12:00")),
        Pause(at("11-20 11:00"), at("11-20 13:00")),
        Pause(at("11-20 15:00"), at("11-20 14:00")),
    ]
    assert TIME.due(at("11-20 09:00"), Limit("PT2H", "24x7"), pauses=pauses) == at("11-20 14:00")


def test_a_pause_that_goes_on_stops_the_clock_but_tells_no_new_instant() -> None:
    limit, pauses = Limit("PT4H", "24x7"), [Pause(at("11-20 10:00"), None)]
    assert TIME.due(at("11-20 09:00"), limit, pauses=pauses) == at("11-20 13:00")
    assert TIME.elapsed(at("11-20 09:00"), at("11-21 09:00"), "24x7", pauses) == timedelta(hours=1)
    assert TIME.percent_used(at("11-20 09:00"), at("11-21 09:00"), limit, pauses) == 25


def test_percent_of_working_days() -> None:
    limit = Limit("P5D", "working-days")
    start = at("11-20 10:00")
    assert TIME.due(start, limit, percent=80) == at("11-26 10:00")
    assert TIME.due(start, limit, percent=200) == at("12-04 10:00")


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("PT15M", 0, timedelta(minutes=15)),
        ("PT7.5M", 0, timedelta(minutes=7, seconds=30)),
        ("PT24H", 0, timedelta(hours=24)),
        ("P5D", 5, timedelta()),
        ("P1DT2H", 1, timedelta(hours=2)),
        ("PT0S", 0, timedelta()),
    ],
)
def test_budgets_are_read(text: str, days: int, rest: timedelta) -> None:
    assert Budget.parse(text) == Budget(days, rest)


@pytest.mark.parametrize("text", ["", "P", "PT", "5D", "P1M", "P1W", "-PT1H", "PT1H30", "PT9E9H"])
def test_a_broken_budget_is_refused(text: str) -> None:
    with pytest.raises(LimitError, match="no duration"):
        Limit(text, "24x7")


def test_an_unknown_clock_is_refused() -> None:
    with pytest.raises(LimitError, match="service-hours"):
        Limit("PT1H", "invalid")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(NaiveInstantError):
        TIME.due(datetime(2026, 11, 20), Limit("PT1H", "24x7"))  # noqa: DTZ001 - the point


clocks = st.sampled_from(CLOCKS)
instants = st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1)).map(  # noqa: DTZ001 - naive by hypothesis' contract
    lambda moment: moment.replace(tzinfo=SHANGHAI)
)
budgets = st.one_of(
    st.integers(0, 20).map(lambda n: f"P{n}D"), st.integers(0, 6000).map(lambda n: f"PT{n}M")
)


@st.composite
def pause_lists(draw: st.DrawFn) -> list[Pause]:
    starts = draw(st.lists(instants, max_size=3))
    return [Pause(s, s + timedelta(minutes=draw(st.integers(0, 5000)))) for s in starts]


@given(instants, budgets, clocks, pause_lists())
def test_elapsed_is_the_inverse_of_due(
    start: datetime, budget: str, clock: str, pauses: list[Pause]
) -> None:
    limit = Limit(budget, clock)
    due = TIME.due(start, limit, pauses=pauses)
    assert due >= start
    assert TIME.elapsed(start, due, clock, pauses) == limit.span


@given(instants, budgets, clocks, st.integers(0, 200), st.integers(0, 200))
def test_a_higher_percentage_is_never_earlier(
    start: datetime, budget: str, clock: str, one: int, other: int
) -> None:
    limit = Limit(budget, clock)
    low, high = sorted((one, other))
    assert TIME.due(start, limit, percent=low) <= TIME.due(start, limit, percent=high)


@given(instants, instants, budgets, clocks)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, budget: str, clock: str
) -> None:
    limit = Limit(budget, clock)
    early, late = sorted((one, other))
    assert TIME.due(early, limit) <= TIME.due(late, limit)


@given(instants, budgets, clocks, pause_lists())
def test_a_pause_never_brings_a_limit_forward(
    start: datetime, budget: str, clock: str, pauses: list[Pause]
) -> None:
    limit = Limit(budget, clock)
    assert TIME.due(start, limit, pauses=pauses) >= TIME.due(start, limit)
