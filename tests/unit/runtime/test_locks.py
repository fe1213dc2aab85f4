"""Locks outlive their duration while a handler works, and their loss is noticed."""

from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta

import pytest

from workers.contract import ExternalTask, OwnershipLost
from workers.runtime import Delivery
from workers.runtime.held_task import HeldTask

from .conftest import QUICK, Run
from .handlers import WatchingExecutor, counting, doing
from .loopback import Fault, LoopbackEngine

SHORT = dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300))


def test_a_lock_is_extended_as_long_as_the_handler_works(
    loopback: LoopbackEngine, run: Run
) -> None:
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    task = loopback.add("probe.work")
    run(handler, settings=SHORT)
    loopback.until(lambda: len(loopback.called("extendLock", task)) >= 4)
    go_on.set()
    loopback.until(lambda: task.outcome == "completed")
    assert len(runs) == 1


def test_a_reported_task_is_extended_no_more(loopback: LoopbackEngine, run: Run) -> None:
    first = loopback.add("probe.work")
    go_on = threading.Event()
    handler, _ = counting(lambda data: None if data.text == "" else go_on.wait(5) and None)
    run(handler, settings=SHORT)
    loopback.until(lambda: first.outcome)
    slow = loopback.add(
        "probe.work", {"text": {"type": "String", "value": "slow", "valueInfo": {}}}
    )
    loopback.until(lambda: len(loopback.called("extendLock", slow)) >= 2)
    go_on.set()
    assert not loopback.called("extendLock", first)


def test_a_cancelled_task_cancels_its_handler(loopback: LoopbackEngine, run: Run) -> None:
    executor = WatchingExecutor()
    task = loopback.add("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.running.wait(5)
    task.outcome = "cancelled"
    assert executor.cancelled.wait(5)
    loopback.until(lambda: loopback.polling)
    assert not loopback.called("complete", task)
    assert not loopback.called("failure", task)


def test_a_task_taken_by_another_worker_cancels_its_handler(
    loopback: LoopbackEngine, run: Run
) -> None:
    executor = WatchingExecutor()
    task = loopback.add("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.running.wait(5)
    with loopback.changed:
        task.worker, task.locked_until = "another", task.locked_until + 60
    assert executor.cancelled.wait(5)
    assert task.failure is None


def test_an_expired_lock_that_nobody_took_is_taken_again(
    loopback: LoopbackEngine, run: Run
) -> None:
    executor = WatchingExecutor()
    loopback.faults.append(
        Fault(
            "extendLock",
            400,
            {"type": "RestException", "message": "Cannot extend a lock that expired", "code": 0},
        )
    )
    task = loopback.add("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    loopback.until(lambda: loopback.called("lock", task))
    loopback.until(lambda: len(loopback.called("extendLock", task)) >= 2)
    executor.let_go.set()
    loopback.until(lambda: task.outcome == "completed")
    assert not executor.cancelled.is_set()


def test_an_engine_that_blinks_costs_no_lock(loopback: LoopbackEngine, run: Run) -> None:
    executor = WatchingExecutor()
    loopback.faults.append(Fault("extendLock", 503, None, times=2))
    task = loopback.add("probe.work")
    steady = dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=900))
    run(doing(lambda _data: None), executor=executor, settings=steady)
    loopback.until(lambda: len(loopback.called("extendLock", task)) >= 3)
    executor.let_go.set()
    loopback.until(lambda: task.outcome == "completed")
    assert not executor.cancelled.is_set()


def test_an_engine_that_is_away_for_a_whole_lock_cancels_the_handler(
    loopback: LoopbackEngine, run: Run
) -> None:
    executor = WatchingExecutor()
    loopback.faults.append(Fault("extendLock", 503, None, times=1000))
    loopback.add("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.cancelled.wait(5)


def test_a_task_delivered_again_while_it_runs_is_not_run_twice(
    loopback: LoopbackEngine, run: Run
) -> None:
    """Its lock ran out; the engine compares owners, not clocks, so the first run can report."""
    loopback.faults.append(Fault("extendLock", 503, None, times=1000))
    go_on = threading.Event()
    deliveries: list[Delivery] = []
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    task = loopback.add("probe.work")
    run(handler, settings=SHORT, on_report=lambda *said: deliveries.append(said[2]))
    loopback.until(lambda: task.deliveries >= 2)
    go_on.set()
    loopback.until(lambda: deliveries == [Delivery.ACCEPTED])
    assert len(runs) == 1


class TestHeldTask:
    """What a handler may ask about its lock."""

    @staticmethod
    def held(now: list[float]) -> HeldTask:
        task = ExternalTask("t", "a.b", "p", "d:1", "d", "A", "A:1")
        return HeldTask(task, 10.0, timedelta(seconds=20), clock=lambda: now[0])

    def test_is_owned_before_its_deadline(self) -> None:
        held = self.held([9.9])
        assert not held.cancelled
        held.ensure_owned()

    def test_is_not_owned_from_its_deadline_on(self) -> None:
        held = self.held([10.0])
        assert held.cancelled
        with pytest.raises(OwnershipLost):
            held.ensure_owned()

    def test_is_owned_again_after_an_extension(self) -> None:
        held = self.held([12.0])
        held.extended_until(20.0)
        held.ensure_owned()

    def test_is_lost_for_good(self) -> None:
        held = self.held([0.0])
        held.lose()
        held.extended_until(20.0)
        assert held.cancelled
