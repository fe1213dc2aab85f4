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

from .conftest import QUICK, Run
from .handlers import Given, Told, counting, doing, text
from .loopback import Fault, LoopbackEngine

Work = Handler[Given, Told, object]


def blocked() -> tuple[Work, list[str], threading.Event]:
    """A handler that waits for an event."""
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    return handler, runs, go_on


def test_no_more_tasks_are_locked_than_can_run(loopback: LoopbackEngine, run: Run) -> None:
    tasks = [loopback.add("probe.work", text(str(number))) for number in range(6)]
    handler, runs, go_on = blocked()
    worker = run(handler, settings=dataclasses.replace(QUICK, slots=2))
    loopback.until(lambda: len(runs) == 2)
    assert worker.busy == 2
    assert loopback.most_locked == 2
    assert not loopback.polling
    go_on.set()
    loopback.until(lambda: all(task.outcome for task in tasks))
    assert loopback.most_locked == 2
    assert sorted(runs) == [str(number) for number in range(6)]


def test_a_poll_asks_for_the_free_slots_only(loopback: LoopbackEngine, run: Run) -> None:
    loopback.add("probe.work")
    handler, runs, go_on = blocked()
    run(handler, settings=dataclasses.replace(QUICK, slots=3))
    loopback.until(lambda: len(runs) == 1)
    loopback.until(lambda: len(loopback.called("fetchAndLock")) >= 3)
    asked = [call.body["maxTasks"] for call in loopback.called("fetchAndLock")]
    go_on.set()
    assert asked[0] == 3
    assert asked[2] == 2


def test_one_poll_asks_for_every_topic(loopback: LoopbackEngine, run: Run) -> None:
    run(doing(lambda _data: None, "a.one"), doing(lambda _data: None, "a.two"))
    done = [loopback.add("a.one"), loopback.add("a.two")]
    loopback.until(lambda: all(task.outcome for task in done))
    topics = loopback.called("fetchAndLock")[0].body["topics"]
    assert [each["topicName"] for each in topics] == ["a.one", "a.two"]


def test_two_handlers_for_one_topic_are_refused(loopback: LoopbackEngine) -> None:
    with pytest.raises(ValueError, match=r"probe\.work has two handlers"):
        Worker(
            loopback.connect(),
            [doing(lambda _data: None), doing(lambda _data: None)],
            DirectExecutor(None),
        )


def test_a_worker_without_handlers_is_refused(loopback: LoopbackEngine) -> None:
    with pytest.raises(ValueError, match="without handlers"):
        Worker(loopback.connect(), [], DirectExecutor(None))


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, None), (None, None), (200, {"login": "please"}), (401, None), (500, b"")],
)
def test_polling_goes_on_after_errors(
    loopback: LoopbackEngine, run: Run, status: int | None, body: object
) -> None:
    loopback.faults.append(Fault("fetchAndLock", status, body and {"login": "please"}, times=3))
    task = loopback.add("probe.work")
    worker = run(doing(lambda _data: None))
    loopback.until(lambda: task.outcome == "completed")
    assert worker.pulse.poll_age is not None


def test_a_task_locked_by_a_poll_whose_answer_was_lost_is_run_later(
    loopback: LoopbackEngine, run: Run
) -> None:
    loopback.faults.append(Fault("fetchAndLock", None, after_commit=True))
    task = loopback.add("probe.work")
    run(
        doing(lambda _data: None),
        settings=dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=200)),
    )
    loopback.until(lambda: task.outcome == "completed")


def test_a_stop_lets_running_handlers_finish(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler)
    loopback.until(lambda: runs)
    threading.Timer(0.2, go_on.set).start()
    worker.stop(5)
    assert task.outcome == "completed"
    assert worker.busy == 0


def test_after_a_stop_nothing_is_fetched(loopback: LoopbackEngine, run: Run) -> None:
    worker = run(doing(lambda _data: None))
    loopback.until(lambda: loopback.called("fetchAndLock"))
    worker.stop(5)
    late = loopback.add("probe.work")
    assert not loopback.polling
    assert late.worker is None


def test_what_the_last_poll_brings_goes_back_at_once(loopback: LoopbackEngine, run: Run) -> None:
    handler, runs = counting(lambda _data: None)
    worker = run(handler, settings=dataclasses.replace(QUICK, long_poll=timedelta(seconds=3)))
    loopback.until(lambda: loopback.polling)
    stopping = threading.Thread(target=worker.stop, args=(5,))
    stopping.start()
    loopback.until(worker._stopping.is_set)
    task = loopback.add("probe.work")
    stopping.join(5)
    assert not runs
    assert loopback.called("unlock", task)
    assert task.worker is None
    assert task.retries is None


def test_a_drain_has_a_deadline(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler, settings=dataclasses.replace(QUICK, drain=timedelta(milliseconds=200)))
    loopback.until(lambda: runs)
    began = time.monotonic()
    worker.stop(5)
    assert time.monotonic() - began < 3
    assert not loopback.called("unlock", task), "a running handler must not get a double"
    go_on.set()


def test_locks_are_kept_while_draining(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work")
    handler, runs, go_on = blocked()
    worker = run(
        handler, settings=dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300))
    )
    loopback.until(lambda: runs)
    stopping = threading.Thread(target=worker.stop, args=(5,))
    stopping.start()
    before = len(loopback.called("extendLock", task))
    loopback.until(lambda: len(loopback.called("extendLock", task)) >= before + 2)
    go_on.set()
    stopping.join(5)
    assert task.outcome == "completed"


def test_ghosts_of_an_aborted_poll_are_swept(loopback: LoopbackEngine, run: Run) -> None:
    """The poll outlives the drain, and the engine has locked a task for it meanwhile."""
    worker = run(
        doing(lambda _data: None),
        settings=dataclasses.replace(
            QUICK, long_poll=timedelta(seconds=4), drain=timedelta(milliseconds=300)
        ),
    )
    loopback.until(lambda: loopback.polling)
    ghost = loopback.add("probe.ghost", worker=worker.worker_id)
    ghost.locked_until = time.monotonic() + 60
    worker.stop(5)
    assert loopback.called("unlock", ghost)
    assert ghost.worker is None


def test_a_second_order_ends_at_once(loopback: LoopbackEngine, run: Run) -> None:
    loopback.add("probe.work")
    handler, runs, go_on = blocked()
    worker = run(handler)
    loopback.until(lambda: runs)
    began = time.monotonic()
    worker.stop(0)
    worker.stop(5)
    assert time.monotonic() - began < 3
    go_on.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_gracefully(loopback: LoopbackEngine, number: signal.Signals) -> None:
    task = loopback.add("probe.work")
    before = signal.getsignal(number)
    signalled = threading.Event()

    def signal_meanwhile(_data: Given) -> None:
        os.kill(os.getpid(), number)
        signalled.set()

    worker = Worker(
        loopback.connect(), [doing(signal_meanwhile)], DirectExecutor(None), settings=QUICK
    )
    worker.run()
    assert signalled.is_set()
    assert task.outcome == "completed"
    assert signal.getsignal(number) is before


def test_a_fault_of_the_poller_itself_is_loud(
    loopback: LoopbackEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(
        loopback.connect(), [doing(lambda _data: None)], DirectExecutor(None), settings=QUICK
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
