"""What becomes of a typed value: kept, converted, or refused with 400."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.contract.worker import LONG, Refusal, WorkerSide
from workers.engine import FetchRequest, FileReference, TopicRequest

KEPT: list[tuple[str | None, Any, str, Any]] = [
    # sent as, value, kept as, value
    ("String", "投诉", "String", "投诉"),
    ("String", "", "String", ""),
    ("String", 5, "String", "5"),
    ("String", True, "String", "true"),
    ("Boolean", True, "Boolean", True),
    ("Boolean", "false", "Boolean", False),
    ("Integer", 2**31 - 1, "Integer", 2**31 - 1),
    ("Integer", "5", "Integer", 5),
    ("Integer", " 5 ", "Integer", 5),
    ("Integer", "", "Integer", None),
    ("Short", 5, "Short", 5),
    ("Long", 2**40, "Long", 2**40),
    ("Long", 5, "Long", 5),
    ("Double", 1.5, "Double", 1.5),
    ("Double", 2, "Double", 2.0),
    ("Date", "2026-11-21T10:00:00.000+0800", "Date", "2026-11-21T02:00:00.000+0000"),
    ("Json", '{"a": 1}', "Json", '{"a": 1}'),
    ("Json", "{broken", "Json", "{broken"),
    ("Xml", "<a/>", "Xml", "<a/>"),
    ("Bytes", "aGk=", "Bytes", "aGk="),
    ("Null", None, "Null", None),
    ("String", None, "String", None),
    ("Integer", None, "Integer", None),
    ("Date", None, "Date", None),
    ("Json", None, "Json", None),
    ("integer", 5, "Integer", 5),
    # The engine guesses what has no type.
    (None, "x", "String", "x"),
    (None, 5, "Integer", 5),
    (None, 2**40, "Long", 2**40),
    (None, 1.5, "Double", 1.5),
    (None, True, "Boolean", True),
    (None, None, "Null", None),
]

REFUSED: list[tuple[str, Any, str]] = [
    # sent as, value, the Java type in the message
    ("Boolean", "ja", "java.lang.Boolean"),
    ("Boolean", 1, "java.lang.Boolean"),
    ("Integer", "abc", "java.lang.Integer"),
    ("Integer", 5.5, "java.lang.Integer"),
    ("Integer", True, "java.lang.Integer"),
    ("Integer", 2**31, "java.lang.Integer"),
    ("Integer", "1_000", "java.lang.Integer"),
    ("Long", "x", "java.lang.Long"),
    ("Double", "x", "java.lang.Double"),
    ("Double", "1_0.5", "java.lang.Double"),
    ("Date", "2026-11-21T10:00:00", "java.util.Date"),
    ("Date", "2026-11-21", "java.util.Date"),
    ("Bytes", "***", "[B"),
    ("Null", 5, "javax.lang.model.type.NullType"),
]


@pytest.mark.parametrize(("sent_as", "sent", "kept_as", "kept"), KEPT)
def test_a_value_that_fits_is_kept(
    alice: WorkerSide, sent_as: str | None, sent: Any, kept_as: str, kept: Any
) -> None:
    instance, task = alice.begin_and_take()
    alice.complete(task, it={"value": sent} | ({"type": sent_as} if sent_as else {}))
    assert alice.variables(instance)["it"] == {"type": kept_as, "value": kept, "valueInfo": {}}


@pytest.mark.parametrize(("sent_as", "sent", "java"), REFUSED)
@pytest.mark.parametrize("verb", ["complete", "bpmnError"])
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_done(
    alice: WorkerSide, verb: str, sent_as: str, sent: Any, java: str
) -> None:
    _, task = alice.begin_and_take()
    text = str(sent).lower() if isinstance(sent, bool) else sent
    assert alice.refused(
        task, verb, errorCode="CAUGHT", variables={"it": {"value": sent, "type": sent_as}}
    ) == Refusal(
        400,
        "InvalidRequestException",
        None,
        f"Cannot convert value '{text}' of type '{sent_as}' to java type {java}",
    )
    alice.complete(task)


@pytest.mark.parametrize("sent", [{"a": 1}, [1], 5])
@pytest.mark.parametrize("kind", ["Json", "Xml"])
def test_json_and_xml_are_sent_as_text(alice: WorkerSide, kind: str, sent: Any) -> None:
    _, task = alice.begin_and_take()
    refusal = alice.refused(task, "complete", variables={"it": {"value": sent, "type": kind}})
    assert (refusal.status, refusal.type) == (400, "InvalidRequestException")
    assert refusal.message == (
        f"Must provide 'null' or String value for value of SerializableValue type '{kind}'."
    )


def test_a_type_that_nobody_knows_is_refused(alice: WorkerSide) -> None:
    _, task = alice.begin_and_take()
    assert alice.refused(
        task, "complete", variables={"it": {"value": "x", "type": "Foo"}}
    ) == Refusal(400, "RestException", None, "Unsupported value type 'Foo'")


def test_variables_are_looked_at_before_the_task(alice: WorkerSide) -> None:
    """So a 400 about a value does not say that the task is still there."""
    wrong = {"it": {"value": "abc", "type": "Integer"}}
    assert alice.refused("nowhere", "complete", variables=wrong).status == 400


def test_a_file_is_named_in_a_fetch_and_read_by_its_own_call(alice: WorkerSide) -> None:
    instance, task = alice.begin_and_take()
    info = {"filename": "图.txt", "mimeType": "text/plain", "encoding": "UTF-8"}
    alice.complete(task, it={"value": "aGk=", "type": "File", "valueInfo": info})
    assert alice.variables(instance)["it"] == {"type": "File", "value": None, "valueInfo": info}
    path = f"/process-instance/{instance}/variables/it/data"
    assert alice.rig.engine.session.content(path) == b"hi"


def test_failure_carries_variables_too(alice: WorkerSide) -> None:
    instance, task = alice.begin_and_take()
    alice.fail(task, 1, variables={"it": {"value": 1, "type": "Integer"}})
    assert alice.variables(instance)["it"]["value"] == 1


PYTHON = {
    "text": "投诉 😀",
    "yes": True,
    "small": 5,
    "wide": 2**40,
    "beyond": 2**70,
    "ratio": 0.5,
    "money": Decimal("5000.00"),
    "at": datetime(2026, 11, 21, 2, 0, 0, 123000, tzinfo=UTC),
    "list": [1, "二", None],
    "table": {"a": {"b": [True]}},
    "nothing": None,
    "raw": b"\x00\xff",
}
BACK = {**PYTHON, "beyond": str(2**70), "money": "5000.00"}


def test_python_values_come_back_through_the_codec(alice: WorkerSide) -> None:
    """Sent by the client, kept by the engine, fetched and decoded by the client."""
    calls = alice.rig.engine.worker_calls
    instance, task = alice.begin_and_take()
    calls.complete(task, "alice", PYTHON)
    kept = alice.rig.engine.instances.variables(instance)
    assert {name: kept[name] for name in PYTHON} == BACK


def test_python_values_reach_a_worker(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic, PYTHON)
    topic = TopicRequest(alice.topic, LONG, tuple(PYTHON))
    batch = alice.rig.engine.worker_calls.fetch_and_lock(FetchRequest("alice", 1, (topic,)))
    assert not batch.unreadable
    (task,) = batch.tasks
    assert task.variables == BACK
    assert task.extension_properties == {"retries": "R3/PT5M"}


def test_an_absent_variable_is_no_null(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic, {"null": None})
    topic = TopicRequest(alice.topic, LONG, ("null", "absent"))
    batch = alice.rig.engine.worker_calls.fetch_and_lock(FetchRequest("alice", 1, (topic,)))
    assert batch.tasks[0].variables == {"null": None}


def test_a_file_is_fetched_as_a_reference(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic)
    task = alice.take()
    file = {"value": "aGk=", "type": "File", "valueInfo": {"filename": "a.txt"}}
    alice.fail(task, 1, variables={"it": file})
    topic = TopicRequest(alice.topic, LONG, ("it",))
    batch = alice.rig.engine.worker_calls.fetch_and_lock(FetchRequest("alice", 1, (topic,)))
    assert batch.tasks[0].variables == {"it": FileReference("a.txt")}
