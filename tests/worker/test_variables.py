"""Typed variables both ways through a real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from workers.contract import File, Handler, Variables, Xml, handler
from workers.engine import Engine, FetchRequest, NotFound, TopicRequest
from workers.runtime import Subscription

from .conftest import Deploy, Serve, until
from .models import process, work

SHANGHAI = timezone(timedelta(hours=8))
VALUES: dict[str, object] = {
    "yes": True,
    "no": False,
    "zero": 0,
    "int32": 2**31 - 1,
    "int64": -(2**63),
    "double": 0.1,
    "large": 1.7976931348623157e308,
    "text": "投诉 😀 'quoted' \n",
    "empty": "",
    "long": "字" * 4000,
    "none": None,
    "bytes": b"\x00\xff",
    "json": {"列表": [1, 2.5, None, {"a": True}], "text": "“"},
    "list": [],
    "when": datetime(2026, 1, 31, 9, 30, 0, 123000, SHANGHAI),
    "leap": datetime(2028, 2, 29, 23, 59, 59, 999000, UTC),
    "old": datetime(1600, 1, 1, tzinfo=UTC),
    "xml": Xml('<?xml version="1.0" encoding="UTF-8"?><a>投诉</a>'),
}


def test_what_goes_in_comes_out_of_the_engine(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key, variables=VALUES).instance
    request = FetchRequest("tests", 1, (TopicRequest(key, timedelta(seconds=30)),))
    (task,) = engine.worker_calls.fetch_and_lock(request).tasks
    assert {name: type(value) for name, value in task.variables.items()} == {
        name: type(value) for name, value in VALUES.items()
    }
    assert task.variables == VALUES

    engine.worker_calls.complete(task.id, "tests", {f"{name}2": VALUES[name] for name in VALUES})
    kept = engine.instances.variables(instance.id)
    assert {name: kept[f"{name}2"] for name in VALUES} == VALUES


class Sums(Variables):
    amount: Decimal
    missing: str = "was absent"
    null: str | None = "was absent"


class Written(Variables):
    amount: Decimal | None = None
    null: str | None = None
    untouched: str | None = None


def test_money_null_and_absent_through_a_handler(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    seen: list[Sums] = []

    @handler(key, label="试")
    def add(data: Sums, desk: object) -> Written:
        """Add one yuan."""
        seen.append(data)
        return Written(amount=data.amount + 1, null=None)

    given = {"amount": Decimal("4999.50"), "null": None, "untouched": "stays"}
    instance = engine.instances.start(key, variables=given).instance
    serve(add)
    until(lambda: engine.instances.variables(instance.id)["amount"] == "5000.50")
    assert (seen[0].missing, seen[0].null) == ("was absent", None)
    after = engine.instances.variables(instance.id)
    assert after == {"amount": "5000.50", "null": None, "untouched": "stays"}


class Attached(Variables):
    letter: File


@pytest.fixture
def stamp(key: str) -> Handler[Attached, Attached, object]:
    @handler(key, label="试")
    def work_on(data: Attached, desk: object) -> Attached:
        """Stamp a letter."""
        stamped = data.letter.read() + b" stamped"
        return Attached(letter=File.of("stamped-" + data.letter.name, stamped, "text/plain"))

    return work_on


def test_a_file_is_read_on_demand_and_written(
    engine: Engine,
    deploy: Deploy,
    serve: Serve,
    key: str,
    stamp: Handler[Attached, Attached, object],
) -> None:
    deploy(process(key, work(key)))
    letter = File.of("letter.txt", "你好".encode(), "text/plain", "utf-8")
    instance = engine.instances.start(key, variables={"letter": letter}).instance
    serve(Subscription(stamp))
    until(lambda: not engine.external_tasks.find(process_instance_id=instance.id))
    assert engine.worker_calls.file(None, instance.id, "letter") == "你好 stamped".encode()
    kept = engine.instances.variables(instance.id)["letter"]
    assert getattr(kept, "name", None) == "stamped-letter.txt"
    assert not engine.incidents.find(process_instance_id=instance.id)


def in_scopes(key: str) -> str:
    """A task with a scope of its own in a sub-process that runs twice."""
    return process(
        key,
        f"""
<bpmn:startEvent id="Start"/><bpmn:sequenceFlow id="f" sourceRef="Start" targetRef="Sub"/>
<bpmn:subProcess id="Sub"><bpmn:multiInstanceLoopCharacteristics>
<bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>
<bpmn:startEvent id="Inner"/><bpmn:sequenceFlow id="g" sourceRef="Inner" targetRef="Work"/>
<bpmn:serviceTask id="Work" camunda:type="external" camunda:topic="{key}">
<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="own">1
</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
</bpmn:subProcess>""",
    )


def test_a_file_is_that_of_the_innermost_scope_around_the_task(
    engine: Engine, deploy: Deploy, key: str
) -> None:
    """One of the two sub-processes has a letter of its own, the other sees the instance's."""
    deploy(in_scopes(key))
    outer = File.of("outer.txt", b"outer", "text/plain")
    instance = engine.instances.start(key, variables={"letter": outer}).instance
    first, second = engine.instances.activity_instances(instance.id).active("Sub")
    own = {"type": "File", "value": "aW5uZXI=", "valueInfo": {"filename": "inner.txt"}}
    scope = f"/execution/{first.execution_ids[0]}/localVariables/letter"
    engine.session.call("PUT", scope, json=own)

    request = FetchRequest("tests", 2, (TopicRequest(key, timedelta(seconds=30)),))
    tasks = engine.worker_calls.fetch_and_lock(request).tasks
    read = {
        task.activity_instance_id: (
            getattr(task.variables["letter"], "name", None),
            engine.worker_calls.file(task.execution_id, instance.id, "letter"),
        )
        for task in tasks
    }
    (in_first,) = (each.id for each in first.child_activity_instances)
    (in_second,) = (each.id for each in second.child_activity_instances)
    assert read == {in_first: ("inner.txt", b"inner"), in_second: ("outer.txt", b"outer")}
    with pytest.raises(NotFound):
        engine.worker_calls.file(tasks[0].execution_id, instance.id, "missing")
