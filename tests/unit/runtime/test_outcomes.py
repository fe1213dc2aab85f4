"""How an execution ends and what the engine hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog

from workers.contract import BpmnError, PermanentFailure, TransientFailure

from .conftest import Run
from .handlers import SECRET, Given, Told, counting, doing, text
from .loopback import LoopbackEngine, Task


def failing(error: Exception):
    def action(_data: Given) -> Told:
        raise error

    return doing(action)


def failed(loopback: LoopbackEngine, task: Task) -> dict[str, object]:
    loopback.until(lambda: task.failure)
    assert task.failure is not None
    return task.failure


def test_a_done_task_is_completed_with_typed_variables(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work", text("投诉"))
    run(doing(lambda data: Told(echo_text=data.text, count=3)))
    loopback.until(lambda: task.outcome == "completed")
    (call,) = loopback.called("complete", task)
    assert call.body["variables"] == {
        "echoText": {"value": "投诉", "type": "String"},
        "count": {"value": 3, "type": "Integer"},
    }


def test_an_output_that_was_never_set_leaves_the_variable_alone(
    loopback: LoopbackEngine, run: Run
) -> None:
    task = loopback.add("probe.work")
    run(doing(lambda _data: Told(echo_text=None)))
    loopback.until(lambda: task.outcome)
    (call,) = loopback.called("complete", task)
    assert call.body["variables"] == {"echoText": {"value": None, "type": "Null"}}


def test_only_declared_variables_are_fetched(loopback: LoopbackEngine, run: Run) -> None:
    run(doing(lambda _data: None))
    loopback.until(lambda: loopback.called("fetchAndLock"))
    (topic,) = loopback.called("fetchAndLock")[0].body["topics"]
    assert topic["variables"] == ["text", "amount"]


def test_a_passing_fault_is_retried_as_the_model_says(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work", properties={"retries": "R5/PT10M"})
    run(failing(TransientFailure("the mail server is away")))
    failure = failed(loopback, task)
    assert failure["errorMessage"] == "the mail server is away"
    assert failure["retries"] == 4
    assert 600_000 <= int(str(failure["retryTimeout"])) <= 660_000


def test_the_last_attempt_ends_in_an_incident(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work", retries=1)
    run(failing(TransientFailure("still away")))
    failed(loopback, task)
    assert task.incident


def test_an_unreadable_schedule_falls_back_to_the_default(
    loopback: LoopbackEngine, run: Run
) -> None:
    task = loopback.add("probe.work", properties={"retries": "soon"})
    run(failing(TransientFailure("away")))
    assert failed(loopback, task)["retries"] == 2


def test_a_retry_at_once_is_woken_by_an_unlock(loopback: LoopbackEngine, run: Run) -> None:
    def first_fails(_data: Given) -> None:
        if len(runs) == 1:
            raise TransientFailure("again", timedelta())

    handler, runs = counting(first_fails)
    task = loopback.add("probe.work")
    run(handler)
    loopback.until(lambda: task.outcome == "completed")
    assert loopback.called("unlock", task)
    assert len(runs) == 2
    (failure,) = loopback.called("failure", task)
    assert failure.body["retryTimeout"] > 0, "else the unlock may free somebody's new lock"


def test_an_incident_is_not_woken(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work")
    worker = run(failing(PermanentFailure("the template is missing; deploy it")))
    assert failed(loopback, task)["retries"] == 0
    worker.stop(5)
    assert task.incident
    assert not loopback.called("unlock", task)


def test_a_business_fact_is_a_bpmn_error(loopback: LoopbackEngine, run: Run) -> None:
    task = loopback.add("probe.work")
    run(failing(BpmnError("NO_STOCK", "nothing left", {"left": 0})))
    loopback.until(lambda: task.outcome == "NO_STOCK")
    (call,) = loopback.called("bpmnError", task)
    assert call.body["variables"] == {"left": {"value": 0, "type": "Integer"}}
    assert call.body["errorMessage"] == "nothing left"


def test_an_undeclared_bpmn_error_is_an_incident_and_no_silent_end(
    loopback: LoopbackEngine, run: Run
) -> None:
    task = loopback.add("probe.work")
    run(failing(BpmnError("TYPO", "x")))
    failure = failed(loopback, task)
    assert task.incident
    assert "TYPO" in str(failure["errorMessage"])
    assert not loopback.called("bpmnError", task)


@pytest.mark.parametrize(
    "error", [KeyError(SECRET), ValueError(SECRET), SystemExit(SECRET), RuntimeError(SECRET)]
)
def test_an_unknown_exception_is_retried_and_named_by_its_class(
    loopback: LoopbackEngine, run: Run, error: BaseException
) -> None:
    def action(_data: Given) -> Told:
        raise error

    task = loopback.add("probe.work")
    run(doing(action))
    failure = failed(loopback, task)
    assert failure["retries"] == 2
    assert type(error).__name__ in str(failure["errorMessage"])
    assert "in action" in str(failure["errorDetails"])
    assert SECRET not in repr(failure)


def test_an_input_that_does_not_fit_names_fields_and_no_values(
    loopback: LoopbackEngine, run: Run
) -> None:
    variables = {"amount": {"type": "String", "value": SECRET, "valueInfo": {}}}
    task = loopback.add("probe.work", variables)
    run(doing(lambda _data: None))
    failure = failed(loopback, task)
    assert failure["errorMessage"] == "Given does not accept: amount (int_parsing)"
    assert task.incident
    assert SECRET not in repr(failure)


def test_an_output_that_cannot_be_carried_is_an_incident(
    loopback: LoopbackEngine, run: Run
) -> None:
    handler, runs = counting(lambda _data: Told(echo_text="长" * 4001))
    task = loopback.add("probe.work")
    run(handler)
    assert "echoText" in str(failed(loopback, task)["errorMessage"])
    assert task.incident
    assert len(runs) == 1


def test_an_unreadable_task_is_an_incident_and_costs_no_other(
    loopback: LoopbackEngine, run: Run
) -> None:
    bad = loopback.add("probe.work", {"text": {"type": "Json", "value": "{" + SECRET}})
    good = loopback.add("probe.work", text("gut"))
    run(doing(lambda _data: None))
    loopback.until(lambda: good.outcome == "completed")
    failure = failed(loopback, bad)
    assert bad.incident
    assert SECRET not in repr(failure)


def test_no_log_line_holds_a_value(loopback: LoopbackEngine, run: Run) -> None:
    with structlog.testing.capture_logs() as lines:
        done = loopback.add("probe.work", text(SECRET))
        run(doing(lambda data: Told(echo_text=data.text)), failing_topic())
        broken = loopback.add("probe.other", text(SECRET))
        loopback.until(lambda: done.outcome and broken.failure)
        loopback.until(lambda: {"task.completed", "task.failed"} <= {x["event"] for x in lines})
    assert SECRET not in repr(lines)
    completed = next(line for line in lines if line["event"] == "task.completed")
    assert completed["output"] == {"echoText": f"str[{len(SECRET)}]"}


def failing_topic():
    def action(data: Given) -> Told:
        raise ValueError(data.text)

    return doing(action, "probe.other")
