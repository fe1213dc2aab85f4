"""Start counts and the guard; real killed processes are in ``tests/worker``."""

from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from workers.contract import ExternalTask, OwnershipLost
from workers.runtime.sqlite_starts import SqliteStartCounts
from workers.runtime.starts import PoisonGuard
from workers.testing import FakeEngine

from .conftest import QUICK, Run
from .handlers import counting, doing

TASK = ExternalTask("t1", "a.b", "p", "d:1", "d", "A", "A:1")


@pytest.fixture
def counts(tmp_path: Path) -> SqliteStartCounts:
    return SqliteStartCounts(tmp_path / "starts.sqlite")


def test_starts_are_counted_across_openings(tmp_path: Path) -> None:
    path = tmp_path / "starts.sqlite"
    for expected in (1, 2, 3):
        counts = SqliteStartCounts(path)
        assert counts.started("t1") == expected
        assert counts.started(f"other-{expected}") == 1
        counts.close()


def test_a_run_that_its_process_outlived_does_not_count(counts: SqliteStartCounts) -> None:
    counts.started("t1")
    counts.clear("t1")
    assert counts.started("t1") == 1


def test_two_processes_share_the_counts(tmp_path: Path) -> None:
    one, two = (SqliteStartCounts(tmp_path / "starts.sqlite") for _ in range(2))
    assert (one.started("t1"), two.started("t1"), one.started("t1")) == (1, 2, 3)


def test_threads_lose_no_count(counts: SqliteStartCounts) -> None:
    threads = [
        threading.Thread(target=lambda: [counts.started("t1") for _ in range(50)]) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(10)
    assert counts.started("t1") == 201


def test_the_guard_refuses_the_start_after_the_limit(counts: SqliteStartCounts) -> None:
    for _process in range(2):
        assert PoisonGuard(counts, limit=2).refusal(TASK) is None
    refused = PoisonGuard(counts, limit=2).refusal(TASK)
    assert refused is not None
    assert refused.retries == 0
    assert "2 runs of a.b" in refused.message


def test_tasks_with_a_count_run_one_at_a_time(counts: SqliteStartCounts) -> None:
    """Two tasks ran side by side when the process died: the next death tells which one did it."""
    guard = PoisonGuard(counts, limit=3)
    other = dataclasses.replace(TASK, id="t2")
    fresh = dataclasses.replace(TASK, id="t3")
    for each in (TASK, other):
        counts.started(each.id)
    assert guard.refusal(TASK) is None
    waiting = threading.Thread(target=guard.refusal, args=(other,), daemon=True)
    waiting.start()
    assert guard.refusal(fresh) is None, "who has no count need not wait"
    guard.ended(fresh.id)
    waiting.join(0.2)
    assert waiting.is_alive()
    assert counts.starts(other.id) == 1, "a task that waits is not counted"
    guard.ended(TASK.id)
    waiting.join(5)
    assert counts.starts(other.id) == 2


def test_what_runs_beside_a_killer_is_not_refused_with_it(
    fake: FakeEngine, run: Run, counts: SqliteStartCounts
) -> None:
    """As after two deaths of one process with both tasks in it, and one of the killer alone."""
    killer, innocent = (fake.add_task("probe.work") for _ in range(2))
    for task_id in (killer.id, killer.id, killer.id, innocent.id):
        counts.started(task_id)
    handler, runs = counting(lambda _data: None)
    run(handler, starts=counts)
    fake.until(lambda: killer.incident and innocent.completed)
    assert len(runs) == 1
    assert not innocent.incident


def test_without_counts_nothing_is_refused() -> None:
    guard = PoisonGuard(None, limit=1)
    assert all(guard.refusal(TASK) is None for _ in range(5))


@pytest.mark.parametrize("outcome", ["done", "failed", "lost"])
def test_every_end_of_a_run_clears_its_count(
    fake: FakeEngine, run: Run, counts: SqliteStartCounts, outcome: str
) -> None:
    def action(_data: object) -> None:
        if outcome == "failed":
            raise RuntimeError
        if outcome == "lost":
            raise OwnershipLost

    handler, runs = counting(action)
    task = fake.add_task("probe.work")
    worker = run(handler, starts=counts)
    fake.until(lambda: runs and not worker.busy)
    assert counts.started(task.id) == 1


def test_a_poisoned_task_does_not_run(
    fake: FakeEngine, run: Run, counts: SqliteStartCounts
) -> None:
    task = fake.add_task("probe.work")
    for _ in range(3):
        counts.started(task.id)
    handler, runs = counting(lambda _data: None)
    run(handler, starts=counts)
    fake.until(lambda: task.incident)
    assert not runs
    assert task.last_failure
    assert "ended their worker process" in str(task.last_failure.message)


class Broken:
    """Counts that cannot be written."""

    def starts(self, task_id: str) -> int:
        return 0

    def started(self, task_id: str) -> int:
        raise OSError("no space left")

    def clear(self, task_id: str) -> None:
        raise OSError("no space left")


def test_counts_that_cannot_be_written_are_a_failure_and_no_silence(
    fake: FakeEngine, run: Run
) -> None:
    handler, runs = counting(lambda _data: None)
    task = fake.add_task("probe.work")
    run(handler, starts=Broken())
    fake.until(lambda: task.last_failure)
    assert task.last_failure
    assert task.last_failure.retries == 2
    assert not runs


def test_a_run_that_outlasts_an_orderly_stop_is_no_crash(
    fake: FakeEngine, run: Run, counts: SqliteStartCounts
) -> None:
    task = fake.add_task("probe.work")
    go_on, running = threading.Event(), threading.Event()

    def hang(_data: object) -> None:
        running.set()
        go_on.wait(10)

    worker = run(
        doing(hang),
        starts=counts,
        settings=dataclasses.replace(QUICK, drain=timedelta(milliseconds=50)),
    )
    assert running.wait(5)
    worker.stop(5)
    assert counts.started(task.id) == 1
    go_on.set()
