"""Waits after errors: exponential, jittered, limited, and ended by a stop."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from workers.engine import Batch, EngineUnreachable
from workers.runtime.fair_schedule import FairSchedule
from workers.runtime.poller import Poller
from workers.runtime.slots import Ask, Slots

from .conftest import QUICK

FAILURES = 12


class NotedWaits(threading.Event):
    """An event that notes how long it was waited for, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return self.is_set()


class Failing:
    """Stands for a fetcher; the engine is away for a while."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self.tries = 0

    def fetch(self, _ask: Ask) -> Batch:
        self.tries += 1
        if self.tries <= FAILURES:
            raise EngineUnreachable("POST", "/external-task/fetchAndLock", "away")
        self._stopping.set()
        return Batch()


def waits_of_one_outage() -> list[float]:
    stopping = NotedWaits()
    Poller(
        fetcher=Failing(stopping),  # type: ignore[arg-type]
        slots=Slots(1, {"a": None}),
        schedule=FairSchedule("a"),
        settings=replace(QUICK, longest_backoff=timedelta(seconds=30)),
        accept=lambda _batch, _received: None,
        stopping=stopping,
    ).run()
    return stopping.waits


def test_waits_are_limited_and_spread() -> None:
    outages = [waits_of_one_outage() for _ in range(30)]
    assert all(len(waits) == FAILURES for waits in outages)
    for attempt in range(FAILURES):
        limit = min(0.5 * 2**attempt, 30.0)
        assert all(0 <= waits[attempt] <= limit for waits in outages)
    late = [waits[-1] for waits in outages]
    assert max(late) > 15 > min(late), "full jitter: from nothing to the whole"
    assert len({round(each, 6) for each in late}) > 20, "no two workers come back together"


def test_a_stop_during_a_wait_begins_no_other_poll() -> None:
    stopping = NotedWaits()
    fetcher = Failing(stopping)

    class StopInFirstWait(NotedWaits):
        def wait(self, timeout: float | None = None) -> bool:
            self.set()
            return True

    stopping = StopInFirstWait()
    Poller(
        fetcher=fetcher,  # type: ignore[arg-type]
        slots=Slots(1, {"a": None}),
        schedule=FairSchedule("a"),
        settings=QUICK,
        accept=lambda _batch, _received: None,
        stopping=stopping,
    ).run()
    assert fetcher.tries == 1
