"""A finished result reaches the engine, or the engine says that it is not ours any more."""

from __future__ import annotations

import pytest

from workers.contract import ExternalTask
from workers.runtime import Complete, Delivery, Report
from workers.testing import FakeEngine, Fault, dropped, gateway_error, refused, server_error

from .conftest import Run
from .handlers import Told, counting, text


class Heard:
    """Collects what the worker says about its reports."""

    def __init__(self) -> None:
        self.all: list[tuple[str, type[Report], Delivery]] = []

    def __call__(self, task: ExternalTask, report: Report, delivery: Delivery) -> None:
        self.all.append((task.id, type(report), delivery))

    @property
    def last(self) -> Delivery | None:
        return self.all[-1][2] if self.all else None


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        (server_error("x", code=1), 4),
        (server_error("too many requests"), 4),
        (gateway_error(503), 4),
        (gateway_error(404), 4),
        (refused(409, "x"), 1),
        (refused(401, "log in"), 1),
        (dropped(), 4),
        (refused(400, "ENGINE-03043 … is suspended."), 4),
        (server_error("downstream"), 2),
    ],
    ids=["locking", "busy", "503", "no engine", "409", "401", "dropped", "suspended", "500"],
)
def test_a_report_is_repeated_and_the_handler_is_not(
    fake: FakeEngine, run: Run, fault: Fault, times: int
) -> None:
    fake.faults.add("complete", fault, times=times)
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = fake.add_task("probe.work", text("a"))
    run(handler, on_report=heard)
    fake.until(lambda: heard.last is Delivery.ACCEPTED)
    assert task.completed
    assert fake.faults.left == []
    assert runs == ["a"]
    assert task.last_failure is None


def test_an_answer_lost_after_the_commit_means_gone(fake: FakeEngine, run: Run) -> None:
    fake.faults.add("complete", dropped(after_commit=True))
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = fake.add_task("probe.work")
    run(handler, on_report=heard)
    fake.until(lambda: heard.all)
    assert heard.all == [(task.id, Complete, Delivery.GONE)]
    assert len(runs) == 1
    assert task.last_failure is None


def test_a_withdrawn_task_is_told_so_that_its_effect_can_be_undone(
    fake: FakeEngine, run: Run
) -> None:
    def withdraw(_data: object) -> None:
        fake.end(task.instance)

    handler, _ = counting(withdraw)
    heard = Heard()
    task = fake.add_task("probe.work")
    run(handler, on_report=heard)
    fake.until(lambda: heard.last is Delivery.GONE)


def test_a_task_that_another_worker_holds_is_left_to_it(fake: FakeEngine, run: Run) -> None:
    def taken(_data: object) -> None:
        task.worker_id = "another"

    handler, runs = counting(taken)
    heard = Heard()
    task = fake.add_task("probe.work")
    run(handler, on_report=heard)
    fake.until(lambda: heard.last is Delivery.LOST)
    assert task.last_failure is None
    assert len(runs) == 1


@pytest.mark.parametrize(
    "fault",
    [
        refused(400, "Cannot convert value '张三' of type 'Integer'"),
        server_error("persistence of 张三", code=10002),
    ],
    ids=["400", "too-long"],
)
def test_a_refused_content_is_an_incident_without_the_value(
    fake: FakeEngine, run: Run, fault: Fault
) -> None:
    fake.faults.add("complete", fault)
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = fake.add_task("probe.work")
    run(handler, on_report=heard)
    fake.until(lambda: heard.last is Delivery.FAILED_INSTEAD)
    assert task.incident
    assert len(runs) == 1
    assert "张三" not in repr(task.last_failure)


def test_an_engine_that_cannot_go_on_gets_a_failure_with_retries(
    fake: FakeEngine, run: Run
) -> None:
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = fake.add_task("probe.work", stuck_after="Unknown property")
    run(handler, on_report=heard)
    fake.until(lambda: heard.last is Delivery.FAILED_INSTEAD)
    assert len(fake.called("complete", task)) == 3
    assert task.last_failure is not None
    assert task.last_failure.retries == 2
    assert "could not go on" in str(task.last_failure.message)
    assert len(runs) == 1


def test_every_try_of_a_report_says_the_same(fake: FakeEngine, run: Run) -> None:
    handler, _ = counting(lambda _data: Told(count=7))
    task = fake.add_task("probe.work", stuck_after="Unknown property")
    run(handler)
    fake.until(lambda: task.last_failure)
    bodies = [call.body for call in fake.called("complete", task)]
    assert bodies == [bodies[0]] * 3
