"""The hot calls as the engine receives them, and what a fetch tolerates."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from workers.engine import (
    EncodeError,
    Engine,
    EngineUnreachable,
    FetchRequest,
    TopicRequest,
    UnexpectedAnswer,
)

from .scripted import Answer, ScriptedServer

FETCH = "POST /external-task/fetchAndLock"


def task(**changes: Any) -> dict[str, Any]:
    return {
        "id": "t1",
        "topicName": "case.open",
        "processInstanceId": "p1",
        "processDefinitionId": "d:1:x",
        "processDefinitionKey": "d",
        "activityId": "Task_Open",
        "activityInstanceId": "Task_Open:1",
        "businessKey": "C-1",
        "retries": None,
        "priority": 50,
        "createTime": "2026-01-31T09:30:00.000+0800",
        "variables": {"text": {"type": "String", "value": "投诉", "valueInfo": {}}},
        "extensionProperties": {"retries": "R3/PT5M"},
        "aFieldOfTheFuture": 1,
        **changes,
    }


def request(**changes: Any) -> FetchRequest:
    topic = TopicRequest("case.open", timedelta(seconds=60), ("text",), **changes)
    return FetchRequest("w1", 3, (topic,), timedelta(seconds=15))


def test_a_fetch_asks_for_exactly_what_it_needs(server: ScriptedServer, engine: Engine) -> None:
    server.answers[FETCH] = Answer(200, [])
    engine.worker_calls.fetch_and_lock(request(business_key="C-1", process_definition_key="d"))
    assert server.last.json == {
        "workerId": "w1",
        "maxTasks": 3,
        "usePriority": True,
        "asyncResponseTimeout": 15000,
        "sorting": [{"sortBy": "createTime", "sortOrder": "asc"}],
        "topics": [
            {
                "topicName": "case.open",
                "lockDuration": 60000,
                "variables": ["text"],
                "deserializeValues": False,
                "includeExtensionProperties": True,
                "businessKey": "C-1",
                "processDefinitionKey": "d",
            }
        ],
    }


def test_all_variables_and_none_are_different_requests() -> None:
    every = TopicRequest("t", timedelta(seconds=1)).body()
    none = TopicRequest("t", timedelta(seconds=1), ()).body()
    assert "variables" not in every
    assert none["variables"] == []


def test_a_task_is_read_with_decoded_variables(server: ScriptedServer, engine: Engine) -> None:
    server.answers[FETCH] = Answer(200, [task()])
    (fetched,) = engine.worker_calls.fetch_and_lock(request()).tasks
    assert fetched.variables == {"text": "投诉"}
    assert fetched.retries is None
    assert fetched.extension_properties == {"retries": "R3/PT5M"}
    assert "投诉" not in repr(fetched)


@pytest.mark.parametrize(
    "broken",
    [
        {"variables": {"when": {"type": "Date", "value": "张三"}}},
        {"variables": {"when": "no typed value"}},
        {"variables": ["no", "dict"]},
        {"createTime": "no date"},
        {"retries": "many"},
        {"topicName": None, "processInstanceId": 5, "priority": "high"},
    ],
)
def test_a_malformed_task_does_not_cost_its_batch(
    server: ScriptedServer, engine: Engine, broken: dict[str, Any]
) -> None:
    server.answers[FETCH] = Answer(200, [task(), task(id="t2", **broken), task(id="t3"), 7, {}])
    batch = engine.worker_calls.fetch_and_lock(request())
    assert [each.id for each in batch.tasks] == ["t1", "t3"]
    (unreadable,) = batch.unreadable
    assert unreadable.id == "t2"
    assert unreadable.reason
    assert "张三" not in unreadable.reason


def test_a_task_of_an_older_engine_is_read(server: ScriptedServer, engine: Engine) -> None:
    old = task()
    for newer in ("createTime", "extensionProperties", "priority", "businessKey"):
        del old[newer]
    server.answers[FETCH] = Answer(200, [old])
    (fetched,) = engine.worker_calls.fetch_and_lock(request()).tasks
    assert (fetched.created_at, fetched.priority, fetched.business_key) == (None, 0, None)


def test_an_answer_that_is_no_list_is_unexpected(server: ScriptedServer, engine: Engine) -> None:
    server.answers[FETCH] = Answer(200, {"tasks": []})
    with pytest.raises(UnexpectedAnswer):
        engine.worker_calls.fetch_and_lock(request())


def test_a_long_poll_is_waited_for_beyond_its_time(server: ScriptedServer) -> None:
    release = threading.Event()
    server.answers[FETCH] = Answer(200, [], hang=release)
    calls = server.engine(call=0.05, poll_margin=5).worker_calls
    threading.Timer(0.3, release.set).start()
    assert calls.fetch_and_lock(request()).tasks == ()


def test_a_long_poll_that_never_ends_is_given_up(server: ScriptedServer) -> None:
    release = threading.Event()
    server.answers[FETCH] = Answer(200, [], hang=release)
    calls = server.engine(poll_margin=0.1).worker_calls
    quick = FetchRequest("w1", 1, request().topics, timedelta(milliseconds=50))
    with pytest.raises(EngineUnreachable):
        calls.fetch_and_lock(quick)
    release.set()


def test_a_completion_sends_types(server: ScriptedServer, engine: Engine) -> None:
    server.answers["POST /external-task/t1/complete"] = Answer(204)
    engine.worker_calls.complete("t1", "w1", {"n": 5}, {"ok": True})
    assert server.last.json == {
        "workerId": "w1",
        "variables": {"n": {"value": 5, "type": "Integer"}},
        "localVariables": {"ok": {"value": True, "type": "Boolean"}},
    }


def test_what_cannot_be_carried_is_refused_before_anything_is_sent(
    server: ScriptedServer, engine: Engine
) -> None:
    with pytest.raises(EncodeError, match="'n'"):
        engine.worker_calls.complete("t1", "w1", {"n": {1}})
    assert server.asked == []


def test_a_failure_always_sends_retries_and_fits_its_column(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["POST /external-task/t1/failure"] = Answer(204)
    engine.worker_calls.handle_failure(
        "t1", "w1", message="因" * 700, details="d", retries=2, retry_timeout=timedelta(minutes=5)
    )
    assert server.last.json == {
        "workerId": "w1",
        "errorMessage": "因" * 666,
        "errorDetails": "d",
        "retries": 2,
        "retryTimeout": 300000,
    }


def test_the_other_calls_name_their_task(server: ScriptedServer, engine: Engine) -> None:
    for verb in ("bpmnError", "extendLock", "lock", "unlock"):
        server.answers[f"POST /external-task/t1/{verb}"] = Answer(204)
    calls = engine.worker_calls
    calls.bpmn_error("t1", "w1", code="NO_STOCK", message="m", variables={"a": None})
    assert server.last.json == {
        "workerId": "w1",
        "errorCode": "NO_STOCK",
        "errorMessage": "m",
        "variables": {"a": {"value": None, "type": "Null"}},
    }
    calls.extend_lock("t1", "w1", timedelta(seconds=1.5))
    assert server.last.json == {"workerId": "w1", "newDuration": 1500}
    calls.lock("t1", "w1", timedelta(seconds=1))
    assert server.last.json == {"workerId": "w1", "lockDuration": 1000}
    calls.unlock("t1")
    assert server.last.body == b""
