"""Mail over real SMTP: accepted before the farewell, which decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from workers.casework.mail.smtp_transport import SmtpTransport
from workers.cli.ports import free_port
from workers.ports import Mail, MailRefused, MailUnavailable

MAIL = Mail("<1@sop>", "kunde@example.com", "主题", "正文", datetime.now(UTC))


class Server:
    """Answers as told and writes down what happens."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.answers = {"RCPT": "250 OK", "DATA": "250 accepted", "QUIT": "221 Bye"}

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers["RCPT"]

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        self.happened.append("taken")
        return self.answers["DATA"]

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        self.happened.append("farewell")
        return self.answers["QUIT"]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def transport(server: Server) -> Iterator[SmtpTransport]:
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield SmtpTransport("127.0.0.1", port, "service@sop.example")
    controller.stop()


@pytest.mark.parametrize("farewell", ["221 Bye", "421 too busy to say goodbye"])
def test_a_mail_is_accepted_before_the_farewell_whatever_that_is(
    server: Server, transport: SmtpTransport, farewell: str
) -> None:
    server.answers["QUIT"] = farewell
    transport.send(MAIL, lambda: server.happened.append("accepted"))
    assert server.happened == ["taken", "accepted", "farewell"]


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("RCPT", "550 no such mailbox", MailRefused),
        ("RCPT", "450 mailbox busy", MailUnavailable),
        ("DATA", "554 refused", MailRefused),
        ("DATA", "452 no space", MailUnavailable),
    ],
)
def test_a_mail_that_is_not_taken_is_not_accepted(
    server: Server, transport: SmtpTransport, step: str, answer: str, error: type[Exception]
) -> None:
    server.answers[step] = answer
    with pytest.raises(error):
        transport.send(MAIL, lambda: server.happened.append("accepted"))
    assert "accepted" not in server.happened


def test_a_server_that_is_away_is_tried_again_later() -> None:
    with pytest.raises(MailUnavailable, match="ConnectionRefusedError"):
        SmtpTransport("127.0.0.1", free_port(), "service@sop.example").send(MAIL, lambda: None)
