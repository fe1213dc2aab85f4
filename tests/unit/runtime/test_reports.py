"""A finished result reaches the engine, or the engine says that it is not ours any more."""

from __future__ import annotations

from typing import Any

import pytest

from workers.contract import ExternalTask
from workers.runtime import Complete, Delivery, Report

from .conftest import Run
from .handlers import Told, counting, text
from .loopback import Fault, LoopbackEngine


class Heard:
    """Collects what the worker says about its reports."""

    def __init__(self) -> None:
        self.all: list[tuple[str, type[Report], Delivery]] = []

    def __call__(self, task: ExternalTask, report: Report, delivery: Delivery) -> None:
        self.all.append((task.id, type(report), delivery))

    @property
    def last(self) -> Delivery | None:
        return self.all[-1][2] if self.all else None


def engine_said(message: str, **more: Any) -> dict[str, Any]:
    return {"type": "ProcessEngineException", "message": message, "code": 0, **more}


@pytest.mark.parametrize(
    "fault",
    [
        Fault("complete", 500, engine_said("x", code=1), times=4),
        Fault("complete", 500, engine_said("too many requests"), times=4),
        Fault("complete", 503, None, times=4),
        Fault("complete", 404, {"status": 404, "error": "no engine here"}, times=4),
        Fault("complete", 409, engine_said("x")),
        Fault("complete", 401, None),
        Fault("complete", None, times=4),
        Fault("complete", 400, engine_said("ENGINE-03043 … is suspended."), times=4),
        Fault("complete", 500, engine_said("downstream"), times=2),
    ],
    ids=lambda fault: f"{fault.status}",
)
def test_a_report_is_repeated_and_the_handler_is_not(
    loopback: LoopbackEngine, run: Run, fault: Fault
) -> None:
    loopback.faults.append(fault)
    times = fault.times
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = loopback.add("probe.work", text("a"))
    run(handler, on_report=heard)
    loopback.until(lambda: heard.last is Delivery.ACCEPTED)
    assert task.outcome == "completed"
    assert len(loopback.called("complete", task)) == times + 1
    assert runs == ["a"]
    assert task.failure is None


def test_an_answer_lost_after_the_commit_means_gone(loopback: LoopbackEngine, run: Run) -> None:
    loopback.faults.append(Fault("complete", None, after_commit=True))
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = loopback.add("probe.work")
    run(handler, on_report=heard)
    loopback.until(lambda: heard.all)
    assert heard.all == [(task.id, Complete, Delivery.GONE)]
    assert len(runs) == 1
    assert task.failure is None


def test_a_withdrawn_task_is_told_so_that_its_effect_can_be_undone(
    loopback: LoopbackEngine, run: Run
) -> None:
    def withdraw(_data: object) -> None:
        loopback.tasks["t1"].outcome = "cancelled"

    handler, _ = counting(withdraw)
    heard = Heard()
    loopback.add("probe.work")
    run(handler, on_report=heard)
    loopback.until(lambda: heard.last is Delivery.GONE)


def test_a_task_that_another_worker_holds_is_left_to_it(loopback: LoopbackEngine, run: Run) -> None:
    def taken(_data: object) -> None:
        loopback.tasks["t1"].worker = "another"

    handler, runs = counting(taken)
    heard = Heard()
    task = loopback.add("probe.work")
    run(handler, on_report=heard)
    loopback.until(lambda: heard.last is Delivery.LOST)
    assert task.failure is None
    assert len(runs) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("complete", 400, engine_said("Cannot convert value '张三' of type 'Integer'")),
        Fault("complete", 500, engine_said("persistence", code=10002)),
    ],
    ids=["400", "too-long"],
)
def test_a_refused_content_is_an_incident_without_the_value(
    loopback: LoopbackEngine, run: Run, fault: Fault
) -> None:
    loopback.faults.append(fault)
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = loopback.add("probe.work")
    run(handler, on_report=heard)
    loopback.until(lambda: heard.last is Delivery.FAILED_INSTEAD)
    assert task.incident
    assert len(loopback.called("complete", task)) == 1
    assert len(runs) == 1
    assert "张三" not in repr(task.failure)


def test_an_engine_that_cannot_go_on_gets_a_failure_with_retries(
    loopback: LoopbackEngine, run: Run
) -> None:
    loopback.faults.append(Fault("complete", 500, engine_said("Unknown property"), times=99))
    handler, runs = counting(lambda _data: None)
    heard = Heard()
    task = loopback.add("probe.work")
    run(handler, on_report=heard)
    loopback.until(lambda: heard.last is Delivery.FAILED_INSTEAD)
    assert len(loopback.called("complete", task)) == 3
    assert task.failure is not None
    assert task.failure["retries"] == 2
    assert "could not go on" in task.failure["errorMessage"]
    assert len(runs) == 1


def test_an_output_read_back_is_the_one_that_was_reported(
    loopback: LoopbackEngine, run: Run
) -> None:
    loopback.faults.append(Fault("complete", 503, None, times=2))
    handler, _ = counting(lambda _data: Told(count=7))
    task = loopback.add("probe.work")
    run(handler)
    loopback.until(lambda: task.outcome)
    bodies = [call.body for call in loopback.called("complete", task)]
    assert bodies == [bodies[0]] * 3
