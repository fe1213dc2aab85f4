"""Slow, lying and dying networks: every one ends in a typed error within its time-out."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.unit.tcp_proxy import Mood, TcpProxy
from workers.engine import Engine, EngineAddress, EngineUnreachable, Timeouts

from .scripted import Answer, ScriptedServer


@pytest.fixture
def proxy(server: ScriptedServer) -> Iterator[TcpProxy]:
    server.answers["GET /engine"] = Answer(200, [{"name": "default"}])
    server.answers["GET /version"] = Answer(200, {"version": "7.24.0"})
    between = TcpProxy(server.url)
    yield between
    between.close()


@pytest.fixture
def engine(proxy: TcpProxy) -> Iterator[Engine]:
    with Engine(EngineAddress(proxy.url), Timeouts(call=0.3)) as connected:
        yield connected


@contextlib.contextmanager
def raw_server(answer: bytes) -> Iterator[str]:
    """Answers every connection with these bytes and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client:
                    client.recv(65536)
                    client.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/engine-rest"
    listener.close()


def test_connections_are_kept_and_used_again(engine: Engine, proxy: TcpProxy) -> None:
    for _ in range(3):
        engine.identity.reach()
    assert proxy.connections == 1


def test_a_connection_that_was_dropped_while_idle_costs_nothing(
    engine: Engine, proxy: TcpProxy
) -> None:
    engine.identity.reach()
    proxy.drop_idle()
    assert engine.identity.reach().version == "7.24.0"
    assert proxy.connections == 2


def test_a_reset_is_unreachable_and_the_next_call_connects_anew(
    engine: Engine, proxy: TcpProxy
) -> None:
    engine.identity.reach()
    proxy.mood = Mood.RESET
    with pytest.raises(EngineUnreachable, match="ConnectionError"):
        engine.identity.reach()
    proxy.mood = Mood.HONEST
    assert engine.identity.reach().version == "7.24.0"


def test_a_half_open_connection_is_given_up_after_the_time_out(
    engine: Engine, proxy: TcpProxy
) -> None:
    engine.identity.reach()
    proxy.mood = Mood.HALF_OPEN
    with pytest.raises(EngineUnreachable, match="ReadTimeout"):
        engine.identity.reach()
    proxy.mood = Mood.HONEST
    assert engine.identity.reach().version == "7.24.0"


JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


NO_ANSWERS = [
    pytest.param(JSON + b"Content-Length: 50\r\n\r\n" + b'[{"name": "def', id="cut body"),
    pytest.param(JSON + b"Connection: close\r\n\r\n" + b'[{"name": "def', id="cut JSON"),
    pytest.param(JSON + b"Transfer-Encoding: chunked\r\n\r\nff\r\n[1,", id="cut chunk"),
    pytest.param(JSON[:10], id="cut status line"),
    pytest.param(b"", id="nothing at all"),
    pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="another protocol"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n<html>log in</html>", id="HTML 200"
    ),
    pytest.param(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", id="502"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        id="lying encoding",
    ),
    pytest.param(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n", id="302"),
]
"""What comes over a wire and is no answer of an engine."""


@pytest.mark.parametrize("answer", NO_ANSWERS)
def test_whatever_is_no_answer_of_an_engine_is_unreachable(answer: bytes) -> None:
    with raw_server(answer) as url, pytest.raises(EngineUnreachable) as refused:
        Engine(EngineAddress(url), Timeouts(call=2)).identity.reach()
    assert refused.value.retryable


def test_an_answer_that_drips_is_given_up() -> None:
    """Each byte comes in time, the whole never does."""
    listener = socket.create_server(("127.0.0.1", 0))
    hung_up = threading.Event()

    def drip() -> None:
        client, _ = listener.accept()
        client.recv(65536)
        client.sendall(JSON + b"Content-Length: 1000\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                client.sendall(b" ")
                hung_up.wait(0.02)
        hung_up.set()

    threading.Thread(target=drip, daemon=True).start()
    address = EngineAddress(f"http://127.0.0.1:{listener.getsockname()[1]}/engine-rest")
    with pytest.raises(EngineUnreachable, match="TooSlow"):
        Engine(address, Timeouts(call=0.3)).identity.reach()
    assert hung_up.wait(5), "the connection is not kept"
    listener.close()


def test_a_large_answer_comes_whole(server: ScriptedServer) -> None:
    names = [{"name": f"engine-{number}" * 50} for number in range(2000)]
    server.answers["GET /engine"] = Answer(200, names)
    assert server.engine().session.call("GET", "/engine") == names
