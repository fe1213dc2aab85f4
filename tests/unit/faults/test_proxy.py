"""The proxy does to a connection what its name says, seen from both ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.faults.proxy import FaultProxy
from workers.casework.mail.smtp_transport import SmtpTransport
from workers.ports import Mail, MailUnavailable

PATIENCE = 1.0


class Server(ThreadingHTTPServer):
    """Answers every POST and keeps its path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path)
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def proxy(server: Server) -> Iterator[FaultProxy]:
    between = FaultProxy(("127.0.0.1", server.server_port))
    yield between
    between.close()


def post(proxy: FaultProxy, session: requests.Session, path: str = "/task/1/complete") -> int:
    url = f"http://127.0.0.1:{proxy.port}{path}"
    return session.post(url, json={}, timeout=PATIENCE).status_code


def test_everything_passes_over_one_kept_connection(server: Server, proxy: FaultProxy) -> None:
    with requests.Session() as session:
        assert [post(proxy, session) for _ in range(3)] == [204] * 3
    assert server.asked == ["/task/1/complete"] * 3


def test_a_lost_answer_comes_after_the_server_has_acted(server: Server, proxy: FaultProxy) -> None:
    proxy.lose_answers(1, "/complete")
    with requests.Session() as session:
        assert post(proxy, session, "/external-task/fetchAndLock") == 204
        with pytest.raises(requests.ConnectionError):
            post(proxy, session)
        assert post(proxy, session) == 204, "one answer only"
    assert server.asked.count("/task/1/complete") == 2
    assert proxy.happened["answers to …/complete lost"] == 1


def test_a_mail_whose_answer_was_lost_has_arrived() -> None:
    mails: list[Envelope] = []

    class Catcher:
        async def handle_DATA(self, _server: object, _session: object, mail: Envelope) -> str:
            mails.append(mail)
            return "250 accepted"

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Catcher(), hostname="127.0.0.1", port=port)
    controller.start()
    proxy = FaultProxy(("127.0.0.1", port))
    transport = SmtpTransport("127.0.0.1", proxy.port, "service@sop.example", timeout=PATIENCE)
    mail = Mail("<1@sop>", "kunde@example.com", "subject", "body", datetime.now(UTC))
    try:
        proxy.lose_answers(1, "/mail")
        with pytest.raises(MailUnavailable):
            transport.send(mail, lambda: None)
        assert len(mails) == 1
        transport.send(mail, lambda: None)
        assert len(mails) == 2
    finally:
        proxy.close()
        controller.stop()


def test_a_half_open_connection_asks_and_hears_nothing_and_new_ones_work(
    server: Server, proxy: FaultProxy
) -> None:
    sessions = [requests.Session() for _ in range(8)]
    for each in sessions:
        post(proxy, each)
    proxy.half_open()
    half_open = proxy.happened["connections half-open"]
    assert 0 < half_open < 8
    silent = 0
    for each in sessions:
        try:
            post(proxy, each)
        except requests.ReadTimeout:
            silent += 1
    assert silent == half_open
    assert len(server.asked) == 16, "the requests arrive"
    with requests.Session() as fresh:
        assert post(proxy, fresh) == 204


def test_a_cut_resets_what_is_open(proxy: FaultProxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE) as client:
        client.sendall(b"POST /never/ended HTTP/1.1\r\nContent-Length: 5\r\n\r\n")
        time.sleep(0.2)
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            client.recv(1)
    with requests.Session() as session:
        assert post(proxy, session) == 204


def test_a_delay_takes_its_time_both_ways_and_ends(proxy: FaultProxy) -> None:
    with requests.Session() as session:
        post(proxy, session)
        proxy.delay(0.15, span=0.5)
        began = time.monotonic()
        post(proxy, session)
        assert time.monotonic() - began >= 0.3
        time.sleep(0.5)
        assert proxy.happened == {}
        assert post(proxy, session) == 204


def test_without_a_server_a_connection_is_closed(server: Server, proxy: FaultProxy) -> None:
    server.shutdown()
    server.server_close()
    with requests.Session() as session, pytest.raises(requests.ConnectionError):
        post(proxy, session)
