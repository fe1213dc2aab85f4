"""How an execution ends and what the engine hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog

from workers.contract import BpmnError, PermanentFailure, TransientFailure
from workers.engine import EngineUnreachable
from workers.testing import FakeEngine, FakeTask
from workers.testing.fake_engine.tasks import Failure

from .conftest import Run
from .handlers import SECRET, Given, Told, counting, doing, text


def failing(error: Exception):
    def action(_data: Given) -> Told:
        raise error

    return doing(action)


def failed(fake: FakeEngine, task: FakeTask) -> Failure:
    fake.until(lambda: task.last_failure)
    assert task.last_failure is not None
    return task.last_failure


def test_a_done_task_is_completed_with_typed_variables(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work", text("投诉"))
    run(doing(lambda data: Told(echo_text=data.text, count=3)))
    fake.until(lambda: task.completed)
    (call,) = fake.called("complete", task)
    assert call.body["variables"] == {
        "echoText": {"value": "投诉", "type": "String"},
        "count": {"value": 3, "type": "Integer"},
    }


def test_an_output_that_was_never_set_leaves_the_variable_alone(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    run(doing(lambda _data: Told(echo_text=None)))
    fake.until(lambda: task.completed)
    (call,) = fake.called("complete", task)
    assert call.body["variables"] == {"echoText": {"value": None, "type": "Null"}}


def test_only_declared_variables_are_fetched(fake: FakeEngine, run: Run) -> None:
    run(doing(lambda _data: None))
    fake.until(lambda: fake.called("fetchAndLock"))
    (topic,) = fake.called("fetchAndLock")[0].body["topics"]
    assert topic["variables"] == ["text", "amount"]


def test_a_passing_fault_is_retried_as_the_model_says(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work", extension_properties={"retries": "R5/PT10M"})
    run(failing(TransientFailure("the mail server is away")))
    failure = failed(fake, task)
    assert failure.message == "the mail server is away"
    assert failure.retries == 4
    assert timedelta(minutes=10) <= failure.wait <= timedelta(minutes=11)


@pytest.mark.parametrize(
    ("retries", "schedule", "seconds"),
    [(None, "R3/PT10M", 10), (None, "R3/PT4S", 4), (2, "R3/PT10M", 600)],
    ids=["the first time soon", "never later than the model says", "then as the model says"],
)
def test_a_question_to_the_engine_that_broke_costs_seconds(
    fake: FakeEngine, run: Run, retries: int | None, schedule: str, seconds: int
) -> None:
    task = fake.add_task("probe.work", retries=retries, extension_properties={"retries": schedule})
    run(failing(EngineUnreachable("POST", "/message", "the connection broke")))
    failure = failed(fake, task)
    assert failure.retries == (2 if retries is None else 1)
    assert seconds <= failure.wait.total_seconds() <= seconds * 1.1


def test_the_last_attempt_ends_in_an_incident(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work", retries=1)
    run(failing(TransientFailure("still away")))
    failed(fake, task)
    assert task.incident


def test_an_unreadable_schedule_falls_back_to_the_default(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work", extension_properties={"retries": "soon"})
    run(failing(TransientFailure("away")))
    assert failed(fake, task).retries == 2


def test_a_retry_at_once_is_woken_by_an_unlock(fake: FakeEngine, run: Run) -> None:
    def first_fails(_data: Given) -> None:
        if len(runs) == 1:
            raise TransientFailure("again", timedelta())

    handler, runs = counting(first_fails)
    task = fake.add_task("probe.work")
    run(handler)
    fake.until(lambda: task.completed)
    assert fake.called("unlock", task)
    assert len(runs) == 2
    (failure,) = fake.called("failure", task)
    assert failure.body["retryTimeout"] > 0, "else the unlock may free somebody's new lock"


def test_an_incident_is_not_woken(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    worker = run(failing(PermanentFailure("the template is missing; deploy it")))
    assert failed(fake, task).retries == 0
    worker.stop(5)
    assert task.incident
    assert not fake.called("unlock", task)


def test_a_business_fact_is_a_bpmn_error(fake: FakeEngine, run: Run) -> None:
    task = fake.add_task("probe.work")
    run(failing(BpmnError("NO_STOCK", "nothing left", {"left": 0})))
    fake.until(lambda: task.bpmn_error)
    (call,) = fake.called("bpmnError", task)
    assert call.body["variables"] == {"left": {"value": 0, "type": "Integer"}}
    assert call.body["errorMessage"] == "nothing left"


def test_an_undeclared_bpmn_error_is_an_incident_and_no_silent_end(
    fake: FakeEngine, run: Run
) -> None:
    task = fake.add_task("probe.work")
    run(failing(BpmnError("TYPO", "x")))
    failure = failed(fake, task)
    assert task.incident
    assert "TYPO" in str(failure.message)
    assert not fake.called("bpmnError", task)


@pytest.mark.parametrize(
    "error", [KeyError(SECRET), ValueError(SECRET), SystemExit(SECRET), RuntimeError(SECRET)]
)
def test_an_unknown_exception_is_retried_and_named_by_its_class(
    fake: FakeEngine, run: Run, error: BaseException
) -> None:
    def action(_data: Given) -> Told:
        raise error

    task = fake.add_task("probe.work")
    run(doing(action))
    failure = failed(fake, task)
    assert failure.retries == 2
    assert type(error).__name__ in str(failure.message)
    assert "in action" in str(failure.details)
    assert SECRET not in repr(failure)


def test_an_input_that_does_not_fit_names_fields_and_no_values(fake: FakeEngine, run: Run) -> None:
    variables = {"amount": SECRET}
    task = fake.add_task("probe.work", variables)
    run(doing(lambda _data: None))
    failure = failed(fake, task)
    assert failure.message == "Given does not accept: amount (int_parsing)"
    assert task.incident
    assert SECRET not in repr(failure)


def test_an_output_that_cannot_be_carried_is_an_incident(fake: FakeEngine, run: Run) -> None:
    handler, runs = counting(lambda _data: Told(echo_text="长" * 4001))
    task = fake.add_task("probe.work")
    run(handler)
    assert "echoText" in str(failed(fake, task).message)
    assert task.incident
    assert len(runs) == 1


def test_an_unreadable_task_is_an_incident_and_costs_no_other(fake: FakeEngine, run: Run) -> None:
    bad = fake.add_task("probe.work")
    bad.instance.stored["text"] = {"type": "Json", "value": "{" + SECRET, "valueInfo": {}}
    good = fake.add_task("probe.work", text("gut"))
    run(doing(lambda _data: None))
    fake.until(lambda: good.completed)
    failure = failed(fake, bad)
    assert bad.incident
    assert SECRET not in repr(failure)


def test_no_log_line_holds_a_value(fake: FakeEngine, run: Run) -> None:
    with structlog.testing.capture_logs() as lines:
        done = fake.add_task("probe.work", text(SECRET))
        run(doing(lambda data: Told(echo_text=data.text)), failing_topic())
        broken = fake.add_task("probe.other", text(SECRET))
        fake.until(lambda: done.completed and broken.last_failure)
        fake.until(lambda: {"task.completed", "task.failed"} <= {x["event"] for x in lines})
    assert SECRET not in repr(lines)
    completed = next(line for line in lines if line["event"] == "task.completed")
    assert completed["output"] == {"echoText": f"str[{len(SECRET)}]"}


def failing_topic():
    def action(data: Given) -> Told:
        raise ValueError(data.text)

    return doing(action, "probe.other")
