"""What became of a queued mail, written into the store and into its case's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.cases import Cases
from workers.casework.outbox import UNSENT, OutboxMail
from workers.casework.store import Base
from workers.ports import MailCause, MailFault

_SYSTEM: Final = "系统"
_MOST_AT_ONCE: Final = 200
"""Cases told in one transaction, so that nobody waits long for the store."""

SAID: Final = {
    MailCause.ADDRESS: "邮件未发出：收件地址不是有效邮箱",
    MailCause.NEEDS_SMTPUTF8: "邮件未发出：收件地址含非英文字符，邮件服务器不支持（SMTPUTF8）",
    MailCause.CONTENT: "邮件未发出：邮件内容无法编码",
    MailCause.SIZE: "邮件被拒收：邮件过大",
    MailCause.REJECTED: "邮件被拒收",
    MailCause.EXPIRED: "邮件多次重试仍未送达，已停止发送，请用其他方式联系收件人",
    MailCause.DELAYED: "邮件暂未送达：对方要求稍后再试，将自动重试",
    MailCause.POLICY: "邮件暂未送达：邮件服务器按其规则不予转发，将自动重试",
    MailCause.PROGRAM: "邮件暂未发出：发送程序出错，已搁置，将自动重试",
    MailCause.UNREACHABLE: "邮件暂未发出：连接不上邮件服务器，将自动重试",
    MailCause.BROKEN: "邮件暂未发出：与邮件服务器的连接中断，将自动重试",
    MailCause.SERVER: "邮件暂未发出：邮件服务器暂不接受连接，将自动重试",
}
"""Cause → the timeline's line. No line holds an address."""


class MailTrouble(Base):
    """Why a mail has not left so far; one row for each mail that ever met trouble."""

    __tablename__ = "outbox_trouble"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    cause: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(200))
    """For ops: reply codes and classes of errors, never an address."""
    deferred_since: Mapped[datetime | None]
    """First time that this mail alone was put off; a session's faults do not count."""
    late_told_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a mail may wait.

    Args:
        session: a server that is away for less leaves no line in cases.
        late: after this a case is told that somebody should reach the recipient otherwise.
        give_up: so long a mail that is put off for itself is tried; RFC 5321 §4.5.4.1 asks for
            four to five days. A fault of the session ends no mail.
    """

    session: timedelta = timedelta(minutes=1)
    late: timedelta = timedelta(days=1)
    give_up: timedelta = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail of a case that has not left, for staff and ops."""

    notice: str
    queued_at: datetime
    refused: bool
    said: str
    """In Chinese, as the timeline says it; empty if nothing has happened yet."""
    cause: str
    reason: str


def undelivered(session: Session, case_no: str) -> list[Undelivered]:
    """The mails of a case that wait or were refused, oldest first."""
    mails = session.scalars(
        select(OutboxMail)
        .where(OutboxMail.case_no == case_no, OutboxMail.sent_at.is_(None))
        .order_by(OutboxMail.id)
    )
    troubles = _troubles(session)
    found = []
    for mail in mails:
        trouble = troubles.get(mail.id)
        cause = trouble.cause if trouble else ""
        said = SAID[MailCause(cause)] if cause else ""
        reason = trouble.reason if trouble else ""
        refused = mail.refused_at is not None
        found.append(Undelivered(mail.notice, mail.queued_at, refused, said, cause, reason))
    return found


def _troubles(session: Session) -> dict[int, MailTrouble]:
    # A store of an earlier version that is only looked at may lack the table.
    if not inspect(session.connection()).has_table(MailTrouble.__tablename__):
        return {}
    return {row.mail_id: row for row in session.scalars(select(MailTrouble))}


class MailOutcome:
    """Writes outcomes within one transaction."""

    def __init__(self, session: Session, patience: Patience) -> None:
        self._session = session
        self._patience = patience

    def sent(self, mail: OutboxMail, at: datetime) -> None:
        """The server has taken it."""
        self._row(mail).sent_at = at
        case = self._line(mail, at, "邮件已发出")
        if case and mail.acknowledges:
            found = Cases(self._session).get(mail.case_no)
            found.acknowledged_at = found.acknowledged_at or at

    def refused(self, mail: OutboxMail, at: datetime, fault: MailFault) -> None:
        """It never will be taken."""
        self._row(mail).refused_at = at
        self._trouble(mail, fault)
        self._line(mail, at, SAID[fault.cause], cause=fault.cause.value, reason=str(fault))

    def deferred(
        self, mail: OutboxMail, at: datetime, until: datetime, fault: MailFault
    ) -> MailCause:
        """It is put off for itself; for too long already, it is given up.

        Returns:
            The cause, which is ``EXPIRED`` if it was given up.
        """
        known = self._session.get(MailTrouble, mail.id)
        since = (known.deferred_since if known else None) or at
        if at - since >= self._patience.give_up:
            self.refused(mail, at, MailFault(str(fault), MailCause.EXPIRED))
            return MailCause.EXPIRED
        self._row(mail).next_attempt_at = until
        trouble, news = self._trouble(mail, fault)
        trouble.deferred_since = since
        if news:
            self._line(mail, at, SAID[fault.cause], cause=fault.cause.value, reason=str(fault))
        return fault.cause

    def held_up(self, at: datetime, fault: MailFault) -> None:
        """No mail can leave: tell each case whose mail has waited for a while, once."""
        waiting = self._session.scalars(
            select(OutboxMail)
            .outerjoin(MailTrouble, MailTrouble.mail_id == OutboxMail.id)
            .where(UNSENT, MailTrouble.mail_id.is_(None))
            .where(OutboxMail.queued_at <= at - self._patience.session)
            .order_by(OutboxMail.id)
            .limit(_MOST_AT_ONCE)
        )
        for mail in waiting:
            self._trouble(mail, fault)
            self._line(mail, at, SAID[fault.cause], cause=fault.cause.value, reason=str(fault))

    def tell_late(self, at: datetime) -> list[OutboxMail]:
        """Tell each case, once, whose mail has waited too long, whatever the cause.

        Returns:
            The mails that were told of.
        """
        late = list(
            self._session.scalars(
                select(OutboxMail)
                .outerjoin(MailTrouble, MailTrouble.mail_id == OutboxMail.id)
                .where(UNSENT, MailTrouble.late_told_at.is_(None))
                .where(OutboxMail.queued_at <= at - self._patience.late)
                .order_by(OutboxMail.id)
                .limit(_MOST_AT_ONCE)
            )
        )
        hours = int(self._patience.late.total_seconds() // 3600)
        for mail in late:
            trouble = self._session.get(MailTrouble, mail.id)
            if trouble is None:
                nobody = MailFault("nothing was sent", MailCause.UNREACHABLE)
                trouble, _ = self._trouble(mail, nobody)
            trouble.late_told_at = at
            self._line(
                mail,
                at,
                f"邮件超过 {hours} 小时未送达，仍在重试，请用其他方式联系收件人",
                cause=trouble.cause,
                reason=trouble.reason,
            )
        return late

    def _row(self, mail: OutboxMail) -> OutboxMail:
        return self._session.get_one(OutboxMail, mail.id)

    def _trouble(self, mail: OutboxMail, fault: MailFault) -> tuple[MailTrouble, bool]:
        """The mail's row with the new cause, and whether it has changed."""
        row = self._session.get(MailTrouble, mail.id)
        news = row is None or row.cause != fault.cause
        if row is None:
            row = MailTrouble(mail_id=mail.id)
            self._session.add(row)
        row.cause, row.reason = fault.cause.value, str(fault)[:200]
        return row, news

    def _line(self, mail: OutboxMail, at: datetime, action: str, **details: str) -> bool:
        """Add a line to the mail's case; whether there is one."""
        cases = Cases(self._session)
        if cases.find(mail.case_no) is None:
            return False
        cases.note(
            mail.case_no,
            at,
            _SYSTEM,
            action,
            route=mail.notice,
            message_id=mail.message_id,
            **details,
        )
        return True
