"""What pycamunda 0.6.1 does by itself, and does not do behind our adapter."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.unit.tcp_proxy import TcpProxy
from workers.engine import (
    BadRequest,
    Conflict,
    Engine,
    EngineAddress,
    EngineBusy,
    EngineError,
    EngineUnreachable,
    FetchRequest,
    NotFound,
    OptimisticLocking,
    ServerError,
    Timeouts,
    TopicRequest,
    Unauthorized,
    UnexpectedAnswer,
)
from workers.engine.decoding import parse_instant

from .scripted import Answer, ScriptedServer

START = "POST /process-definition/key/p/start"
INSTANCE = {"id": "i1", "definitionId": "p:1", "businessKey": "C", "ended": False}
DELETE = "DELETE /process-instance/i1"


def said(kind: str = "RestException", code: int = 0) -> dict[str, object]:
    return {"type": kind, "message": "no", "code": code}


def test_no_call_hangs_with_its_server(server: ScriptedServer) -> None:
    """pycamunda sends without a time-out."""
    release = threading.Event()
    server.answers[START] = Answer(200, INSTANCE, hang=release)
    with pytest.raises(EngineUnreachable, match="ReadTimeout"):
        server.engine(call=0.1).instances.start("p")
    release.set()


def test_all_calls_share_one_connection_and_one_login(server: ScriptedServer) -> None:
    """pycamunda opens a new connection for each call, and forgets the session in some."""
    server.answers[START] = Answer(200, INSTANCE)
    server.answers[DELETE] = Answer(204)
    proxy = TcpProxy(server.url)
    with Engine(EngineAddress(proxy.url, "demo", "s3cret")) as engine:
        for _ in range(3):
            engine.instances.start("p")
            engine.instances.delete("i1")
    assert proxy.connections == 1
    assert {each.headers["Authorization"][:6] for each in server.asked} == {"Basic "}
    proxy.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(400, said()), BadRequest),
        (Answer(403, said("AuthorizationException")), Unauthorized),
        (Answer(404, said()), NotFound),
        (Answer(409, said()), Conflict),
        (Answer(429), EngineBusy),
        (Answer(500, said()), ServerError),
        (Answer(500, said("OptimisticLockingException", 1)), OptimisticLocking),
        (Answer(503), EngineUnreachable),
    ],
)
def test_every_status_keeps_its_meaning(
    server: ScriptedServer, engine: Engine, answer: Answer, error: type[EngineError]
) -> None:
    """pycamunda makes 409, 429, 500 and 503 one bare NoSuccess without status, type and code."""
    server.answers[DELETE] = answer
    with pytest.raises(EngineError) as raised:
        engine.instances.delete("i1")
    assert type(raised.value) is error
    assert raised.value.status == answer.status
    if isinstance(answer.body, dict):
        assert (raised.value.type, raised.value.message) == (answer.body["type"], "no")


def test_a_transport_error_is_ours_and_names_its_kind() -> None:
    """pycamunda wraps the original in ``args`` and leaves ``__cause__`` empty."""
    engine = Engine(EngineAddress("http://127.0.0.1:1/engine-rest"), Timeouts(connect=1))
    with pytest.raises(EngineUnreachable, match="ConnectionError"):
        engine.instances.delete("i1")


def test_a_login_page_is_no_decoding_error(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda leaks requests.JSONDecodeError on 200 with HTML."""
    server.answers[START] = Answer(200, b"<html>Please log in</html>")
    with pytest.raises(EngineUnreachable, match="login page"):
        engine.instances.start("p")


def test_an_html_refusal_is_not_read_as_the_engines(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda makes it an error with an empty message; a 404 would mean: gone."""
    server.answers[DELETE] = Answer(404, b"<html>nginx</html>")
    with pytest.raises(EngineUnreachable):
        engine.instances.delete("i1")


def test_missing_fields_are_told_by_name(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda raises KeyError."""
    server.answers[START] = Answer(200, {"ended": False})
    with pytest.raises(UnexpectedAnswer, match="definitionId"):
        engine.instances.start("p")


def test_fields_of_the_future_are_ignored(server: ScriptedServer, engine: Engine) -> None:
    server.answers[START] = Answer(200, {**INSTANCE, "future": {"a": 1}})
    assert engine.instances.start("p").instance.id == "i1"


def test_a_fetch_without_value_info_costs_nothing(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda raises KeyError and loses the whole batch, which is locked by then."""
    server.answers["POST /external-task/fetchAndLock"] = Answer(
        200,
        [
            {
                "id": "t1",
                "topicName": "t",
                "processInstanceId": "i1",
                "processDefinitionId": "p:1",
                "processDefinitionKey": "p",
                "activityId": "A",
                "activityInstanceId": "A:1",
                "createTime": "2026-01-31T09:30:00.000+0800",
                "processDefinitionVersionTag": "V1.1",
                "extensionProperties": {"retries": "R3/PT5M"},
                "priority": 50,
                "variables": {"n": {"type": "Integer", "value": 1}},
            }
        ],
    )
    request = FetchRequest("w", 1, (TopicRequest("t", timedelta(seconds=1)),))
    (task,) = engine.worker_calls.fetch_and_lock(request).tasks
    assert task.variables == {"n": 1}
    # Fields that pycamunda drops, or reads as text.
    assert task.created_at == parse_instant("2026-01-31T01:30:00Z")
    assert task.version_tag == "V1.1"
    assert task.extension_properties == {"retries": "R3/PT5M"}
    assert task.priority == 50


def test_variables_are_sent_with_types_and_nothing_else(
    server: ScriptedServer, engine: Engine
) -> None:
    """pycamunda sends ``type: null``, fails on dates in variables and encodes no JSON."""
    server.answers[START] = Answer(200, INSTANCE)
    engine.instances.start(
        "p",
        variables={
            "when": datetime(2026, 1, 31, tzinfo=UTC),
            "amount": Decimal("5000.00"),
            "list": [1],
        },
    )
    assert server.last.json["variables"] == {
        "when": {"type": "Date", "value": "2026-01-31T00:00:00.000+0000"},
        "amount": {"type": "String", "value": "5000.00"},
        "list": {"type": "Json", "value": "[1]"},
    }


def test_a_list_is_one_request(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda asks for the error details of each task, without session and login."""
    task = {"topicName": "t", "activityId": "A", "processInstanceId": "i1", "errorMessage": "m"}
    server.answers["GET /external-task"] = Answer(200, [{"id": "1", **task}, {"id": "2", **task}])
    assert len(engine.external_tasks.find()) == 2
    assert len(server.asked) == 1


def test_a_get_has_no_body(server: ScriptedServer, engine: Engine) -> None:
    """pycamunda sends ``{}`` with every GET, which some proxies refuse."""
    server.answers["GET /task"] = Answer(200, [])
    engine.tasks.find()
    assert server.last.body == b""
    assert "Content-Length" not in server.last.headers


def test_a_trailing_slash_in_the_address_is_harmless(server: ScriptedServer) -> None:
    """pycamunda makes ``//`` of it."""
    server.answers[START] = Answer(200, INSTANCE)
    with Engine(EngineAddress(server.url + "/")) as engine:
        engine.instances.start("p")
    assert server.last.path == "/process-definition/key/p/start"


@pytest.mark.parametrize("text", ["2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000+0000"])
def test_dates_are_read_with_and_without_fraction(text: str) -> None:
    """pycamunda cannot read ``Z`` without a fraction."""
    assert parse_instant(text) == datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
