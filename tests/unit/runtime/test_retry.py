"""Retry schedules as designers write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workers.runtime import RetrySchedule
from workers.runtime.retry import duration

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "attempts", "waits"),
    [
        ("R3/PT5M", 3, [5 * MINUTE]),
        (" R1/PT0S ", 1, [timedelta()]),
        ("R5/P1DT2H", 5, [timedelta(days=1, hours=2)]),
        ("PT1M,PT5M, PT30M", 4, [MINUTE, 5 * MINUTE, 30 * MINUTE]),
        ("PT10S", 2, [timedelta(seconds=10)]),
    ],
)
def test_a_schedule_is_read(text: str, attempts: int, waits: list[timedelta]) -> None:
    schedule = RetrySchedule.parse(text)
    assert (schedule.attempts, list(schedule.waits)) == (attempts, waits)


@pytest.mark.parametrize(
    "text",
    ["", "3", "R/PT5M", "R0/PT5M", "R3/", "R3/5M", "R3/P", "R3/PT", "P1M", "R-1/PT5M", "PT5M,"],
)
def test_a_wrong_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|attempt"):
        RetrySchedule.parse(text)


@pytest.mark.parametrize(("retries", "left"), [(None, 2), (3, 2), (2, 1), (1, 0), (0, 0), (10, 9)])
def test_r3_means_three_attempts_in_all(retries: int | None, left: int) -> None:
    assert RetrySchedule.parse("R3/PT5M").remaining(retries) == left


@pytest.mark.parametrize(
    ("retries", "minutes"), [(None, 1), (4, 1), (3, 5), (2, 30), (1, 30), (99, 1)]
)
def test_a_list_gives_growing_waits(retries: int | None, minutes: int) -> None:
    schedule = RetrySchedule.parse("PT1M,PT5M,PT30M")
    assert schedule.wait(retries, 0.0) == minutes * MINUTE


def test_waits_are_spread_by_up_to_a_tenth() -> None:
    schedule = RetrySchedule.parse("R3/PT5M")
    assert schedule.wait(None, 0.0) == 5 * MINUTE
    assert 5 * MINUTE < schedule.wait(None, 0.5) < schedule.wait(None, 0.99) <= 5.5 * MINUTE


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT1.5S", 1.5), ("P1W", 604800), ("P1DT1H1M1S", 90061), ("PT90M", 5400)],
)
def test_durations_are_iso(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)
