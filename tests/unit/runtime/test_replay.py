"""Replay: the answer of the first run is repeated, the run is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from workers.contract import BpmnError, Completion, ExternalTask, Outcome, TransientFailure
from workers.runtime import DirectExecutor, RecordedResult, ReplayExecutor
from workers.runtime.held_task import HeldTask
from workers.runtime.sqlite_results import SqliteResults
from workers.testing import FakeEngine, server_error

from .conftest import QUICK, Run
from .handlers import Given, Told, counting, doing


@pytest.fixture
def ledger(tmp_path: Path) -> SqliteResults:
    return SqliteResults(tmp_path / "results.sqlite")


def test_a_redelivered_task_repeats_its_answer(
    fake: FakeEngine, run: Run, ledger: SqliteResults
) -> None:
    handler, runs = counting(lambda _data: Told(echo_text="first", count=len(runs)))
    executor = ReplayExecutor(DirectExecutor(None), ledger)
    task = fake.add_task("probe.work")
    # The engine cannot go on after the first run, so its result is reported as a failure.
    fake.faults.add("complete", server_error(), times=QUICK.report_tries)
    worker = run(handler, executor=executor)
    fake.until(lambda: task.last_failure and not worker.busy)
    fake.advance(timedelta(hours=2))
    fake.until(lambda: task.completed)
    assert task.completed_with == {"echoText": "first", "count": 1}
    assert task.deliveries == 2
    assert len(runs) == 1


def test_a_new_task_of_the_same_effect_repeats_the_answer(
    fake: FakeEngine, run: Run, ledger: SqliteResults
) -> None:
    """An engine restored from a backup gives a new id to the same work."""

    def by_activity(_handler: object, task: ExternalTask) -> str:
        return task.activity_id

    handler, runs = counting(lambda _data: None)
    run(handler, executor=ReplayExecutor(DirectExecutor(None), ledger, by_activity))
    tasks = [fake.add_task("probe.work"), fake.add_task("probe.work")]
    for task in tasks:
        fake.until(lambda task=task: task.completed)
    assert 1 <= len(runs) <= 2  # both may start before either is recorded
    third = fake.add_task("probe.work")
    before = len(runs)
    fake.until(lambda: third.completed)
    assert len(runs) == before


def test_a_business_fact_is_replayed(fake: FakeEngine, run: Run, ledger: SqliteResults) -> None:
    def refuse(_data: Given) -> Told:
        raise BpmnError("NO_STOCK", "none left", {"left": 0})

    handler, runs = counting(refuse)
    fake.faults.add("bpmnError", server_error(), times=3)
    task = fake.add_task("probe.work", extension_properties={"retries": "PT0S,PT0S"})
    run(handler, executor=ReplayExecutor(DirectExecutor(None), ledger))
    fake.until(lambda: task.bpmn_error)
    assert len(runs) == 1


def test_a_business_fact_is_recorded_whether_returned_or_raised(ledger: SqliteResults) -> None:
    class Raising:
        def execute(self, handler: object, context: object) -> Outcome:
            raise BpmnError("NO_STOCK", "none")

    held = HeldTask(
        ExternalTask("t1", "a.b", "p", "d:1", "d", "A", "A:1"), 1e9, timedelta(seconds=1)
    )
    outcome = ReplayExecutor(Raising(), ledger).execute(doing(lambda _data: None), held)
    assert isinstance(outcome, BpmnError)
    known = ledger.find("t1")
    assert known is not None
    assert isinstance(known.outcome, BpmnError)
    ledger.forget("t1")
    assert ledger.find("t1") is None


def test_a_failure_is_run_again(fake: FakeEngine, run: Run, ledger: SqliteResults) -> None:
    def fails_once(_data: Given) -> None:
        if len(runs) == 1:
            raise TransientFailure("away")

    handler, runs = counting(fails_once)
    task = fake.add_task("probe.work", extension_properties={"retries": "PT0S,PT0S"})
    run(handler, executor=ReplayExecutor(DirectExecutor(None), ledger))
    fake.until(lambda: task.completed)
    assert len(runs) == 2


def test_a_ledger_keeps_the_first_result_and_its_types(ledger: SqliteResults) -> None:
    when = datetime(2026, 1, 31, tzinfo=UTC)
    said = {"when": when, "n": 2**40, "list": [1, {"a": None}], "none": None, "yes": True}
    ledger.record(RecordedResult("k", "t1", Completion(said)))
    ledger.record(RecordedResult("k", "t2", Completion({})))
    known = ledger.find("k")
    assert known is not None
    assert (known.task_id, known.outcome) == ("t1", Completion(said))
    assert ledger.find("other") is None


def test_money_is_replayed_as_the_text_that_the_engine_got(ledger: SqliteResults) -> None:
    ledger.record(RecordedResult("k", "t1", Completion({"amount": Decimal("12.50")})))
    known = ledger.find("k")
    assert known is not None
    assert known.outcome.variables == {"amount": "12.50"}


def test_a_ledger_outlives_its_process(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    first = SqliteResults(path)
    first.record(RecordedResult("k", "t1", BpmnError("NO_STOCK", "none", {"left": 0})))
    first.close()
    known = SqliteResults(path).find("k")
    assert known is not None
    assert isinstance(known.outcome, BpmnError)
    assert (known.outcome.code, known.outcome.message) == ("NO_STOCK", "none")
    assert known.outcome.variables == {"left": 0}


def test_old_results_can_be_dropped(ledger: SqliteResults) -> None:
    ledger.record(RecordedResult("k", "t1", Completion()))
    assert ledger.drop_older_than(timedelta(days=1)) == 0
    assert ledger.drop_older_than(timedelta(seconds=-2)) == 1
    assert ledger.find("k") is None
