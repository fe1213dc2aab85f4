"""Locks outlive their duration while a handler works, and their loss is noticed."""

from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta

import pytest

from workers.contract import ExternalTask, OwnershipLost
from workers.runtime import Delivery
from workers.runtime.held_task import HeldTask
from workers.testing import FakeEngine, gateway_error

from .conftest import QUICK, Run
from .handlers import WatchingExecutor, counting, doing

SHORT = dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300))


def test_a_lock_is_extended_as_long_as_the_handler_works(fake: FakeEngine, run: Run) -> None:
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    task = fake.add_task("probe.work")
    run(handler, settings=SHORT)
    fake.until(lambda: len(fake.called("extendLock", task)) >= 4)
    go_on.set()
    fake.until(lambda: task.completed)
    assert len(runs) == 1


def test_a_reported_task_is_extended_no_more(fake: FakeEngine, run: Run) -> None:
    first = fake.add_task("probe.work")
    go_on = threading.Event()
    handler, _ = counting(lambda data: None if data.text == "" else go_on.wait(5) and None)
    run(handler, settings=SHORT)
    fake.until(lambda: first.completed)
    before = len(fake.called("extendLock", first))
    slow = fake.add_task("probe.work", {"text": "slow"})
    fake.until(lambda: len(fake.called("extendLock", slow)) >= 2)
    go_on.set()
    assert len(fake.called("extendLock", first)) == before


def test_a_cancelled_task_cancels_its_handler(fake: FakeEngine, run: Run) -> None:
    executor = WatchingExecutor()
    task = fake.add_task("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.running.wait(5)
    fake.end(task.instance)
    assert executor.cancelled.wait(5)
    fake.until(lambda: fake.polling)
    assert not fake.called("complete", task)
    assert not fake.called("failure", task)


def test_a_task_taken_by_another_worker_cancels_its_handler(fake: FakeEngine, run: Run) -> None:
    executor = WatchingExecutor()
    task = fake.add_task("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.running.wait(5)
    task.worker_id = "another"
    assert executor.cancelled.wait(5)
    assert task.last_failure is None


def test_an_expired_lock_that_nobody_took_is_taken_again(fake: FakeEngine, run: Run) -> None:
    executor = WatchingExecutor()
    task = fake.add_task("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=dataclasses.replace(SHORT, slots=1))
    assert executor.running.wait(5)
    fake.advance(SHORT.lock_duration + timedelta(milliseconds=1))
    fake.until(lambda: fake.called("lock", task))
    fake.until(lambda: len(fake.called("extendLock", task)) >= 2)
    executor.let_go.set()
    fake.until(lambda: task.completed)
    assert not executor.cancelled.is_set()


def test_an_engine_that_blinks_costs_no_lock(fake: FakeEngine, run: Run) -> None:
    executor = WatchingExecutor()
    fake.faults.add("extendLock", gateway_error(), times=2)
    task = fake.add_task("probe.work")
    steady = dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=900))
    run(doing(lambda _data: None), executor=executor, settings=steady)
    fake.until(lambda: len(fake.called("extendLock", task)) >= 3)
    executor.let_go.set()
    fake.until(lambda: task.completed)
    assert not executor.cancelled.is_set()


def test_an_engine_that_is_away_for_a_whole_lock_cancels_the_handler(
    fake: FakeEngine, run: Run
) -> None:
    executor = WatchingExecutor()
    fake.faults.add("extendLock", gateway_error(), times=1000)
    fake.add_task("probe.work")
    run(doing(lambda _data: None), executor=executor, settings=SHORT)
    assert executor.cancelled.wait(5)


def test_a_task_delivered_again_while_it_runs_is_not_run_twice(fake: FakeEngine, run: Run) -> None:
    """Its lock ran out; the engine compares owners, not clocks, so the first run can report."""
    fake.faults.add("extendLock", gateway_error(), times=1000)
    go_on = threading.Event()
    deliveries: list[Delivery] = []
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    task = fake.add_task("probe.work")
    run(handler, settings=SHORT, on_report=lambda *said: deliveries.append(said[2]))
    fake.until(lambda: runs)
    fake.advance(SHORT.lock_duration)
    fake.until(lambda: task.deliveries >= 2)
    go_on.set()
    fake.until(lambda: deliveries == [Delivery.ACCEPTED])
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
