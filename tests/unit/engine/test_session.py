"""Every failure has a type, every call a time-out, no text a secret."""

from __future__ import annotations

import threading

import pytest
import requests

from workers.engine import (
    AmbiguousMessage,
    BadRequest,
    Conflict,
    Engine,
    EngineAddress,
    EngineBusy,
    EngineError,
    EngineUnreachable,
    LockNotHeld,
    NobodyWaits,
    NotFound,
    OptimisticLocking,
    ServerError,
    Suspended,
    Unauthorized,
    UnexpectedAnswer,
    ValueTooLong,
)

from .scripted import Answer, ScriptedServer

MISMATCH = "org.camunda.bpm.engine.MismatchingMessageCorrelationException: "


def said(message: str, kind: str = "RestException", code: int | None = 0) -> dict[str, object]:
    return {"type": kind, "message": message, "code": code}


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, said("no"), BadRequest),
        (
            400,
            said("External Task 1 cannot be completed by worker 'a'. It is locked by worker 'b'."),
            LockNotHeld,
        ),
        (400, said("Cannot extend a lock that expired: lockExpirationTime is …"), LockNotHeld),
        (400, said("ENGINE-03043 ExternalTask with id '1' is suspended."), Suspended),
        (
            400,
            said(
                MISMATCH + "Cannot correlate message 'M': "
                "No process definition or execution matches the parameters"
            ),
            NobodyWaits,
        ),
        (
            400,
            said(MISMATCH + "ENGINE-13031 Cannot correlate … 2 executions match the keys"),
            AmbiguousMessage,
        ),
        (401, None, Unauthorized),
        (403, said("no READ permission", "AuthorizationException"), Unauthorized),
        (404, said("External task with id 1 does not exist"), NotFound),
        (404, {"status": 404, "error": "Not Found"}, EngineUnreachable),
        (404, b"<html>nginx</html>", EngineUnreachable),
        (404, said("HTTP 404 Not Found", "NotFoundException"), UnexpectedAnswer),
        (409, said("exists"), Conflict),
        (429, None, EngineBusy),
        (500, said("ENGINE-03005 …", "OptimisticLockingException", 1), OptimisticLocking),
        (500, said("deadlock", "ProcessEnginePersistenceException", 10000), OptimisticLocking),
        (500, said("too long", "ProcessEnginePersistenceException", 10002), ValueTooLong),
        (500, said("At the moment the server has to handle too many requests"), EngineBusy),
        (500, said("claimed", "TaskAlreadyClaimedException"), Conflict),
        (500, said("Unknown property used in expression: ${x}"), ServerError),
        (500, b"<html>oops</html>", EngineUnreachable),
        (502, b"", EngineUnreachable),
        (503, b"", EngineUnreachable),
        (504, b"", EngineUnreachable),
        (302, b"", EngineUnreachable),
        (200, b"<html>Please log in</html>", EngineUnreachable),
    ],
)
def test_every_answer_has_its_error(
    server: ScriptedServer, engine: Engine, status: int, body: object, error: type[EngineError]
) -> None:
    server.answers["POST /message"] = Answer(status, body, {"Location": "/login"})
    with pytest.raises(EngineError) as raised:
        engine.session.call("POST", "/message", params={"who": "张三"}, json={"who": "李四"})
    assert type(raised.value) is error
    assert (raised.value.method, raised.value.path) == ("POST", "/message")
    assert raised.value.status == status
    assert "张三" not in str(raised.value)
    assert "李四" not in str(raised.value)


def test_the_way_out_of_a_refused_login_is_told(server: ScriptedServer, engine: Engine) -> None:
    server.answers["GET /engine"] = Answer(401)
    with pytest.raises(Unauthorized, match="SOP_ENGINE_PASSWORD"):
        engine.identity.reach()


def test_a_value_in_the_engines_sentence_is_cut_off(server: ScriptedServer, engine: Engine) -> None:
    server.answers["POST /x"] = Answer(
        400, said("Cannot convert value '张三 13800000000' of type 'Integer'")
    )
    with pytest.raises(BadRequest) as raised:
        engine.session.call("POST", "/x")
    assert "张三" not in str(raised.value)
    assert "Cannot convert value" in str(raised.value)


def test_a_hanging_engine_is_not_waited_for_for_ever(server: ScriptedServer) -> None:
    release = threading.Event()
    server.answers["GET /engine"] = Answer(200, [], hang=release)
    with pytest.raises(EngineUnreachable, match="ReadTimeout"):
        server.engine(call=0.1).identity.reach()
    release.set()


def test_a_refused_connection_is_unreachable() -> None:
    engine = Engine(EngineAddress("http://127.0.0.1:1/engine-rest"))
    with pytest.raises(EngineUnreachable, match=r"127\.0\.0\.1:1"):
        engine.identity.reach()


def test_every_call_carries_the_login_and_no_cookie(server: ScriptedServer, engine: Engine) -> None:
    server.answers["GET /engine"] = Answer(200, [{"name": "default"}], {"Set-Cookie": "S=1"})
    server.answers["GET /version"] = Answer(200, {"version": "7.24.0"})
    health = engine.identity.reach()
    assert (health.engine, health.version) == ("default", "7.24.0")
    assert server.last.headers["Authorization"].startswith("Basic ")
    assert "Cookie" not in server.last.headers


def test_json_without_the_engines_fields_is_unexpected(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["GET /task"] = Answer(200, [{"name": "张三"}])
    with pytest.raises(UnexpectedAnswer, match=r"0\.id") as raised:
        engine.tasks.find()
    assert "张三" not in str(raised.value)


def test_pycamunda_requests_go_through_the_same_session(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["DELETE /process-instance/p1"] = Answer(404, said("No process instance found"))
    with pytest.raises(NotFound):
        engine.instances.delete("p1")
    assert server.last.body == b""
    assert server.last.headers["Authorization"].startswith("Basic ")


def test_a_closed_session_can_be_used_again(server: ScriptedServer) -> None:
    server.answers["GET /engine"] = Answer(200, [])
    server.answers["GET /version"] = Answer(200, {"version": "1.0.0"})
    with server.engine() as engine:
        engine.identity.reach()
    assert engine.identity.reach().version == "1.0.0"
    assert isinstance(engine.session, requests.Session)
