"""The schedule is drawn from its seed alone."""

from __future__ import annotations

import pytest

from tests.faults.schedule import OUTAGES, Kind, draw


def test_the_same_seed_draws_the_same_faults() -> None:
    assert draw(7, 100, 4, lock=10) == draw(7, 100, 4, lock=10)
    assert draw(7, 100, 4, lock=10) != draw(8, 100, 4, lock=10)


@pytest.mark.parametrize("seed", range(20))
def test_every_schedule_has_every_kind_in_order_of_time(seed: int) -> None:
    faults = draw(seed, 150, 4, lock=10)
    assert {fault.kind for fault in faults} >= {*OUTAGES, Kind.ENGINE_CLOCK, Kind.WORKER_KILL}
    times = [fault.at for fault in faults]
    assert times == sorted(times)
    assert times[0] > 0
    assert times[-1] < 150
    assert {fault.worker for fault in faults} <= {0, 1, 2, 3}


def test_a_short_run_has_fewer_outages() -> None:
    assert [
        sum(fault.kind in OUTAGES for fault in draw(7, seconds, 4, lock=10))
        for seconds in (20, 45, 60, 70)
    ] == [1, 1, 2, 3]


@pytest.mark.parametrize("seed", range(20))
def test_the_engine_is_paused_longer_than_a_lock_and_its_clock_comes_back(seed: int) -> None:
    faults = draw(seed, 100, 4, lock=10)
    (pause,) = (fault for fault in faults if fault.kind is Kind.ENGINE_PAUSE)
    assert pause.amount > 10
    steps = [fault.amount for fault in faults if fault.kind is Kind.ENGINE_CLOCK]
    assert len(steps) == 2
    assert sum(steps) == 0
    assert abs(steps[0]) >= 45
