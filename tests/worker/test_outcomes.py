"""Retries, incidents, BPMN errors and withdrawn tasks as a real engine takes them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workers.contract import (
    BpmnError,
    ErrorCode,
    Handler,
    PermanentFailure,
    TransientFailure,
    Variables,
    handler,
)
from workers.engine import Engine
from workers.runtime import Delivery

from .conftest import Deploy, Serve, until
from .models import caught, process, work

SECRET = "张三 13800000000"
AT_ONCE = {"retries": "PT0S,PT0S"}


class Given(Variables):
    name: str = ""


class Nothing(Variables):
    pass


def doing(topic: str, action: Callable[[], object]) -> Handler[Given, Nothing, object]:
    @handler(topic, label="试", errors=(ErrorCode("NO_STOCK", "缺货"),))
    def run(data: Given, desk: object) -> Nothing:
        """Do what the test says."""
        action()
        return Nothing()

    return run


def raising(error: BaseException, runs: list[int]) -> Callable[[], None]:
    def action() -> None:
        runs.append(1)
        raise error

    return action


def test_the_schedule_of_the_model_is_followed_to_the_incident(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key, properties=AT_ONCE)))
    runs: list[int] = []
    instance = engine.instances.start(key).instance
    serve(doing(key, raising(TransientFailure("the warehouse is away"), runs)))
    until(lambda: engine.incidents.find(process_instance_id=instance.id))
    assert len(runs) == 3, "three attempts in all, the first with retries null"
    (incident,) = engine.incidents.find(process_instance_id=instance.id)
    assert incident.incident_message == "the warehouse is away"


def test_a_permanent_fault_is_an_incident_at_once(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key, properties=AT_ONCE)))
    runs: list[int] = []
    instance = engine.instances.start(key).instance
    serve(doing(key, raising(PermanentFailure("no such article; correct it"), runs)))
    until(lambda: engine.incidents.find(process_instance_id=instance.id))
    assert len(runs) == 1


def test_an_operators_retries_start_it_again(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    broken = threading.Event()
    broken.set()

    def action() -> None:
        if broken.is_set():
            raise PermanentFailure("broken")

    instance = engine.instances.start(key).instance
    serve(doing(key, action))
    until(lambda: engine.incidents.find(process_instance_id=instance.id))
    broken.clear()
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    engine.external_tasks.set_retries(task.id, 1)
    until(lambda: not engine.external_tasks.find(process_instance_id=instance.id))
    assert not engine.incidents.find(process_instance_id=instance.id)


def test_an_incident_says_where_and_nothing_about_whom(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key, properties=AT_ONCE)))
    instance = engine.instances.start(key, variables={"name": SECRET}).instance
    serve(doing(key, raising(ValueError(SECRET), [])))
    until(lambda: engine.incidents.find(process_instance_id=instance.id))
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    details = engine.external_tasks.error_details(task.id)
    assert f"ValueError in the handler of {key}" in str(task.error_message)
    assert "test_outcomes.py" in details
    for secret in SECRET.split():
        assert secret not in details + str(task.error_message)


def test_a_business_fact_takes_the_boundary_event(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key), caught("NO_STOCK")))
    instance = engine.instances.start(key).instance
    serve(doing(key, raising(BpmnError("NO_STOCK", "none left", {"left": 0}), [])))
    until(lambda: not engine.external_tasks.find(process_instance_id=instance.id))
    (task,) = engine.tasks.find(process_instance_id=instance.id)
    assert task.task_definition_key == "Instead"
    assert engine.instances.variables(instance.id) == {"left": 0}


def test_an_undeclared_business_fact_is_an_incident_and_no_silent_end(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key).instance
    serve(doing(key, raising(BpmnError("OTHER", "what"), [])))
    until(lambda: engine.incidents.find(process_instance_id=instance.id))
    (incident,) = engine.incidents.find(process_instance_id=instance.id)
    assert "OTHER without declaring it" in str(incident.incident_message)


def test_a_task_withdrawn_while_it_runs_is_told(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key).instance
    deliveries: list[Delivery] = []
    serve(
        doing(key, lambda: engine.instances.delete(instance.id)),
        on_report=lambda _task, _report, delivery: deliveries.append(delivery),
    )
    until(lambda: deliveries)
    assert deliveries == [Delivery.GONE]


def test_an_engine_that_cannot_go_on_after_a_task_gets_a_failure(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    """The completion runs into an expression that fails: 500, and the task stays."""
    flow = (
        '<bpmn:endEvent id="End"/><bpmn:sequenceFlow id="g" sourceRef="Work" targetRef="End">'
        '<bpmn:conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:type="bpmn:tFormalExpression">${nobodySetThis}</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>"
    )
    deploy(process(key, work(key, properties={"retries": "R1/PT1H"}), flow))
    runs: list[int] = []
    instance = engine.instances.start(key).instance
    serve(doing(key, lambda: runs.append(1)))
    until(lambda: engine.incidents.find(process_instance_id=instance.id), budget=60)
    assert len(runs) == 1, "the handler never runs again because of a report"
    (incident,) = engine.incidents.find(process_instance_id=instance.id)
    assert "could not go on after this task" in str(incident.incident_message)
