"""The clock of a scenario, and what is deferred on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workers.testing import KitError
from workers.testing.clock import VirtualClock, duration
from workers.testing.plays import PlayList, When

NOW = datetime(2030, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Told:
    """Case clocks that note everything."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, datetime]] = []

    def put(self, business_key: str, now: datetime) -> None:
        self.notes.append((business_key, now))


def test_every_key_is_told_once_when_it_is_new_and_at_each_move() -> None:
    told = Told()
    clock = VirtualClock(NOW, told)
    clock.follow("b")
    clock.follow("b")
    clock.move_to(NOW)
    assert told.notes == [("b", NOW)]
    clock.follow("a")
    clock.move_to(NOW + HOUR)
    assert told.notes[1:] == [("a", NOW), ("a", NOW + HOUR), ("b", NOW + HOUR)]


def test_time_does_not_run_backwards() -> None:
    clock = VirtualClock(NOW, Told())
    with pytest.raises(KitError, match="backwards"):
        clock.move_to(NOW - HOUR)
    assert clock.now == NOW


@pytest.mark.parametrize("text", ["P1M", "P1Y", "4h", "PT", ""])
def test_a_span_without_a_fixed_length_is_refused(text: str) -> None:
    with pytest.raises(KitError):
        duration(text)


def test_each_visit_is_taken_by_one_play_in_the_order_of_the_test() -> None:
    done: list[object] = []
    plays = PlayList()

    def submit(element: str, **values: object) -> None:
        done.append((element, values))

    for number in (1, 2):
        When("Task_A", plays, submit, submit).after(HOUR * (3 - number)).submit(number=number)
    plays.arrive("Task_B", "visit-0", NOW)
    plays.arrive("Task_A", "visit-1", NOW)
    plays.arrive("Task_A", "visit-1", NOW + HOUR)
    assert [play.due for play in plays.upcoming] == [NOW + 2 * HOUR]
    plays.arrive("Task_A", "visit-2", NOW + HOUR / 2)
    assert [play.due for play in plays.upcoming] == [NOW + 1.5 * HOUR, NOW + 2 * HOUR]
    plays.upcoming[0].action()
    assert done == [("Task_A", {"by": None, "number": 2})]
    plays.upcoming[0].done = True
    assert [play.told for play in plays.unplayed] == ["submit Task_A"]
    assert plays.waiting == []
