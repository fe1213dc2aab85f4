"""Ownership is the worker id, not the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.contract.worker import AFTER, LONG, SHORT, Refusal, WorkerSide

SOMEBODY_ELSES = {
    "complete": ({}, "External Task TASK cannot be completed by worker 'bob'"),
    "failure": ({}, "Failure of External Task TASK cannot be reported by worker 'bob'"),
    "bpmnError": (
        {"errorCode": "CAUGHT"},
        "Bpmn error of External Task TASK cannot be reported by worker 'bob'",
    ),
    "extendLock": (
        {"newDuration": 1000},
        "The lock of the External Task TASK cannot be extended by worker 'bob''",
    ),
    "lock": ({"lockDuration": 1000}, "External Task TASK cannot be locked by worker 'bob'"),
}


def until(shown: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(shown["lockExpirationTime"])


@pytest.mark.parametrize("verb", SOMEBODY_ELSES)
def test_what_another_worker_holds_is_refused_with_400(
    alice: WorkerSide, bob: WorkerSide, verb: str
) -> None:
    _, task = alice.begin_and_take()
    body, complaint = SOMEBODY_ELSES[verb]
    assert bob.refused(task, verb, **body) == Refusal(
        400, "RestException", 0, f"{complaint}. It is locked by worker 'alice'."
    )


@pytest.mark.parametrize("verb", [*SOMEBODY_ELSES, "unlock"])
def test_a_task_that_is_not_there_is_refused_with_404(alice: WorkerSide, verb: str) -> None:
    body, _ = SOMEBODY_ELSES.get(verb, ({}, ""))
    assert alice.refused("nowhere", verb, **body) == Refusal(
        404, "RestException", 0, "External task with id TASK does not exist"
    )


@pytest.mark.parametrize("verb", ["complete", "failure", "bpmnError", "extendLock"])
def test_a_task_that_nobody_ever_locked_belongs_to_nobody(alice: WorkerSide, verb: str) -> None:
    _, task = alice.begin_and_take()
    alice.say(task, "unlock")
    body, _ = SOMEBODY_ELSES[verb]
    refusal = alice.refused(task, verb, **body)
    assert (refusal.status, refusal.type) == (400, "RestException")
    assert refusal.message.endswith("It is locked by worker 'null'.")


def test_a_locked_task_is_not_fetched_by_anybody(alice: WorkerSide, bob: WorkerSide) -> None:
    alice.begin_and_take()
    assert bob.fetch() == []
    assert alice.fetch() == []


def test_an_expired_lock_can_still_be_completed(alice: WorkerSide) -> None:
    instance, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    alice.complete(task, done={"value": True, "type": "Boolean"})
    assert alice.variables(instance)["done"]["value"] is True


@pytest.mark.parametrize("verb", ["failure", "bpmnError"])
def test_an_expired_lock_can_still_report_anything(alice: WorkerSide, verb: str) -> None:
    _, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    alice.say(task, verb, errorCode="CAUGHT", retries=1)


def test_an_expired_task_is_delivered_again_with_its_retries_untouched(
    alice: WorkerSide, bob: WorkerSide
) -> None:
    _, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    (again,) = bob.fetch()
    assert again["id"] == task
    assert again["retries"] is None
    assert alice.refused(task, "complete").message.endswith("It is locked by worker 'bob'.")


def test_an_expired_lock_cannot_be_extended(alice: WorkerSide) -> None:
    _, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    refusal = alice.refused(task, "extendLock", newDuration=1000)
    assert (refusal.status, refusal.type, refusal.code) == (400, "RestException", 0)
    assert refusal.message.startswith(
        "Cannot extend a lock that expired: lockExpirationTime is not greater than or equal to "
    )


def test_an_expired_lock_can_be_locked_again_by_its_owner(
    alice: WorkerSide, bob: WorkerSide
) -> None:
    _, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    alice.say(task, "lock", lockDuration=600_000)
    assert bob.fetch() == []
    alice.complete(task)


def test_an_expired_lock_can_be_taken_by_name(alice: WorkerSide, bob: WorkerSide) -> None:
    _, task = alice.begin_and_take(SHORT)
    alice.rig.pass_time(AFTER)
    bob.say(task, "lock", lockDuration=600_000)
    bob.complete(task)


def test_an_own_lock_can_be_locked_again_at_any_time(alice: WorkerSide) -> None:
    _, task = alice.begin_and_take()
    before = until(alice.see(task))
    alice.say(task, "lock", lockDuration=3_600_000)
    assert until(alice.see(task)) > before


def test_an_extension_counts_from_now_and_can_shorten(alice: WorkerSide, bob: WorkerSide) -> None:
    _, task = alice.begin_and_take(LONG)
    before = until(alice.see(task))
    alice.say(task, "extendLock", newDuration=400)
    assert until(alice.see(task)) < before
    alice.rig.pass_time(AFTER)
    assert bob.take() == task


@pytest.mark.parametrize(
    ("verb", "field", "named"),
    [("extendLock", "newDuration", "lockTime"), ("lock", "lockDuration", "lockDuration")],
)
@pytest.mark.parametrize("duration", [None, 0, -5])
def test_a_lock_needs_a_duration(
    alice: WorkerSide, verb: str, field: str, named: str, duration: int | None
) -> None:
    _, task = alice.begin_and_take()
    assert alice.refused(task, verb, **{field: duration}) == Refusal(
        400, "RestException", 0, f"{named} is not greater than 0"
    )


def test_unlock_asks_for_no_owner(alice: WorkerSide, bob: WorkerSide) -> None:
    _, task = alice.begin_and_take()
    bob.rig.engine.worker_calls.unlock(task)
    shown = alice.see(task)
    assert shown["workerId"] is None
    assert shown["lockExpirationTime"] is None
    assert shown["retries"] is None
    assert bob.take() == task


def test_the_sweep_finds_what_a_worker_holds(alice: WorkerSide, bob: WorkerSide) -> None:
    find = alice.rig.engine.external_tasks.find
    _, task = alice.begin_and_take()
    mine = find(worker_id="alice", topic=alice.topic, locked=True)
    assert [each.id for each in mine] == [task]
    assert find(worker_id="bob", topic=alice.topic, locked=True) == []
    alice.say(task, "extendLock", newDuration=400)
    alice.rig.pass_time(AFTER)
    assert find(worker_id="alice", topic=alice.topic, locked=True) == []
    assert [each.worker_id for each in find(topic=alice.topic)] == ["alice"]


def test_a_lock_ends_when_the_engine_says(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic)
    (task,) = alice.fetch(timedelta(minutes=10))
    begun = datetime.fromisoformat(task["createTime"])
    # The instance has begun shortly before; on a loaded machine some seconds before.
    assert timedelta(minutes=10) <= until(task) - begun < timedelta(minutes=11)
