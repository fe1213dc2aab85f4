"""The outbox sender: hands queued mails to a mail server, once each as far as mail allows.

A mail's fault ends with that mail, a session's fault is tried again for all of them; which is
which says :mod:`workers.casework.mail.smtp_replies`. Between the server's 250 and our note of it
nothing can help: a mail resent after a crash there carries the same Message-ID (design §5).
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workers.casework.mail.delivery_journal import DeliveryJournal
from workers.casework.mail.metrics import MailMetrics
from workers.casework.mail.outcome import MailOutcome, Patience
from workers.casework.mail.session import LONGEST, MailSession, wait_after
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.store import Store
from workers.ports import (
    Clock,
    Mail,
    MailCause,
    MailDeferred,
    MailFault,
    MailRefused,
    MailTransport,
    MailUnavailable,
)

_log = structlog.get_logger(__name__)
_BATCH: Final = 20
_BATCH_TIME: Final = timedelta(seconds=15)
"""After this no further mail of a batch is begun: one delivery more must end within the claim."""
_LONGEST_WAIT: Final = timedelta(minutes=30)
"""Between two tries of one mail, RFC 5321 §4.5.4.1."""
_SET_ASIDE: Final = timedelta(hours=1)
_LOOK_FOR_LATE: Final = timedelta(minutes=1)
_FOUND_HERE: Final = (MailCause.ADDRESS, MailCause.CONTENT)
"""Causes for which no server was asked."""


class MailSender:
    """Sends what is due until stopped; one thread, which no fault ends.

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
        patience: how long mails may wait before their cases are told.
        metrics: counts, if somebody looks at them.
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
        patience: Patience | None = None,
        metrics: MailMetrics | None = None,
    ) -> None:
        self._store, self._transport, self._clock, self._domain = store, transport, clock, domain
        self._journal = journal
        self._keeps = self._noted = False
        self._pause = pause.total_seconds()
        self._after_delivery = after_delivery or (lambda: None)
        self._patience = patience or Patience()
        self._metrics = metrics or MailMetrics(CollectorRegistry())
        self._server = MailSession()
        self._owed: list[tuple[OutboxMail, Callable[[MailOutcome], object]]] = []
        self._unnoted: set[int] = set()
        self._looked_for_late: datetime | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox-sender", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the thread runs, as it should from :meth:`start` to :meth:`stop`."""
        return self._thread.is_alive()

    @property
    def session_up(self) -> bool | None:
        """Whether the server takes mail; ``None`` if it was not tried, or another sender is."""
        return self._server.up

    def waiting(self) -> tuple[int, datetime | None]:
        """How many mails wait, and since when the oldest."""
        with self._store.read() as session:
            outbox = Outbox(session, self._domain)
            return outbox.waiting(), outbox.waiting_since()

    def now(self) -> datetime:
        """The sender's time."""
        return self._clock.now()

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self, wait: timedelta = timedelta(seconds=20)) -> None:
        """Finish the mail in hand, then end."""
        self._stopping.set()
        self._thread.join(wait.total_seconds())

    def send_due(self) -> int:
        """Send every mail that is due now; returns how many were accepted."""
        began = self._clock.now()
        if self._server.rests(began):
            return 0
        with self._store.begin() as session:
            claimed = Outbox(session, self._domain).claim(began, _BATCH)
        sent = 0
        while claimed:
            mail = claimed.pop(0)
            if mail.id in self._unnoted:
                continue
            try:
                sent += self._deliver(mail)
            except MailUnavailable as fault:
                self._hold_up(mail, fault, claimed)
                return sent
            if self._stopping.is_set() or self._clock.now() - began > _BATCH_TIME:
                break
        if claimed:
            self._give_back(claimed)
        return sent

    def send_or_settle(self) -> int:
        """Send what is due; with nothing due the journal is settled, lest it grow for ever."""
        if not self._may_send():
            return 0
        self._pay()
        self._tell_late()
        sent = self.send_due()
        if not sent and self._noted and self._journal is not None:
            self._settle(self._journal)
        return sent

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
            outcome = MailOutcome(session, self._patience)
            for mail in unmarked:
                outcome.sent(mail, self._clock.now())
        journal.settle()
        self._noted = False

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                sent = self.send_or_settle()
            except SQLAlchemyError as error:
                _log.warning("outbox.store_unavailable", error=type(error).__name__)
                sent = 0
            except Exception as error:  # noqa: BLE001 - tomorrow's mails must leave: it goes on
                self._tell_unexpected("outbox.unexpected", error)
                sent = 0
            if not sent:
                self._stopping.wait(self._pause)

    def _deliver(self, mail: OutboxMail) -> bool:
        """Hand one mail over.

        Raises:
            MailUnavailable: nothing is wrong with this mail; none can leave now.
        """
        taken = False

        def accepted() -> None:
            nonlocal taken
            taken = True
            self._accepted(mail)

        now = self._clock.now()
        letter = Mail(mail.message_id, mail.recipient, mail.subject, mail.body, now)
        try:
            self._transport.send(letter, accepted)
        except Exception as error:  # noqa: BLE001 - one mail's fault ends with that mail
            # Once the server has it, what fails after that says nothing about the mail.
            if not taken:
                self._failed(mail, now, error)
                return False
            self._tell_unexpected("outbox.after_delivery", error, mail)
        self._server.answered()
        self._metrics.sent()
        self._note(mail, lambda outcome: outcome.sent(mail, self._clock.now()))
        return True

    def _failed(self, mail: OutboxMail, now: datetime, error: Exception) -> None:
        match error:
            case MailDeferred():
                self._server.answered()
                self._defer(mail, now, wait_after(mail.attempts, _LONGEST_WAIT), error)
            case MailUnavailable():
                raise error
            case MailRefused():
                if error.cause not in _FOUND_HERE:
                    self._server.answered()
                self._refuse(mail, now, error)
            case _:
                # A program's fault may strike every mail, so none is refused for it.
                self._tell_unexpected("outbox.set_aside", error, mail)
                fault = MailFault(type(error).__name__, MailCause.PROGRAM)
                self._defer(mail, now, _SET_ASIDE, fault)

    def _defer(self, mail: OutboxMail, now: datetime, wait: timedelta, fault: MailFault) -> None:
        self._tell(_log.warning, "outbox.later", mail, fault)
        self._metrics.deferred(fault.cause)

        def write(outcome: MailOutcome) -> None:
            if outcome.deferred(mail, now, now + wait, fault) is MailCause.EXPIRED:
                self._tell(_log.error, "outbox.given_up", mail, fault)
                self._metrics.refused(MailCause.EXPIRED)

        self._note(mail, write)

    def _refuse(self, mail: OutboxMail, now: datetime, fault: MailRefused) -> None:
        self._tell(_log.error, "outbox.refused", mail, fault)
        self._metrics.refused(fault.cause)
        self._note(mail, lambda outcome: outcome.refused(mail, now, fault))

    def _hold_up(self, mail: OutboxMail, fault: MailUnavailable, rest: list[OutboxMail]) -> None:
        """Wait with all mails; the one in hand goes behind the others if it was in the way."""
        now = self._clock.now()
        until = self._server.failed(now)
        _log.warning(
            "outbox.session_fault",
            reason=str(fault),
            cause=fault.cause.value,
            wait=(until - now).total_seconds(),
        )
        self._metrics.session_fault(fault.cause)
        if fault.during_mail:
            behind = max(until, now + wait_after(mail.attempts, LONGEST))
            with self._store.begin() as session:
                session.get_one(OutboxMail, mail.id).next_attempt_at = behind
        else:
            rest = [mail, *rest]
        self._give_back(rest)
        self._note(mail, lambda outcome: outcome.held_up(now, fault))

    def _give_back(self, mails: list[OutboxMail]) -> None:
        with self._store.begin() as session:
            Outbox(session, self._domain).give_back(mails)

    def _accepted(self, mail: OutboxMail) -> None:
        """Note it before anything else: a kill up to here sends the mail a second time."""
        self._after_delivery()
        if self._journal is not None:
            self._journal.note(mail.message_id)
            self._noted = True

    def _note(self, mail: OutboxMail, write: Callable[[MailOutcome], object]) -> None:
        """Write an outcome; what the store does not take now is owed, and paid before the next.

        Raises:
            SQLAlchemyError: the store did not take it.
        """
        self._owed.append((mail, write))
        self._pay()

    def _pay(self) -> None:
        while self._owed:
            mail, write = self._owed[0]
            try:
                with self._store.begin() as session:
                    write(MailOutcome(session, self._patience))
            except DBAPIError:
                raise
            except Exception as error:  # noqa: BLE001 - one mail's fault ends with that mail
                # It must not be sent again for want of a note.
                self._unnoted.add(mail.id)
                self._tell_unexpected("outbox.not_noted", error, mail)
            del self._owed[0]

    def _tell_late(self) -> None:
        now, last = self._clock.now(), self._looked_for_late
        if last is not None and last <= now < last + _LOOK_FOR_LATE:
            return
        with self._store.begin() as session:
            late = MailOutcome(session, self._patience).tell_late(now)
        self._looked_for_late = now
        for mail in late:
            _log.error("outbox.late", case=mail.case_no, mail=mail.message_id)

    @staticmethod
    def _tell_unexpected(event: str, error: Exception, mail: OutboxMail | None = None) -> None:
        """File and line only: the text of an error may quote a mail."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        case = {"case": mail.case_no, "mail": mail.message_id} if mail else {}
        at = f"{frame.filename}:{frame.lineno}"
        _log.error(event, error=type(error).__name__, at=at, **case)

    @staticmethod
    def _tell(log: Callable[..., object], event: str, mail: OutboxMail, fault: MailFault) -> None:
        log(
            event,
            case=mail.case_no,
            notice=mail.notice,
            mail=mail.message_id,
            cause=fault.cause.value,
            reason=str(fault),
        )
