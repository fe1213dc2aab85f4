"""Several workers in one process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from workers.runtime import DirectExecutor, Worker, run_together
from workers.testing import FakeEngine

from .conftest import QUICK
from .handlers import counting, doing


@pytest.fixture
def engines() -> Iterator[list[FakeEngine]]:
    both = [FakeEngine(longest_real_wait=0.02), FakeEngine(longest_real_wait=0.02)]
    yield both
    for each in both:
        each.close()


def serving(engine: FakeEngine, handler: object) -> Worker:
    return Worker(engine.connect(), [handler], DirectExecutor(None), settings=QUICK)  # type: ignore[list-item]


def test_each_engine_has_a_worker_and_one_signal_drains_all(engines: list[FakeEngine]) -> None:
    handler, runs = counting(lambda _data: None)
    tasks = [engine.add_task("probe.work") for engine in engines]

    def stop_when_done() -> None:
        for engine, task in zip(engines, tasks, strict=True):
            engine.until(lambda task=task: task.completed)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_done, daemon=True).start()
    run_together([serving(engine, handler) for engine in engines])
    assert [task.completed for task in tasks] == [True, True]
    assert len(runs) == 2
    assert not any(engine.polling for engine in engines)


def test_the_fault_of_one_stops_all_and_is_raised(
    engines: list[FakeEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = [serving(engine, doing(lambda _data: None)) for engine in engines]

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workers[0]._poller, "_poll", broken)
    with pytest.raises(ZeroDivisionError):
        run_together(workers)
    assert not workers[1].health.ready


def test_a_second_signal_ends_all_at_once(engines: list[FakeEngine]) -> None:
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(20) and None)
    engines[0].add_task("probe.work")

    def signal_twice() -> None:
        engines[0].until(lambda: runs)
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGTERM)
            threading.Event().wait(0.1)  # two signals at once would be one

    threading.Thread(target=signal_twice, daemon=True).start()
    run_together([serving(engine, handler) for engine in engines])
    assert not go_on.is_set()
    go_on.set()
