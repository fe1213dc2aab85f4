"""OAuth2 client credentials against a real token endpoint on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest

from workers.engine import (
    ClientCredentials,
    ClientRefused,
    Engine,
    EngineAddress,
    EngineUnreachable,
    Unauthorized,
)
from workers.engine.oauth2 import TokenSource

from .scripted import Answer, ScriptedServer

SECRET = "kept-secret"


class TokenServer(ScriptedServer):
    """Issues token-1, token-2, …; ``lifetime`` in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.issued = 0
        self.lifetime = 300
        self.answer: Answer | None = None

    def reply(self, request: BaseHTTPRequestHandler, answer: Answer | None) -> None:  # type: ignore[override]
        self.issued += 1
        token = {"access_token": f"token-{self.issued}", "expires_in": self.lifetime}
        ScriptedServer.reply(request, self.answer or Answer(200, token))

    @property
    def credentials(self) -> ClientCredentials:
        return ClientCredentials(
            f"{self.url}/token", "sop", SECRET, scope="engine", audience="camunda", timeout=0.5
        )


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    server = TokenServer()
    yield server
    server.close()


@pytest.fixture
def engine(server: ScriptedServer, tokens: TokenServer) -> Iterator[Engine]:
    server.answers["GET /engine"] = Answer(200, [{"name": "default"}])
    server.answers["GET /version"] = Answer(200, {"version": "7.24.0"})
    address = EngineAddress(server.url)
    with Engine(address, credentials=tokens.credentials) as connected:
        yield connected


def sent(server: ScriptedServer) -> list[str]:
    return [each.headers["Authorization"] for each in server.asked]


def test_every_call_carries_the_token_and_one_is_enough(
    server: ScriptedServer, tokens: TokenServer, engine: Engine
) -> None:
    engine.identity.reach()
    engine.identity.reach()
    assert set(sent(server)) == {"Bearer token-1"}
    assert tokens.issued == 1
    (asked,) = tokens.asked
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["engine"],
        "audience": ["camunda"],
    }
    assert asked.headers["Authorization"].startswith("Basic ")


def test_a_token_is_renewed_thirty_seconds_before_its_end(tokens: TokenServer) -> None:
    now = [0.0]
    source = TokenSource(tokens.credentials, clock=lambda: now[0])
    assert source.token() == "token-1"
    now[0] = 269.0
    assert source.token() == "token-1"
    now[0] = 270.0
    assert source.token() == "token-2"


def test_a_short_token_is_used_for_half_its_life(tokens: TokenServer) -> None:
    now = [0.0]
    tokens.lifetime = 20
    source = TokenSource(tokens.credentials, clock=lambda: now[0])
    source.token()
    now[0] = 9.0
    assert source.token() == "token-1"
    now[0] = 10.0
    assert source.token() == "token-2"


def test_threads_that_ask_at_once_share_one_token(tokens: TokenServer) -> None:
    source = TokenSource(tokens.credentials)
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(source.token())) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(5)
    assert seen == ["token-1"] * 8


def test_a_refused_token_is_renewed_once_and_the_call_repeated(
    server: ScriptedServer, tokens: TokenServer, engine: Engine
) -> None:
    plain = server.reply

    def revoked(request: BaseHTTPRequestHandler, answer: Answer | None) -> None:
        bearer = request.headers["Authorization"]
        plain(request, Answer(401) if bearer == "Bearer token-1" else answer)

    server.reply = revoked  # type: ignore[method-assign]
    server.answers["POST /external-task/t1/complete"] = Answer(204)
    engine.worker_calls.complete("t1", "w1", {"n": 5})
    first, second = server.asked
    assert [first.headers["Authorization"], second.headers["Authorization"]] == [
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert first.json == second.json, "the body is sent again as it was"


def test_an_engine_that_refuses_every_token_is_asked_twice_only(
    server: ScriptedServer, tokens: TokenServer, engine: Engine
) -> None:
    server.answers["GET /engine"] = Answer(401)
    with pytest.raises(Unauthorized):
        engine.identity.reach()
    assert sent(server) == ["Bearer token-1", "Bearer token-2"]


def test_an_old_refusal_does_not_cost_a_new_token(tokens: TokenServer) -> None:
    source = TokenSource(tokens.credentials)
    old = source.token()
    source.refused(old)
    new = source.token()
    source.refused(old)
    assert source.token() == new


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(401, {"error": "invalid_client"}), ClientRefused),
        (Answer(400, {"error": "invalid_scope"}), ClientRefused),
        (Answer(429), EngineUnreachable),
        (Answer(503), EngineUnreachable),
        (Answer(302, None, {"Location": "/login"}), EngineUnreachable),
        (Answer(200, b"<html>log in</html>"), EngineUnreachable),
        (Answer(200, {"token": "other name"}), EngineUnreachable),
        (Answer(200, {"access_token": None}), EngineUnreachable),
        (Answer(200, ["no object"]), EngineUnreachable),
    ],
)
def test_a_token_server_that_gives_none_is_told_apart(
    tokens: TokenServer, engine: Engine, answer: Answer, error: type[Exception]
) -> None:
    tokens.answer = answer
    with pytest.raises(error) as refused:
        engine.identity.reach()
    assert SECRET not in str(refused.value)
    tokens.answer = None
    assert engine.identity.reach().version == "7.24.0"


def test_a_token_server_that_hangs_is_not_waited_for_for_ever(
    tokens: TokenServer, engine: Engine
) -> None:
    release = threading.Event()
    tokens.answer = Answer(200, {}, hang=release)
    with pytest.raises(EngineUnreachable, match="token server"):
        engine.identity.reach()
    release.set()


def test_the_secret_is_in_no_repr(tokens: TokenServer) -> None:
    assert SECRET not in repr(tokens.credentials)
