"""TLS both ways, with certificates that the test makes."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine_host import required
from workers.engine import Engine, EngineAddress, EngineUnreachable, Tls

from .scripted import Answer, ScriptedServer

Call = Callable[[Engine], object]


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = folder / "ca.pem"
        self._key = folder / "ca.key"
        self._openssl("req", "-x509", *self._new_key(self._key, "authority"), "-out", "ca.pem")

    def issue(self, name: str) -> tuple[Path, Path]:
        """Certificate and key for 127.0.0.1."""
        key, request, certificate = (self.folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        names = self.folder / "names.txt"
        names.write_text("subjectAltName=IP:127.0.0.1")
        self._openssl("req", *self._new_key(key, name), "-out", str(request))
        self._openssl(
            *("x509", "-req", "-in", str(request), "-CA", "ca.pem", "-CAkey", "ca.key"),
            *("-CAcreateserial", "-days", "2", "-extfile", str(names), "-out", str(certificate)),
        )
        return certificate, key

    @staticmethod
    def _new_key(key: Path, name: str) -> tuple[str, ...]:
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
        return (*curve, "-nodes", "-keyout", str(key), "-subj", f"/CN={name}")

    def _openssl(self, *arguments: str) -> None:
        openssl = shutil.which("openssl")
        reason = "there is no openssl command (Debian: apt-get install openssl)"
        if openssl is None and not required():
            pytest.skip(reason)
        assert openssl, reason
        subprocess.run([openssl, *arguments], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def client(authority: Authority) -> Tls:
    certificate, key = authority.issue("client")
    return Tls(authority.certificate, certificate, key)


@pytest.fixture
def url(authority: Authority, server: ScriptedServer) -> str:
    """A server that wants to know who calls."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("server"))
    context.load_verify_locations(authority.certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    listening = server._server
    listening.socket = context.wrap_socket(
        listening.socket, server_side=True, do_handshake_on_connect=False
    )
    # Handshakes that fail are the point here; the server would print each.
    listening.handle_error = lambda *_args: None  # type: ignore[method-assign]
    server.answers["GET /engine"] = Answer(200, [{"name": "default"}])
    server.answers["GET /version"] = Answer(200, {"version": "7.24.0"})
    return server.url.replace("http://", "https://")


@pytest.fixture(params=["by requests", "by the hot line"])
def call(request: pytest.FixtureRequest, server: ScriptedServer) -> Call:
    """Something to ask an engine, either way."""
    server.answers["POST /external-task/t1/unlock"] = Answer(204)
    if request.param == "by requests":
        return lambda engine: engine.identity.reach()
    return lambda engine: engine.worker_calls.unlock("t1")


def test_both_sides_prove_who_they_are(url: str, client: Tls, call: Call) -> None:
    with Engine(EngineAddress(url, "demo", "s3cret"), tls=client) as engine:
        call(engine)


def test_certificate_and_key_may_be_one_file(
    url: str, client: Tls, authority: Authority, tmp_path: Path, call: Call
) -> None:
    assert client.certificate
    assert client.key
    both = tmp_path / "both.pem"
    both.write_bytes(client.certificate.read_bytes() + client.key.read_bytes())
    with Engine(EngineAddress(url), tls=Tls(authority.certificate, both)) as engine:
        call(engine)


def test_without_a_certificate_of_ours_the_server_hangs_up(
    url: str, authority: Authority, call: Call
) -> None:
    with (
        Engine(EngineAddress(url), tls=Tls(authority.certificate)) as engine,
        pytest.raises(EngineUnreachable),
    ):
        call(engine)


def test_a_server_of_an_unknown_authority_is_not_trusted(url: str, call: Call) -> None:
    with Engine(EngineAddress(url)) as engine, pytest.raises(EngineUnreachable, match="SSL"):
        call(engine)


def test_the_environment_does_not_override_the_named_authority(
    url: str, client: Tls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: Call
) -> None:
    """requests would prefer this variable to a session's own bundle."""
    other = tmp_path / "empty.pem"
    other.write_text("")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    with Engine(EngineAddress(url), tls=client) as engine:
        engine.session.trust_env = True  # as for an engine that is not on this machine
        call(engine)


def test_a_key_without_certificate_is_refused(client: Tls) -> None:
    with pytest.raises(ValueError, match="needs its certificate"):
        Tls(key=client.key)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no file .*nowhere\.pem"):
        Tls(ca=tmp_path / "nowhere.pem")
