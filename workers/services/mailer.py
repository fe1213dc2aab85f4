"""The outbox sender: hands queued mails to a mail server, once each as far as mail allows.

Between the server's 250 and our note of it nothing can help: a mail resent after a crash there
carries the same Message-ID (design §5).
"""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers.ports import Clock, Mail, MailRefused, MailTransport, MailUnavailable
from workers.services.cases import Cases
from workers.services.delivery_journal import DeliveryJournal
from workers.services.outbox import Outbox, OutboxMail
from workers.services.store import Store

_log = structlog.get_logger(__name__)
_BATCH = 20
_LONGEST_WAIT = timedelta(minutes=10)
_ACKNOWLEDGEMENT = "N01"


class SmtpTransport:
    """Plain SMTP, one connection per mail.

    Args:
        host: server name or address.
        port: TCP port.
        sender: the From address.
        timeout: seconds for each network step.
    """

    def __init__(self, host: str, port: int, sender: str, timeout: float = 15.0) -> None:
        self._host, self._port, self._sender, self._timeout = host, port, sender, timeout

    def send(self, mail: Mail, accepted: Callable[[], None]) -> None:
        """Deliver one mail; see :class:`workers.ports.MailTransport`."""
        message = EmailMessage()
        message["Message-ID"] = mail.message_id
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.date)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        with ExitStack() as conversation:
            with _as_mail_errors():
                server = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
                conversation.callback(server.close)
                server.send_message(message)
            accepted()
            # The mail is the server's by now: how the farewell goes says nothing about it.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()


@contextmanager
def _as_mail_errors() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _by_code(code) from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailUnavailable(f"mail server: {type(error).__name__}") from error


def _by_code(code: int) -> Exception:
    permanent = 500 <= code < 600  # noqa: PLR2004 - SMTP reply classes, RFC 5321 §4.2.1
    return (
        MailRefused(f"mail server answered {code}")
        if permanent
        else MailUnavailable(f"mail server answered {code}")
    )


class MailSender:
    """Sends what is due until stopped; one thread.

    Args:
        store: where the outbox lies.
        transport: hands a mail over.
        clock: the machine's.
        domain: right-hand side of Message-IDs.
        journal: notes accepted mails at once. Of several senders with one journal only its
            keeper sends; when that one ends, the next takes over what it left behind.
        pause: wait when nothing is due.
        after_delivery: called between the server's acceptance and the journal; the fault tests
            end the process exactly there.
    """

    def __init__(
        self,
        store: Store,
        transport: MailTransport,
        clock: Clock,
        domain: str,
        *,
        journal: DeliveryJournal | None = None,
        pause: timedelta = timedelta(milliseconds=300),
        after_delivery: Callable[[], None] | None = None,
    ) -> None:
        self._store, self._transport, self._clock, self._domain = store, transport, clock, domain
        self._journal = journal
        self._keeps = self._noted = False
        self._pause = pause.total_seconds()
        self._after_delivery = after_delivery or (lambda: None)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox-sender", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self, wait: timedelta = timedelta(seconds=20)) -> None:
        """Finish the mail in hand, then end."""
        self._stopping.set()
        self._thread.join(wait.total_seconds())

    def send_due(self) -> int:
        """Send every mail that is due now; returns how many were accepted."""
        with self._store.begin() as session:
            claimed = Outbox(session, self._domain).claim(self._clock.now(), _BATCH)
        return sum(self._deliver(mail) for mail in claimed)

    def _may_send(self) -> bool:
        if self._journal is None or self._keeps:
            return True
        if not self._journal.acquire():
            return False
        self._settle(self._journal)
        with self._store.begin() as session:
            # What the ended sender had claimed and not delivered is due at once.
            Outbox(session, self._domain).release_claims(self._clock.now())
        self._keeps = True
        return True

    def _settle(self, journal: DeliveryJournal) -> None:
        """Mark in the store what the journal alone knows of, and begin the journal anew."""
        accepted = set(journal.accepted())
        with self._store.begin() as session:
            outbox = Outbox(session, self._domain)
            unmarked = [mail for mail in outbox.unsent() if mail.message_id in accepted]
        for mail in unmarked:
            self._mark(mail, sent_at=self._clock.now())
        journal.settle()
        self._noted = False

    def send_or_settle(self) -> int:
        """Send what is due; with nothing due the journal is settled, lest it grow for ever."""
        if not self._may_send():
            return 0
        sent = self.send_due()
        if not sent and self._noted and self._journal is not None:
            self._settle(self._journal)
        return sent

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                sent = self.send_or_settle()
            except SQLAlchemyError as error:
                _log.warning("outbox.store_unavailable", error=type(error).__name__)
                sent = 0
            if not sent:
                self._stopping.wait(self._pause)

    def _deliver(self, mail: OutboxMail) -> bool:
        now = self._clock.now()
        try:
            self._transport.send(
                Mail(mail.message_id, mail.recipient, mail.subject, mail.body, now),
                lambda: self._accepted(mail.message_id),
            )
        except MailUnavailable as error:
            wait = min(timedelta(seconds=2) * 2 ** min(mail.attempts, 10), _LONGEST_WAIT)
            _log.warning("outbox.later", mail=mail.message_id, reason=str(error))
            self._mark(mail, next_attempt_at=now + wait)
            return False
        except MailRefused as error:
            _log.error("outbox.refused", mail=mail.message_id, reason=str(error))
            self._mark(mail, refused_at=now)
            return False
        self._mark(mail, sent_at=self._clock.now())
        return True

    def _accepted(self, message_id: str) -> None:
        """Note it before anything else: a kill up to here sends the mail a second time."""
        self._after_delivery()
        if self._journal is not None:
            self._journal.note(message_id)
            self._noted = True

    def _mark(self, mail: OutboxMail, **columns: datetime) -> None:
        with self._store.begin() as session:
            row = session.get_one(OutboxMail, mail.id)
            for name, value in columns.items():
                setattr(row, name, value)
            cases = Cases(session)
            case = cases.find(mail.complaint_no)
            if case is None or "next_attempt_at" in columns:
                return
            instant = next(iter(columns.values()))
            refused = "refused_at" in columns
            cases.note(
                mail.complaint_no,
                instant,
                "系统",
                "邮件被拒收" if refused else "邮件已发出",
                route=mail.notice,
                message_id=mail.message_id,
            )
            if mail.notice == _ACKNOWLEDGEMENT and not refused and case.acknowledged_at is None:
                case.acknowledged_at = instant
