"""Nothing that happens inside the sender ends it, and what it does shows in metrics."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from workers.casework.cases import Cases
from workers.casework.letters import Letter
from workers.casework.mail.delivery_journal import DeliveryJournal
from workers.casework.mail.metrics import MailMetrics
from workers.casework.mail.outcome import MailOutcome
from workers.casework.mail.sender import MailSender
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.store import Store
from workers.ports import Mail, MailCause, MailDeferred, MailRefused, MailUnavailable
from workers.services.complaints import ComplaintCase

CASE = "TS-20261120-0001"


class Transport:
    """Takes mails, or fails for one recipient."""

    def __init__(self) -> None:
        self.received: list[Mail] = []
        self.fails: dict[str, Exception] = {}
        self.fails_after: Exception | None = None

    def send(self, mail: Mail, accepted: Callable[[], None]) -> None:
        if mail.recipient in self.fails:
            raise self.fails[mail.recipient]
        self.received.append(mail)
        accepted()
        if self.fails_after:
            raise self.fails_after


class Hands:
    """A clock that is put by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, business_key: str | None = None) -> datetime:
        return self.at


@pytest.fixture
def transport() -> Transport:
    return Transport()


@pytest.fixture
def hands(now: datetime) -> Hands:
    return Hands(now)


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def sender(
    store: Store,
    transport: Transport,
    hands: Hands,
    registry: CollectorRegistry,
    new_case: Callable[..., ComplaintCase],
) -> MailSender:
    with store.begin() as session:
        Cases(session).add(new_case())
    metrics = MailMetrics(registry)
    made = MailSender(
        store,
        transport,
        hands,
        "sop.example",
        pause=timedelta(milliseconds=10),
        metrics=metrics,
    )
    metrics.watch(made)
    return made


def _queue(store: Store, at: datetime, recipient: str = "b@example.com") -> OutboxMail:
    with store.begin() as session:
        outbox = Outbox(session, "sop.example")
        return outbox.queue(
            effect_key=str(len(outbox.of_case(CASE))),
            task_id="t",
            case_no=CASE,
            notice="N11",
            recipient=recipient,
            letter=Letter("主题", "正文"),
            at=at,
        )


def _row(store: Store, mail: OutboxMail) -> OutboxMail:
    with store.read() as session:
        return session.get_one(OutboxMail, mail.id)


def _actions(store: Store) -> list[str]:
    with store.read() as session:
        return [event.action for event in Cases(session).timeline(CASE)]


def _until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@pytest.mark.parametrize(
    "error", [IndexError("a@x"), ValueError("a@x"), RecursionError(), MemoryError()], ids=repr
)
def test_a_mail_at_which_the_program_fails_is_set_aside_and_tried_again(
    store: Store, sender: MailSender, transport: Transport, hands: Hands, error: Exception
) -> None:
    bad, good = _queue(store, hands.at, "a@x"), _queue(store, hands.at)
    transport.fails["a@x"] = error
    with structlog.testing.capture_logs() as lines:
        assert sender.send_due() == 1
    assert _row(store, good).sent_at
    assert _row(store, bad).refused_at is None
    assert _actions(store)[0] == "邮件暂未发出：发送程序出错，已搁置，将自动重试"
    told = next(line for line in lines if line["event"] == "outbox.set_aside")
    assert (told["case"], told["error"]) == (CASE, type(error).__name__)
    assert "a@x" not in str(lines)
    del transport.fails["a@x"]
    hands.at += timedelta(minutes=59)
    assert sender.send_due() == 0
    hands.at += timedelta(minutes=1)
    assert sender.send_due() == 1


def test_what_fails_after_acceptance_does_not_send_a_mail_again(
    store: Store, sender: MailSender, transport: Transport, hands: Hands
) -> None:
    mail = _queue(store, hands.at)
    transport.fails_after = RuntimeError()
    assert sender.send_due() == 1
    assert _row(store, mail).sent_at == hands.at
    hands.at += timedelta(days=1)
    assert sender.send_due() == 0


def test_a_journal_that_cannot_be_written_costs_no_mail_and_sends_none_twice(
    store: Store, transport: Transport, sender: MailSender, hands: Hands, tmp_path: Path
) -> None:
    class FullDisk(DeliveryJournal):
        def note(self, message_id: str) -> None:
            raise OSError(28, "No space left on device")

    journal = FullDisk(tmp_path / "deliveries")
    keeper = MailSender(store, transport, hands, "sop.example", journal=journal)
    mails = [_queue(store, hands.at) for _ in range(3)]
    assert keeper.send_or_settle() == 3
    assert all(_row(store, mail).sent_at for mail in mails)
    assert len(transport.received) == 3
    journal.close()


def test_a_mail_is_not_sent_again_because_the_store_was_busy_after_it(
    store: Store, sender: MailSender, transport: Transport, hands: Hands
) -> None:
    mail = _queue(store, hands.at)
    busy = True

    @event.listens_for(store.engine, "before_cursor_execute")
    def _fail(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if busy and statement.startswith("UPDATE outbox SET sent_at"):
            raise OperationalError(statement, {}, Exception("database is locked"))

    with pytest.raises(OperationalError):
        sender.send_or_settle()
    assert _row(store, mail).sent_at is None
    busy = False
    hands.at += timedelta(minutes=5)
    assert sender.send_or_settle() == 0, "only the note was owed"
    assert _row(store, mail).sent_at == hands.at
    assert len(transport.received) == 1


def test_a_note_that_can_never_be_written_stops_neither_the_others_nor_repeats_its_mail(
    store: Store,
    sender: MailSender,
    transport: Transport,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _queue(store, hands.at, "a@x")
    usual = MailOutcome.sent

    def sent(outcome: MailOutcome, mail: OutboxMail, at: datetime) -> None:
        if mail.recipient == "a@x":
            raise KeyError
        usual(outcome, mail, at)

    monkeypatch.setattr(MailOutcome, "sent", sent)
    good = _queue(store, hands.at)
    sender.send_or_settle()
    hands.at += timedelta(hours=1)
    sender.send_or_settle()
    assert _row(store, good).sent_at
    assert [mail.recipient for mail in transport.received] == ["a@x", "b@example.com"]


def test_the_thread_goes_on_whatever_is_raised_in_the_loop(
    store: Store, sender: MailSender, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, raised = MailSender.send_due, []

    def send_due(self: MailSender) -> int:
        if len(raised) < 3:
            raised.append(1)
            raise ZeroDivisionError
        return usual(self)

    monkeypatch.setattr(MailSender, "send_due", send_due)
    mail = _queue(store, hands.at)
    assert not sender.alive
    sender.start()
    try:
        assert _until(lambda: _row(store, mail).sent_at is not None)
        assert len(raised) == 3
        assert sender.alive
    finally:
        sender.stop()
    assert not sender.alive


def test_mails_that_were_not_tried_keep_their_turn(
    store: Store, sender: MailSender, transport: Transport, hands: Hands
) -> None:
    mails = []
    for _ in range(25):
        mails.append(_queue(store, hands.at))
        hands.at += timedelta(seconds=1)
    transport.fails["b@example.com"] = MailUnavailable("away")
    sender.send_due()
    assert [_row(store, mail).attempts for mail in mails] == [0] * 25
    transport.fails.clear()
    hands.at += timedelta(seconds=3)
    assert sender.send_due() == 20
    assert sender.send_due() == 5
    assert [mail.message_id for mail in transport.received] == [mail.message_id for mail in mails]


def test_mails_that_are_put_off_do_not_hold_up_a_new_one(
    store: Store, sender: MailSender, transport: Transport, hands: Hands
) -> None:
    transport.fails["a@x"] = MailDeferred("450")
    for _ in range(60):
        _queue(store, hands.at, "a@x")
    for _ in range(3):
        sender.send_due()
    new = _queue(store, hands.at)
    hands.at += timedelta(seconds=1)
    sender.send_due()
    assert _row(store, new).sent_at == hands.at


def test_metrics_tell_outcomes_session_and_the_oldest_waiting_mail(
    store: Store,
    sender: MailSender,
    transport: Transport,
    hands: Hands,
    registry: CollectorRegistry,
) -> None:
    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, labels)

    assert value("mail_session_up") is None
    assert value("mail_oldest_waiting_seconds") == 0
    transport.fails |= {
        "a@x": MailRefused("no", MailCause.ADDRESS),
        "c@x": MailDeferred("450"),
    }
    for recipient in ("a@x", "c@x", "d@x"):
        _queue(store, hands.at, recipient)
    sender.send_due()
    assert value("mail_outcomes_total", outcome="sent", cause="none") == 1
    assert value("mail_outcomes_total", outcome="refused", cause="address") == 1
    assert value("mail_outcomes_total", outcome="deferred", cause="delayed") == 1
    assert value("mail_session_up") == 1
    hands.at += timedelta(seconds=90)
    assert (value("mail_waiting"), value("mail_oldest_waiting_seconds")) == (1, 90)
    transport.fails["c@x"] = MailUnavailable("away", MailCause.UNREACHABLE)
    sender.send_due()
    assert value("mail_session_up") == 0
    assert value("mail_session_faults_total", cause="unreachable") == 1
    assert value("mail_sender_alive") == 0
    sender.start()
    assert value("mail_sender_alive") == 1
    sender.stop()


def test_a_refused_mail_is_logged_with_its_case_and_without_its_address(
    store: Store, sender: MailSender, transport: Transport, hands: Hands
) -> None:
    transport.fails["geheim@x"] = MailRefused("mail server answered 550 5.1.1 to RCPT TO")
    mail = _queue(store, hands.at, "geheim@x")
    with structlog.testing.capture_logs() as lines:
        sender.send_due()
    (line,) = lines
    assert (line["event"], line["log_level"]) == ("outbox.refused", "error")
    assert (line["case"], line["mail"], line["cause"]) == (CASE, mail.message_id, "rejected")
    assert "geheim" not in str(line)


def test_the_age_of_an_outbox_that_cannot_be_read_is_not_shown_as_none(
    sender: MailSender, store: Store, registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr(sender, "waiting", away)
    assert registry.get_sample_value("mail_oldest_waiting_seconds") is None
    assert registry.get_sample_value("mail_sender_alive") == 0
