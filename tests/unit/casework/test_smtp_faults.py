"""A mail's fault ends with that mail; a session's fault is tried again for all of them.

Played by the real sender and transport on a scripted server.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from tests.unit.casework.scripted_smtp import HANG_UP, KEEP_SILENT, ScriptedSmtp
from workers.casework.cases import Cases
from workers.casework.letters import Letter
from workers.casework.mail.address import AddressError
from workers.casework.mail.sender import MailSender
from workers.casework.mail.smtp_transport import SmtpTransport
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.store import Store
from workers.ports import Mail, MailCause, MailDeferred, MailRefused, MailUnavailable
from workers.services.complaints import ComplaintCase

CASE = "TS-20261120-0001"
SENDER = "客户服务部 <service@sop.example>"
GOOD = "wang@example.com"
TIMEOUT = 0.4


class Hands:
    """A clock that is put by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, business_key: str | None = None) -> datetime:
        return self.at


@dataclass
class Post:
    """A store with one case, a sender on a server, and what became of its mails."""

    store: Store
    server: ScriptedSmtp
    clock: Hands
    sender: MailSender

    def queue(self, recipient: str, subject: str = "主题", body: str = "正文") -> int:
        with self.store.begin() as session:
            outbox = Outbox(session, "sop.example")
            return outbox.queue(
                effect_key=f"{len(outbox.of_case(CASE))}",
                task_id="t",
                case_no=CASE,
                notice="N11",
                recipient=recipient,
                letter=Letter(subject, body),
                at=self.clock.at,
            ).id

    def state(self, mail: int) -> str:
        with self.store.read() as session:
            row = session.get_one(OutboxMail, mail)
            return "sent" if row.sent_at else "refused" if row.refused_at else "waits"

    def lines(self) -> list[tuple[str, str | None]]:
        with self.store.read() as session:
            return [(e.action, e.details.get("cause")) for e in Cases(session).timeline(CASE)]

    def later(self, **duration: float) -> int:
        self.clock.at += timedelta(**duration)
        return self.sender.send_due()


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp("8BITMIME", "SMTPUTF8") as scripted:
        yield scripted


@pytest.fixture
def post(
    store: Store, server: ScriptedSmtp, now: datetime, new_case: Callable[..., ComplaintCase]
) -> Post:
    with store.begin() as session:
        Cases(session).add(new_case())
    clock = Hands(now)
    transport = SmtpTransport("127.0.0.1", server.port, SENDER, timeout=TIMEOUT)
    return Post(store, server, clock, MailSender(store, transport, clock, "sop.example"))


def _text(message: EmailMessage) -> str:
    """MIME ends lines of text by CRLF, also within base64."""
    return message.get_content().replace("\r\n", "\n")


BAD_ADDRESSES = {
    "no domain": "li.si@",
    "no name": "@example.com",
    "no at": "li.si",
    "empty": "",
    "blank": "  ",
    "line feed": "li@example.com\nBcc: all@example.com",
    "carriage return": "li@example.com\rBcc: all@example.com",
    "command behind": "li@example.com>\r\nRCPT TO:<all@example.com",
    "line separator": "li@example.com\u2028Bcc: all@example.com",
    "vertical tab": "li\x0b@example.com",
    "NUL": "li\0@example.com",
    "C1 control": "li\x85@example.com",
    "invisible": "li\u200b@example.com",
    "two with a comma": "li@example.com, wang@example.com",
    "two with a semicolon": "li@example.com;wang@example.com",
    "two with a blank": "li@example.com wang@example.com",
    "two with a Chinese comma": "li@example.com，wang@example.com",
    "two at signs": "li@@example.com",
    "name too long": f"{'l' * 65}@example.com",
    "domain too long": "li@" + ".".join(["d" * 60] * 5),
    "label too long": f"li@{'d' * 64}.com",
    "no domain name": "li@exa_mple..com",
    "dots only": "li@...",
    "option behind": "li@example.com> SIZE=1 <x@example.com",
}


@pytest.mark.parametrize("address", BAD_ADDRESSES.values(), ids=BAD_ADDRESSES)
def test_a_bad_address_is_refused_and_the_others_leave(post: Post, address: str) -> None:
    bad, good = post.queue(address), post.queue(GOOD)
    assert post.sender.send_due() == 1
    assert (post.state(bad), post.state(good)) == ("refused", "sent")
    assert post.server.recipients() == [GOOD]
    assert ("邮件未发出：收件地址不是有效邮箱", "address") in post.lines()


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("主题\nBcc: all@example.com", "正文"),
        ("主题\r\n\r\n正文", "正文"),
        ("主题\x0b", "正文"),
        ("主\0题", "正文"),
        ("主\ud800题", "正文"),
        ("主题\u2029", "正文"),
        ("主题", "正\ud83d文"),
        ("主题", "正\0文"),
    ],
    ids=ascii,
)
def test_what_cannot_be_written_is_refused_and_the_others_leave(
    post: Post, server: ScriptedSmtp, subject: str, body: str
) -> None:
    mail = Mail("<1@sop>", GOOD, subject, body, post.clock.at)
    transport = SmtpTransport("127.0.0.1", server.port, SENDER)
    with pytest.raises(MailRefused) as refused:
        transport.send(mail, lambda: None)
    assert refused.value.cause is MailCause.CONTENT
    assert server.connections == 0


def test_a_subject_of_the_store_that_would_add_a_header_ends_with_its_mail(post: Post) -> None:
    bad = post.queue(GOOD, subject="主题\nBcc: all@example.com")
    good = post.queue(GOOD)
    assert post.sender.send_due() == 1
    assert (post.state(bad), post.state(good)) == ("refused", "sent")
    assert post.lines()[0] == ("邮件未发出：邮件内容无法编码", "content")


@pytest.mark.parametrize("subject", ["长" * 3000, "l" * 3000, "long " * 600])
def test_a_long_subject_is_folded(post: Post, server: ScriptedSmtp, subject: str) -> None:
    mail = post.queue(GOOD, subject=subject)
    assert post.sender.send_due() == 1
    assert post.state(mail) == "sent"
    (message,) = server.messages()
    assert "".join(message["Subject"].split()) == "".join(subject.split())
    assert max(len(line) for line in server.contents[0].split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "sender",
    [
        "service@",
        "a@b.cn\nBcc: c@d.cn",
        "A\r\nBcc: c@d.cn <a@b.cn>",
        "a@b.cn, c@d.cn",
        "",
        "A <a@b",
    ],
)
def test_a_sender_that_is_no_address_is_told_before_any_mail(sender: str) -> None:
    with pytest.raises(AddressError):
        SmtpTransport("127.0.0.1", 25, sender)


SESSION_FAULTS = {
    "421 at connect": {"CONNECT": "421 busy"},
    "554 at connect": {"CONNECT": "554 no service here"},
    "521 at connect": {"CONNECT": "521 no mail here"},
    "hang-up at connect": {"CONNECT": HANG_UP},
    "silence at connect": {"CONNECT": KEEP_SILENT},
    "nonsense at connect": {"CONNECT": "HTTP/1.1 400 Bad Request"},
    "421 at EHLO": {"EHLO": "421 closing"},
    "550 at EHLO": {"EHLO": "550 who are you"},
    "554 at EHLO": {"EHLO": "554 go away"},
    "500 at EHLO and HELO": {"EHLO": "500 what", "HELO": "550 go away"},
    "hang-up at EHLO": {"EHLO": HANG_UP},
    "530 at MAIL": {"MAIL": "530 5.7.0 authentication required"},
    "535 at MAIL": {"MAIL": "535 5.7.8 bad credentials"},
    "550 at MAIL": {"MAIL": "550 5.7.1 sender not allowed"},
    "552 at MAIL": {"MAIL": "552 our mailbox is full"},
    "553 at MAIL": {"MAIL": "553 sender rejected"},
    "451 at MAIL": {"MAIL": "451 try later"},
    "452 at MAIL": {"MAIL": "452 no space"},
    "hang-up at MAIL": {"MAIL": HANG_UP},
    "421 at RCPT": {"RCPT": "421 4.7.0 too many"},
    "530 at RCPT": {"RCPT": "530 login"},
    "503 at RCPT": {"RCPT": "503 bad sequence"},
    "silence at RCPT": {"RCPT": KEEP_SILENT},
    "421 at DATA": {"DATA": "421 closing"},
    "hang-up at DATA": {"DATA": HANG_UP},
    "421 after the message": {"CONTENT": "421 closing"},
    "hang-up after the message": {"CONTENT": HANG_UP},
    "silence after the message": {"CONTENT": KEEP_SILENT},
}


@pytest.mark.parametrize("answers", SESSION_FAULTS.values(), ids=SESSION_FAULTS)
def test_a_fault_of_the_session_refuses_no_mail_and_is_tried_again(
    post: Post, answers: dict[str, str]
) -> None:
    mails = [post.queue(GOOD) for _ in range(5)]
    post.server.answers.update(answers)
    assert post.sender.send_due() == 0
    assert post.server.connections == 1, "one attempt for all mails"
    assert post.sender.session_up is False
    assert post.sender.send_due() == 0
    assert post.server.connections == 1, "no hammering"
    post.server.answers.clear()
    assert post.later(seconds=3) == 5
    assert [post.state(mail) for mail in mails] == ["sent"] * 5
    assert post.sender.session_up is True


@pytest.mark.parametrize("host", ["no-such-host.invalid", f"{'x' * 64}.invalid", "127.0.0.1"])
def test_a_server_that_is_not_found_is_a_fault_of_the_session(host: str, now: datetime) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        transport = SmtpTransport(host, taken.getsockname()[1], SENDER, timeout=TIMEOUT)
        with pytest.raises(MailUnavailable) as fault:
            transport.send(Mail("<1@sop>", GOOD, "s", "b", now), lambda: None)
    assert fault.value.cause is MailCause.UNREACHABLE
    assert not fault.value.during_mail


MAIL_FAULTS = {
    "unknown mailbox": ("RCPT", "550 5.1.1 no such user", "refused", "rejected"),
    "bad syntax": ("RCPT", "501 5.1.3 bad address", "refused", "rejected"),
    "not a whole name": ("RCPT", "504 5.5.2 need a whole name", "refused", "rejected"),
    "no mail for the domain": ("RCPT", "556 5.1.10 null MX", "refused", "rejected"),
    "greylisting": ("RCPT", "450 4.2.0 greylisted", "waits", "delayed"),
    "mailbox full": ("RCPT", "452 4.2.2 full", "waits", "delayed"),
    "552 for the recipient": ("RCPT", "552 5.2.2 full", "waits", "delayed"),
    "relay denied": ("RCPT", "554 5.7.1 relay access denied", "waits", "policy"),
    "no valid recipient": ("DATA", "554 no valid recipients", "refused", "rejected"),
    "later at DATA": ("DATA", "451 later", "waits", "delayed"),
    "content refused": ("CONTENT", "554 5.7.1 looks like spam", "refused", "rejected"),
    "message too large": ("CONTENT", "552 5.3.4 too large", "refused", "size"),
    "no space": ("CONTENT", "452 4.3.1 no space", "waits", "delayed"),
}


@pytest.mark.parametrize(("step", "reply", "state", "cause"), MAIL_FAULTS.values(), ids=MAIL_FAULTS)
def test_a_fault_of_one_mail_leaves_the_others_alone(
    post: Post, step: str, reply: str, state: str, cause: str
) -> None:
    bad = post.queue("bad@example.com")
    good = [post.queue(GOOD) for _ in range(3)]
    usual = "354 go on" if step == "DATA" else "250 ok"
    post.server.answers[step] = lambda _: (
        reply if post.server.recipients()[-1].startswith("bad") else usual
    )
    assert post.sender.send_due() == 3
    assert post.state(bad) == state
    assert [post.state(mail) for mail in good] == ["sent"] * 3
    assert post.sender.session_up is True
    causes = [found for _, found in post.lines() if found]
    assert causes == [cause]


def test_a_mail_that_breaks_the_connection_each_time_does_not_hold_up_the_others(
    post: Post,
) -> None:
    bad, good = post.queue("bad@example.com"), post.queue(GOOD)
    post.server.answers["CONTENT"] = lambda content: (
        HANG_UP if b"bad@example.com" in content else "250 taken"
    )
    assert post.sender.send_due() == 0
    assert post.later(seconds=3) == 1
    assert (post.state(bad), post.state(good)) == ("waits", "sent")


def test_a_session_that_stays_away_is_tried_less_and_less_often_but_never_given_up(
    post: Post,
) -> None:
    mail = post.queue(GOOD)
    post.server.answers["CONNECT"] = "554 no"
    for _ in range(1200):
        assert post.later(seconds=1) == 0
    assert 10 <= post.server.connections <= 20
    post.later(days=30)
    assert post.state(mail) == "waits"
    post.server.answers.clear()
    assert post.later(minutes=2) == 1


def test_a_clock_that_is_put_back_does_not_lengthen_the_wait(post: Post) -> None:
    post.queue(GOOD)
    post.server.answers["CONNECT"] = "554 no"
    post.sender.send_due()
    post.clock.at += timedelta(seconds=5)
    post.server.answers.clear()
    post.queue(GOOD)
    post.clock.at -= timedelta(seconds=4)
    assert post.later(hours=-1) == 0, "nothing is due by that clock"
    assert post.sender.session_up is False
    assert post.later(hours=1, seconds=5) == 2


def test_a_session_that_is_away_for_a_while_shows_in_the_case_once(post: Post) -> None:
    post.queue(GOOD)
    post.server.answers["CONNECT"] = "554 go away wang@example.com"
    post.sender.send_due()
    assert post.lines() == [], "a moment is no news"
    for _ in range(20):
        post.later(minutes=2)
    assert post.lines() == [("邮件暂未发出：邮件服务器暂不接受连接，将自动重试", "server")]
    post.server.answers.clear()
    post.later(minutes=2)
    assert [action for action, _ in post.lines()][-1] == "邮件已发出"


def test_a_deferred_mail_is_told_late_after_a_day_and_given_up_after_five(post: Post) -> None:
    mail = post.queue("bad@example.com")
    post.server.answers["RCPT"] = "450 4.2.0 later"
    while post.clock.at < datetime.fromisoformat("2026-11-27T02:00+00:00"):
        post.clock.at += timedelta(minutes=30)
        post.sender.send_or_settle()
        if post.state(mail) == "refused":
            break
    assert [cause for _, cause in post.lines()] == ["delayed", "delayed", "expired"]
    assert [action for action, _ in post.lines()][1].startswith("邮件超过 24 小时未送达")
    with post.store.read() as session:
        told = [event.at for event in Cases(session).timeline(CASE)]
    assert timedelta(hours=23) < told[1] - told[0] <= timedelta(hours=25)
    assert timedelta(days=5) <= told[2] - told[0] <= timedelta(days=5, hours=1)


def test_days_without_a_server_are_not_counted_against_a_mail(post: Post) -> None:
    mail = post.queue("bad@example.com")
    post.server.answers["CONNECT"] = "421 busy"
    post.sender.send_due()
    del post.server.answers["CONNECT"]
    post.server.answers["RCPT"] = "450 greylisted"
    post.later(days=9)
    assert post.state(mail) == "waits"
    post.server.answers.clear()
    assert post.later(minutes=30) == 1


def test_nothing_that_is_told_holds_an_address(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    post.queue("li.si.geheim@")
    post.queue("li.si.geheim@example.com")
    post.server.answers["RCPT"] = "550 5.1.1 <li.si.geheim@example.com> unknown"
    post.sender.send_due()
    with post.store.read() as session:
        told = [f"{e.action}{e.details}" for e in Cases(session).timeline(CASE)]
    assert len(told) == 2
    logged = "".join(capsys.readouterr())
    assert "geheim" not in "".join(told) + logged
    assert "550 5.1.1" in told[1]


def test_a_body_goes_in_seven_bits_to_a_server_without_8bitmime(now: datetime) -> None:
    body = "尊敬的客户：\n.\n..两点开头\n" + "很长的一行，" * 300 + "\n"
    with ScriptedSmtp() as plain:
        SmtpTransport("127.0.0.1", plain.port, SENDER).send(
            Mail("<1@sop>", GOOD, "主题", body, now), lambda: None
        )
        (message,) = plain.messages()
        (content,) = plain.contents
    assert content.isascii()
    assert _text(message) == body
    assert message["From"].addresses == (Address("客户服务部", "service", "sop.example"),)


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ('"li si"@example.com', '"li si"@example.com'),
        (r'"li\"si"@example.com', r'"li\"si"@example.com'),
        ("o'li+a=b@example.com", "o'li+a=b@example.com"),
        ("li@[127.0.0.1]", "li@[127.0.0.1]"),
        ("li@localhost", "li@localhost"),
        ("li@例子.cn", "li@xn--fsqu00a.cn"),
        ("li@ｅｘａｍｐｌｅ.com", "li@example.com"),
        (" li@example.com ", "li@example.com"),
        ("李四@example.com", "李四@example.com"),
        ("李四@例子.cn", "李四@xn--fsqu00a.cn"),
    ],
)
def test_what_the_standard_allows_is_sent(
    post: Post, server: ScriptedSmtp, address: str, wire: str
) -> None:
    mail = post.queue(address)
    assert post.sender.send_due() == 1
    assert post.state(mail) == "sent"
    assert server.recipients() == [wire]
    (message,) = server.messages()
    assert _text(message) == "正文\n"
    assert str(message["To"]) == wire
    told = [each for each in server.commands if b"SMTPUTF8" in each]
    assert bool(told) is not wire.isascii()


def test_an_address_that_needs_smtputf8_is_refused_where_it_is_not_offered(
    post: Post, server: ScriptedSmtp
) -> None:
    server.extensions = ["8BITMIME"]
    bad, idn, good = post.queue("李四@example.com"), post.queue("li@例子.cn"), post.queue(GOOD)
    assert post.sender.send_due() == 2
    assert [post.state(mail) for mail in (bad, idn, good)] == ["refused", "sent", "sent"]
    (line,) = [each for each in post.lines() if each[1]]
    assert "SMTPUTF8" in line[0]
    assert line[1] == "needs_smtputf8"


def test_a_mail_larger_than_the_server_takes_is_refused_before_it_is_sent(
    post: Post, server: ScriptedSmtp
) -> None:
    server.extensions = ["8BITMIME", "SIZE 2000"]
    bad, good = post.queue(GOOD, body="长" * 2000), post.queue(GOOD)
    assert post.sender.send_due() == 1
    assert (post.state(bad), post.state(good)) == ("refused", "sent")
    assert ("邮件被拒收：邮件过大", "size") in post.lines()


def test_old_servers_without_ehlo_are_spoken_to_by_helo(post: Post, server: ScriptedSmtp) -> None:
    server.answers["EHLO"] = "502 not implemented"
    mail = post.queue(GOOD)
    assert post.sender.send_due() == 1
    assert post.state(mail) == "sent"


def test_the_exact_kind_tells_one_mail_from_the_session(now: datetime) -> None:
    mail = Mail("<1@sop>", GOOD, "s", "b", now)
    with ScriptedSmtp() as server:
        transport = SmtpTransport("127.0.0.1", server.port, SENDER)
        server.answers["RCPT"] = "450 later"
        with pytest.raises(MailDeferred):
            transport.send(mail, lambda: None)
        server.answers["RCPT"] = "421 closing"
        with pytest.raises(MailUnavailable) as fault:
            transport.send(mail, lambda: None)
    assert type(fault.value) is MailUnavailable


def test_the_thread_outlives_every_bad_letter(post: Post) -> None:
    for address in BAD_ADDRESSES.values():
        post.queue(address)
    good = post.queue(GOOD)
    post.sender.start()
    deadline = time.monotonic() + 10
    while post.state(good) != "sent" and time.monotonic() < deadline:
        time.sleep(0.02)
    alive = post.sender.alive
    post.sender.stop()
    assert alive
    assert post.state(good) == "sent"
