"""The hot calls of a worker: the same connections, errors and time-outs by a shorter way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.unit.tcp_proxy import Mood, TcpProxy
from workers.engine import Engine, EngineAddress, EngineUnreachable, NotFound, Timeouts

from .scripted import Answer, ScriptedServer
from .test_network import JSON, NO_ANSWERS, raw_server

COMPLETE = "POST /external-task/t1/complete"


@pytest.fixture
def proxy(server: ScriptedServer) -> Iterator[TcpProxy]:
    server.answers[COMPLETE] = Answer(204)
    server.answers["GET /engine"] = Answer(200, [])
    between = TcpProxy(server.url)
    yield between
    between.close()


@pytest.fixture
def engine(proxy: TcpProxy) -> Iterator[Engine]:
    with Engine(EngineAddress(proxy.url, "ops", "secret"), Timeouts(call=0.3)) as connected:
        yield connected


def complete(engine: Engine) -> None:
    engine.worker_calls.complete("t1", "w")


def test_what_is_sent_is_what_requests_would_send(engine: Engine, server: ScriptedServer) -> None:
    complete(engine)
    short = server.last
    engine.session.call("POST", "/external-task/t1/complete", json=short.json)
    long = server.last
    assert (short.method, short.path, short.json) == (long.method, long.path, long.json)
    headers = {name: value for name, value in long.headers.items() if name != "Content-Length"}
    assert short.headers == headers | {
        "Content-Length": str(len(short.body)),
        "Accept-Encoding": "identity",
    }


def test_a_call_without_body_says_so(engine: Engine, server: ScriptedServer) -> None:
    server.answers["POST /external-task/t1/unlock"] = Answer(204)
    engine.worker_calls.unlock("t1")
    assert server.last.body == b""
    assert server.last.headers["Content-Length"] == "0"
    assert "Content-Type" not in server.last.headers


def test_connections_are_kept_and_shared_with_all_other_calls(
    engine: Engine, proxy: TcpProxy
) -> None:
    for _ in range(3):
        complete(engine)
        engine.session.call("GET", "/engine")
    assert proxy.connections == 1


def test_a_connection_that_was_dropped_while_idle_costs_nothing(
    engine: Engine, proxy: TcpProxy
) -> None:
    complete(engine)
    proxy.drop_idle()
    complete(engine)
    assert proxy.connections == 2


@pytest.mark.parametrize("mood", [Mood.RESET, Mood.HALF_OPEN])
def test_a_broken_connection_is_unreachable_and_the_next_call_connects_anew(
    engine: Engine, proxy: TcpProxy, mood: Mood
) -> None:
    complete(engine)
    proxy.mood = mood
    with pytest.raises(EngineUnreachable, match="no answer from"):
        complete(engine)
    proxy.mood = Mood.HONEST
    complete(engine)


def test_nobody_listens() -> None:
    with (
        Engine(EngineAddress("http://127.0.0.1:9/engine-rest")) as nowhere,
        pytest.raises(EngineUnreachable),
    ):
        complete(nowhere)


@pytest.mark.parametrize("answer", NO_ANSWERS)
def test_whatever_is_no_answer_of_an_engine_is_unreachable(answer: bytes) -> None:
    with (
        raw_server(answer) as url,
        Engine(EngineAddress(url), Timeouts(call=0.5)) as engine,
        pytest.raises(EngineUnreachable),
    ):
        complete(engine)


def test_chunks_and_a_connection_that_ends_are_read(server: ScriptedServer) -> None:
    chunked = JSON + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n1\r\n]\r\n0\r\n\r\n"
    with raw_server(chunked) as url, Engine(EngineAddress(url)) as engine:
        assert engine.session.post_json("/anything", {}) == []
        # The server has hung up meanwhile.
        assert engine.session.post_json("/anything", {}) == []


def test_a_mounted_adapter_sees_every_call(engine: Engine, proxy: TcpProxy) -> None:
    complete(engine)
    seen: list[str | None] = []

    class Recorder(requests.adapters.HTTPAdapter):
        # Any: as requests has it.
        def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
            seen.append(request.url)
            return super().send(request, *args, **kwargs)  # type: ignore[arg-type]

    engine.session.mount("http://", Recorder())
    complete(engine)
    assert seen == [f"{proxy.url}/external-task/t1/complete"]


def test_an_environment_with_a_proxy_is_heeded(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url.removesuffix("/engine-rest"))
    with Engine(EngineAddress("http://engine.example/engine-rest")) as engine:
        with pytest.raises((NotFound, EngineUnreachable)):
            complete(engine)
        assert len(server.asked) == 1


def test_a_closed_session_opens_new_connections(engine: Engine, proxy: TcpProxy) -> None:
    complete(engine)
    engine.close()
    complete(engine)
    assert proxy.connections == 2


def test_where_there_is_no_hot_line_that_is_found_out_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[object] = []
    look = engine.session._new_line
    monkeypatch.setattr(engine.session, "_new_line", lambda: prepared.append(look()))
    complete(engine)
    complete(engine)
    assert len(prepared) == 1
