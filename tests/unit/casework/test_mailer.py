"""The outbox and its sender: queued once, sent once, kept while the server is away."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from workers.casework.cases import Cases
from workers.casework.letters import Letter
from workers.casework.mail.delivery_journal import DeliveryJournal
from workers.casework.mail.sender import MailSender
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.store import Store
from workers.ports import Mail, MailRefused, MailUnavailable
from workers.services.complaints import ComplaintCase

CASE = "TS-20261120-0001"


class Server:
    """A mail server that answers as told."""

    def __init__(self) -> None:
        self.received: list[Mail] = []
        self.answer: Exception | None = None

    def send(self, mail: Mail, accepted: Callable[[], None]) -> None:
        if self.answer is not None:
            raise self.answer
        self.received.append(mail)
        accepted()


class Hands:
    """A clock that is put by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, business_key: str | None = None) -> datetime:
        return self.at


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def hands(now: datetime) -> Hands:
    return Hands(now)


@pytest.fixture
def sender(
    store: Store, server: Server, hands: Hands, new_case: Callable[..., ComplaintCase]
) -> MailSender:
    with store.begin() as session:
        Cases(session).add(new_case())
    return MailSender(store, server, hands, "sop.example")


def _queue(store: Store, at: datetime, key: str = "k", acknowledges: bool = False) -> OutboxMail:
    with store.begin() as session:
        return Outbox(session, "sop.example").queue(
            effect_key=key,
            task_id="t",
            case_no=CASE,
            notice="N01",
            acknowledges=acknowledges,
            recipient="kunde@example.com",
            letter=Letter("主题", "正文"),
            at=at,
        )


def _waiting(store: Store) -> int:
    with store.begin() as session:
        return Outbox(session, "sop.example").waiting()


def test_one_effect_is_one_mail(
    store: Store, sender: MailSender, server: Server, now: datetime
) -> None:
    assert _queue(store, now).message_id == _queue(store, now).message_id
    assert sender.send_due() == 1
    assert sender.send_due() == 0
    assert [mail.subject for mail in server.received] == ["主题"]


def test_the_same_effect_in_another_store_is_another_mail(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    assert _queue(store, now).message_id != _queue(other, now).message_id
    assert _queue(other, now, "b").message_id != _queue(other, now, "c").message_id
    other.close()


def test_the_acknowledgement_sets_its_time(store: Store, sender: MailSender, now: datetime) -> None:
    _queue(store, now, acknowledges=True)
    sender.send_due()
    with store.begin() as session:
        case = Cases(session).get(CASE)
        assert case.acknowledged_at == now
        assert case.first_response_at is None
        assert [event.action for event in Cases(session).timeline(CASE)] == ["邮件已发出"]


def test_a_server_that_is_away_loses_nothing(
    store: Store, sender: MailSender, server: Server, hands: Hands, now: datetime
) -> None:
    _queue(store, now)
    server.answer = MailUnavailable("mail server: ConnectionRefusedError")
    assert sender.send_due() == 0
    server.answer = None
    assert sender.send_due() == 0, "it waits before it tries again"
    hands.at += timedelta(minutes=1)
    assert sender.send_due() == 1
    assert _waiting(store) == 0


def test_a_refused_mail_is_noted_and_not_tried_for_ever(
    store: Store, sender: MailSender, server: Server, hands: Hands, now: datetime
) -> None:
    _queue(store, now)
    server.answer = MailRefused("mail server answered 550")
    sender.send_due()
    server.answer = None
    hands.at += timedelta(days=1)
    assert sender.send_due() == 0
    with store.begin() as session:
        assert [e.action for e in Cases(session).timeline(CASE)] == ["邮件被拒收"]


def test_a_mail_in_hand_is_nobody_elses(
    store: Store, sender: MailSender, server: Server, hands: Hands, now: datetime
) -> None:
    _queue(store, now)
    with store.begin() as session:
        assert len(Outbox(session, "sop.example").claim(now, 10)) == 1
    assert sender.send_due() == 0
    hands.at += timedelta(minutes=3)
    assert sender.send_due() == 1, "a sender that died holds a mail for two minutes only"


def _until_sent(store: Store, sender: MailSender) -> None:
    sender.start()
    deadline = time.monotonic() + 10
    while _waiting(store) and time.monotonic() < deadline:
        time.sleep(0.01)
    sender.stop()


def test_a_mail_that_the_journal_knows_is_not_sent_again(
    store: Store, sender: MailSender, server: Server, hands: Hands, now: datetime, tmp_path: Path
) -> None:
    known, lost = _queue(store, now, "a"), _queue(store, now, "b")
    with store.begin() as session:
        Outbox(session, "sop.example").claim(now, 10)  # the claims of a killed sender
    journal = DeliveryJournal(tmp_path / "deliveries")
    journal.note(known.message_id)
    successor = MailSender(store, server, hands, "sop.example", journal=journal)
    assert successor.send_or_settle() == 1
    assert [mail.message_id for mail in server.received] == [lost.message_id]
    assert _waiting(store) == 0
    assert journal.accepted() == [lost.message_id]
    journal.close()


def test_the_journal_is_settled_when_nothing_is_due(
    store: Store, server: Server, hands: Hands, now: datetime, tmp_path: Path
) -> None:
    journal = DeliveryJournal(tmp_path / "deliveries")
    keeper = MailSender(store, server, hands, "sop.example", journal=journal)
    mail = _queue(store, now)
    keeper.send_or_settle()
    assert journal.accepted() == [mail.message_id]
    keeper.send_or_settle()
    assert journal.accepted() == []
    assert len(server.received) == 1
    journal.close()


def test_of_two_senders_only_the_keeper_of_the_journal_sends(
    store: Store, sender: MailSender, server: Server, hands: Hands, now: datetime, tmp_path: Path
) -> None:
    keeper, other = (DeliveryJournal(tmp_path / "deliveries") for _ in range(2))
    assert keeper.acquire()
    _queue(store, now)
    waiting = MailSender(store, server, hands, "sop.example", journal=other, pause=_SHORT)
    waiting.start()
    time.sleep(0.1)
    assert server.received == []
    keeper.close()
    deadline = time.monotonic() + 10
    while _waiting(store) and time.monotonic() < deadline:
        time.sleep(0.01)
    waiting.stop()
    assert len(server.received) == 1
    other.close()


_SHORT = timedelta(milliseconds=10)


def test_a_half_written_line_of_the_journal_is_no_line(tmp_path: Path) -> None:
    (tmp_path / "deliveries").write_bytes(b"<a@x>\n<b@")
    journal = DeliveryJournal(tmp_path / "deliveries")
    assert journal.accepted() == ["<a@x>"]
    journal.settle()
    assert journal.accepted() == []
    journal.close()
