"""Polling, slots and the end of a worker."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from datetime import timedelta

import pytest

from workers.contract import Handler
from workers.runtime import DirectExecutor, RuntimeSettings, Worker
from workers.runtime.settings import new_worker_id
from workers.testing import (
    FakeEngine,
    Fault,
    dropped,
    gateway_error,
    login_page,
    refused,
    server_error,
)

from .conftest import QUICK, Run
from .handlers import Given, Told, counting, doing, text

Work = Handler[Given, Told, object]
PATIENT = dataclasses.replace(QUICK, long_poll=timedelta(seconds=5))
"""For tests during whose long poll something happens."""


def blocked() -> tuple[Work, list[str], threading.Event]:
    """A handler that waits for an event."""
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    return handler, runs, go_on


def test_no_more_tasks_are_locked_than_can_run(fake: FakeEngine, run: Run) -> None:
    tasks = [fake.add_task("probe.work", text(str(number))) for number in range(6)]
    handler, runs, go_on = blocked()
    worker = run(handler, settings=dataclasses.replace(QUICK, slots=2, ahead=timedelta()))
    fake.until(lambda: len(runs) == 2)
    assert worker.busy == 2
    assert len(fake.locked) == 2
    assert not fake.polling
    go_on.set()
    fake.until(lambda: all(task.completed for task in tasks))
    assert all(call.body["maxTasks"] <= 2 for call in fake.called("fetchAndLock"))
    assert sorted(runs) == [str(number) for number in range(6)]


def test_quick_work_is_fetched_ahead_and_slow_work_is_not(fake: FakeEngine, run: Run) -> None:
    tasks = [fake.add_task("probe.work", text(str(number))) for number in range(200)]
    handler, runs, go_on = blocked()
    worker = run(handler, settings=dataclasses.replace(QUICK, slots=2))
    fake.until(lambda: len(runs) == 2)
    # Nothing has ended yet, so nothing is known to be quick.
    assert worker.busy == 2
    go_on.set()
    fake.until(lambda: all(task.completed for task in tasks))
    assert max(call.body["maxTasks"] for call in fake.called("fetchAndLock")) > 2
    assert len(fake.called("fetchAndLock")) < 100
    assert sorted(runs) == sorted(str(number) for number in range(200))


def test_what_was_fetched_ahead_goes_back_at_a_stop(fake: FakeEngine, run: Run) -> None:
    for number in range(50):
        fake.add_task("probe.work", text(str(number)))
    handler, runs, go_on = blocked()
    go_on.set()
    quick = dataclasses.replace(QUICK, slots=1, ahead=timedelta(seconds=1))
    worker = run(handler, settings=quick)
    fake.until(lambda: len(runs) >= 20)
    go_on.clear()
    stopper = threading.Thread(target=worker.stop, args=(5,))
    stopper.start()
    # Only what runs is kept until the handler ends.
    fake.until(lambda: len(fake.locked) <= 1)
    go_on.set()
    stopper.join(5)
    assert not fake.locked
    assert len(runs) == len(set(runs))
    assert fake.called("unlock") or len(runs) == 50


def test_a_poll_asks_for_the_free_slots_only(fake: FakeEngine, run: Run) -> None:
    fake.add_task("probe.work")
    handler, runs, go_on = blocked()
    run(handler, settings=dataclasses.replace(QUICK, slots=3))
    fake.until(lambda: len(runs) == 1)
    fake.until(lambda: len(fake.called("fetchAndLock")) >= 3)
    asked = [call.body["maxTasks"] for call in fake.called("fetchAndLock")]
    go_on.set()
    assert asked[0] == 3
    assert asked[2] == 2


def test_one_poll_asks_for_every_topic(fake: FakeEngine, run: Run) -> None:
    run(doing(lambda _data: None, "a.one"), doing(lambda _data: None, "a.two"))
    done = [fake.add_task("a.one"), fake.add_task("a.two")]
    fake.until(lambda: all(task.completed for task in done))
    topics = fake.called("fetchAndLock")[0].body["topics"]
    assert [each["topicName"] for each in topics] == ["a.one", "a.two"]


def test_two_handlers_for_one_topic_are_refused(fake: FakeEngine) -> None:
    with pytest.raises(ValueError, match=r"probe\.work has two handlers"):
        Worker(
            fake.connect(),
            [doing(lambda _data: None), doing(lambda _data: None)],
            DirectExecutor(None),
        )


def test_a_worker_without_handlers_is_refused(fake: FakeEngine) -> None:
    with pytest.raises(ValueError, match="without handlers"):
        Worker(fake.connect(), [], DirectExecutor(None))


@pytest.mark.parametrize(
    "fault",
    [gateway_error(503), dropped(), login_page(), refused(401, "log in"), server_error()],
    ids=["503", "dropped", "login page", "401", "500"],
)
def test_polling_goes_on_after_errors(fake: FakeEngine, run: Run, fault: Fault) -> None:
    fake.faults.add("fetchAndLock", fault, times=3)
    task = fake.add_task("probe.work")
    worker = run(doing(lambda _data: None))
    fake.until(lambda: task.completed)
    assert worker.health.poll_age is not None


def test_a_stop_lets_running_handlers_finish(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler)
    fake.until(lambda: runs)
    threading.Timer(0.2, go_on.set).start()
    worker.stop(5)
    assert task.completed
    assert worker.busy == 0


def test_after_a_stop_nothing_is_fetched(fake: FakeEngine, run: Run) -> None:
    worker = run(doing(lambda _data: None))
    fake.until(lambda: fake.called("fetchAndLock"))
    worker.stop(5)
    late = fake.add_task("probe.work")
    assert not fake.polling
    assert late.worker_id is None


@pytest.mark.parametrize("longest_real_wait", [5])
def test_what_the_last_poll_brings_goes_back_at_once(fake: FakeEngine, run: Run) -> None:
    handler, runs = counting(lambda _data: None)
    worker = run(handler, settings=PATIENT)
    fake.until(lambda: fake.polling)
    stopping = threading.Thread(target=worker.stop, args=(5,))
    stopping.start()
    fake.until(worker._stopping.is_set)
    task = fake.add_task("probe.work")
    stopping.join(5)
    assert not runs
    assert fake.called("unlock", task)
    assert task.worker_id is None
    assert task.retries is None


def test_a_drain_has_a_deadline(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler, settings=dataclasses.replace(QUICK, drain=timedelta(milliseconds=200)))
    fake.until(lambda: runs)
    began = time.monotonic()
    worker.stop(5)
    assert time.monotonic() - began < 3
    assert not fake.called("unlock", task), "a running handler must not get a double"
    go_on.set()


def test_locks_are_kept_while_draining(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    handler, runs, go_on = blocked()
    worker = run(
        handler, settings=dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300))
    )
    fake.until(lambda: runs)
    stopping = threading.Thread(target=worker.stop, args=(5,))
    stopping.start()
    before = len(fake.called("extendLock", task))
    fake.until(lambda: len(fake.called("extendLock", task)) >= before + 2)
    go_on.set()
    stopping.join(5)
    assert task.completed


@pytest.mark.parametrize("longest_real_wait", [5])
def test_ghosts_of_an_aborted_poll_are_swept(fake: FakeEngine, run: Run) -> None:
    """The poll outlives the drain, and the engine has locked a task for it meanwhile."""
    worker = run(
        doing(lambda _data: None),
        settings=dataclasses.replace(PATIENT, drain=timedelta(milliseconds=300)),
    )
    fake.until(lambda: fake.polling)
    orphan = fake.add_task("probe.orphan")
    fake.connect().worker_calls.lock(orphan.id, worker.worker_id, timedelta(minutes=1))
    worker.stop(5)
    assert fake.called("unlock", orphan)
    assert orphan.worker_id is None


def test_a_second_order_ends_at_once(fake: FakeEngine, run: Run) -> None:
    fake.add_task("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler)
    fake.until(lambda: runs)
    began = time.monotonic()
    worker.stop(0)
    worker.stop(5)
    assert time.monotonic() - began < 3
    go_on.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_gracefully(fake: FakeEngine, number: signal.Signals) -> None:
    task = fake.add_task("probe.work")
    before = signal.getsignal(number)
    signalled = threading.Event()

    def signal_meanwhile(_data: Given) -> None:
        os.kill(os.getpid(), number)
        signalled.set()

    worker = Worker(fake.connect(), [doing(signal_meanwhile)], DirectExecutor(None), settings=QUICK)
    worker.run()
    assert signalled.is_set()
    assert task.completed
    assert signal.getsignal(number) is before


def test_a_fault_of_the_poller_itself_is_loud(
    fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(
        fake.connect(), [doing(lambda _data: None)], DirectExecutor(None), settings=QUICK
    )

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(worker._poller, "_poll", broken)
    with pytest.raises(ZeroDivisionError):
        worker.run()


def test_no_two_processes_share_a_worker_id() -> None:
    ids = {new_worker_id("sop") for _ in range(100)}
    assert len(ids) == 100
    assert all(str(os.getpid()) in each for each in ids)


@pytest.mark.parametrize(
    "wrong", [{"slots": 0}, {"lock_duration": timedelta()}, {"report_tries": 0}]
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    (name,) = wrong
    with pytest.raises(ValueError, match=name):
        RuntimeSettings(**wrong)  # type: ignore[arg-type]
