"""CompletionRate: how much work may be locked before its turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workers.runtime.completion_rate import CompletionRate

from .hands import Hands


@pytest.fixture
def clock() -> Hands:
    return Hands()


def worked(rate: CompletionRate, clock: Hands, per_second: float, seconds: float) -> CompletionRate:
    rate.began()
    for _ in range(round(per_second * seconds)):
        clock.now += 1 / per_second
        rate.ended()
    return rate


def test_nothing_has_ended_so_nothing_is_known(clock: Hands) -> None:
    assert CompletionRate(timedelta(seconds=1), clock).ahead == 0


def test_as_much_as_ends_within_the_time(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 100, 5)
    assert rate.ahead == pytest.approx(20, abs=2)


def test_a_glance_is_enough_to_know_a_quick_pace(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 200, 0.1)
    assert rate.ahead == pytest.approx(39, abs=3)


def test_idle_time_says_nothing_about_the_pace(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 100, 5)
    rate.ended(last=True)
    clock.now += 0.5
    worked(rate, clock, 100, 0.05)
    assert rate.ahead == pytest.approx(20, abs=3)


def test_slow_work_is_not_locked_ahead(clock: Hands) -> None:
    """Eight slots, two seconds a task."""
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 4, 10)
    assert rate.ahead == 0


def test_the_pace_falls_by_itself_when_nothing_ends(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 100, 5)
    clock.now += 3
    assert rate.ahead == 0


def test_where_fetches_take_long_more_is_fetched_at_once(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(milliseconds=200), clock), clock, 100, 5)
    for _ in range(20):
        rate.fetched(0.1)
    assert rate.ahead == pytest.approx(100, abs=3)


def test_no_more_than_the_lock_allows(clock: Hands) -> None:
    rate = worked(
        CompletionRate(timedelta(seconds=1), clock, lock=timedelta(seconds=1.5)), clock, 100, 5
    )
    rate.fetched(5)
    assert rate.ahead == pytest.approx(50, abs=2)


def test_there_is_an_end_to_it(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(seconds=5), clock), clock, 1000, 5)
    assert rate.ahead == 200


def test_who_wants_nothing_ahead_gets_nothing(clock: Hands) -> None:
    rate = worked(CompletionRate(timedelta(), clock), clock, 1000, 5)
    rate.fetched(5)
    assert rate.ahead == 0
