"""A process killed between the server's 250 and our commit resends under the same Message-ID.

Nothing can prevent that second mail; its recipient can tell that it is the same one (design §5).
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

CHILD = """
import os, signal, sys
from datetime import timedelta
from workers.casework.cases import Cases
from workers.services.complaints import CaseStatus, ComplaintCase
from workers.casework.clock import SystemClock
from workers.casework.letters import Letter
from workers.casework.mail.sender import MailSender
from workers.casework.mail.smtp_transport import SmtpTransport
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.store import Store

url, port, die = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "die"
store, clock = Store(url), SystemClock()
with store.begin() as session:
    if Cases(session).find("TS-1") is None:
        Cases(session).add(ComplaintCase(
            case_no="TS-1", intake_id="i", process_instance_id="p",
            status=CaseStatus.REGISTERED, channel="邮件", problem_description="x",
            received_at=clock.now(), urgency="普通", proposal={}, classification={},
            reopen_count=0, rejection_count=0, revisit_attempts=0))
    mail = Outbox(session, "sop.example").queue(
        effect_key="k", task_id="t", case_no="TS-1", notice="N01",
        recipient="kunde@example.com", letter=Letter("主题", "正文"), at=clock.now())
    # The claim of the killed process would hold the mail for two minutes.
    mail.next_attempt_at = clock.now() - timedelta(seconds=1)
kill = (lambda: os.kill(os.getpid(), signal.SIGKILL)) if die else None
sender = MailSender(store, SmtpTransport("127.0.0.1", port, "service@sop.example"), clock,
                    "sop.example", after_delivery=kill)
print(sender.send_due())
"""


class Catcher:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content))
        return "250 accepted"


@pytest.fixture
def smtp() -> Iterator[tuple[int, Catcher]]:
    catcher = Catcher()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, catcher
    controller.stop()


def _send(url: str, port: int, mode: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), url, str(port), mode],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_mail_resent_after_a_kill_carries_the_same_message_id(
    tmp_path: Path, smtp: tuple[int, Catcher]
) -> None:
    port, catcher = smtp
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    killed = _send(url, port, "die")
    assert killed.returncode == -signal.SIGKILL
    assert len(catcher.mails) == 1, "the server had taken the mail"
    resent = _send(url, port, "live")
    assert resent.stdout.strip() == "1", resent.stderr
    settled = _send(url, port, "live")
    assert settled.stdout.strip() == "0", "an accepted and committed mail is not sent again"
    first, second = catcher.mails
    assert first["Message-ID"] == second["Message-ID"]
