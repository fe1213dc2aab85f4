"""One engine for all processes of a run: started once, when asked for, and let go of at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from workers.testing import EngineUnderTest
from workers.testing.run_engine import NoEngine, RunEngine, offered_engine

ENGINE = EngineUnderTest("http://127.0.0.1:1/engine-rest", "admin", "secret", own=True, stop="rm")


class Host:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.ready = Event()
        self.ready.set()

    @contextmanager
    def engine(self) -> Iterator[EngineUnderTest]:
        self.told.append("starting")
        self.ready.wait()
        yield ENGINE
        self.told.append("stopped")


def test_it_starts_once_however_many_ask_and_stops_at_the_end() -> None:
    host = Host()
    run = RunEngine(host.engine, begun=lambda engine: host.told.append(f"marked {engine.user}"))
    offer = run.offered()
    assert host.told == []
    assert run.running is None
    assert [run.get(), offered_engine(offer), offered_engine(offer)] == [ENGINE] * 3
    run.close()
    assert host.told == ["starting", "marked admin", "stopped"]


def test_why_it_does_not_start_reaches_whoever_asked() -> None:
    def broken() -> Host:
        raise OSError("no such image")

    run = RunEngine(broken)  # type: ignore[arg-type]
    with pytest.raises(NoEngine, match=r"^OSError: no such image$"):
        offered_engine(run.offered())
    run.close()


def test_who_does_not_belong_to_the_run_gets_nothing() -> None:
    run = RunEngine(Host().engine)
    offer = run.offered()
    with pytest.raises(Exception, match="digest sent was rejected"):
        offered_engine({**offer, "key": "00"})
    assert offered_engine(offer) == ENGINE
    run.close()


def test_a_run_that_ends_while_the_engine_starts_waits_for_it_and_stops_it() -> None:
    host = Host()
    host.ready.clear()
    run = RunEngine(host.engine)
    offer = run.offered()
    asking = Thread(target=offered_engine, args=[offer])
    asking.start()
    while not host.told:
        pass
    closing = Thread(target=run.close)
    closing.start()
    host.ready.set()
    closing.join(timeout=10)
    asking.join(timeout=10)
    assert not closing.is_alive()
    assert host.told == ["starting", "stopped"]


def test_whoever_asks_too_late_is_told() -> None:
    run = RunEngine(Host().engine)
    offer = run.offered()
    run.close()
    with pytest.raises(NoEngine, match="offers no engine any more"):
        offered_engine(offer)
