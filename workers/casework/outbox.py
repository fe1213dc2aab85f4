"""The outbox: mails that were decided in a transaction, sent after it, each under one Message-ID.

A row is written in the same transaction as the fact that it tells of. Only the sender
(:mod:`workers.casework.mail.sender`) speaks to a mail server.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.letters import Letter
from workers.casework.store import Base, alone

CLAIM: Final = timedelta(minutes=2)
"""How long a sender holds a row; longer than one delivery attempt can take."""


class OutboxMail(Base):
    """One mail. ``effect_key`` is unique: the same effect never makes a second row."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    effect_key: Mapped[str] = mapped_column(String(300), unique=True)
    task_id: Mapped[str] = mapped_column(String(64))
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    notice: Mapped[str] = mapped_column(String(8))
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    acknowledges: Mapped[bool] = mapped_column(default=False)
    """Whether it tells its reader that the case was received."""
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    refused_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]


class OutboxSeal(Base):
    """What tells the mails of this store from those of every other store; one row, never changed.

    Case numbers begin anew in a new store, and with them the effect keys. Without the seal its
    first mails would carry Message-IDs which a mailbox may have seen, and drops.
    """

    __tablename__ = "outbox_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    seal: Mapped[str] = mapped_column(String(32))


UNSENT: Final = and_(OutboxMail.sent_at.is_(None), OutboxMail.refused_at.is_(None))
"""Neither sent nor refused."""


def case_of(session: Session, message_id: str) -> str | None:
    """The number of the case about which we wrote under that Message-ID, brackets included."""
    return session.scalar(select(OutboxMail.case_no).where(OutboxMail.message_id == message_id))


class Outbox:
    """Queued mails within one transaction.

    Args:
        session: the transaction.
        domain: right-hand side of every Message-ID.
    """

    def __init__(self, session: Session, domain: str) -> None:
        self._session = session
        self._domain = domain

    def queue(
        self,
        *,
        effect_key: str,
        task_id: str,
        case_no: str,
        notice: str,
        recipient: str,
        letter: Letter,
        at: datetime,
        acknowledges: bool = False,
    ) -> OutboxMail:
        """Queue one mail; a repeated effect key answers the row that is already there."""
        known = self._session.scalar(select(OutboxMail).where(OutboxMail.effect_key == effect_key))
        if known is not None:
            return known
        digest = hashlib.sha256(f"{self._seal()}|{effect_key}".encode()).hexdigest()[:32]
        mail = OutboxMail(
            effect_key=effect_key,
            task_id=task_id,
            case_no=case_no,
            notice=notice,
            message_id=f"<{digest}@{self._domain}>",
            recipient=recipient,
            subject=letter.subject,
            body=letter.body,
            acknowledges=acknowledges,
            queued_at=at,
            next_attempt_at=at,
        )
        self._session.add(mail)
        self._session.flush()
        return mail

    def _seal(self) -> str:
        row = self._session.get(OutboxSeal, 1)
        if row is None:
            alone(self._session, "seal")
            row = self._session.get(OutboxSeal, 1, populate_existing=True)
        if row is None:
            row = OutboxSeal(id=1, seal=secrets.token_hex(16))
            self._session.add(row)
            self._session.flush()
        return row.seal

    def claim(self, at: datetime, most: int) -> list[OutboxMail]:
        """Take up to ``most`` due mails; nobody else gets them for two minutes.

        The longest due comes first, so one that is put off again and again holds up nobody.
        """
        due = list(
            self._session.scalars(
                select(OutboxMail)
                .where(UNSENT, OutboxMail.next_attempt_at <= at)
                .order_by(OutboxMail.next_attempt_at, OutboxMail.id)
                .limit(most)
                .with_for_update(skip_locked=True)
            )
        )
        for mail in due:
            mail.attempts += 1
            mail.next_attempt_at = at + CLAIM
        return due

    def unsent(self) -> list[OutboxMail]:
        """Every mail that is neither sent nor refused, oldest first."""
        return list(self._session.scalars(select(OutboxMail).where(UNSENT).order_by(OutboxMail.id)))

    def give_back(self, mails: Iterable[OutboxMail]) -> None:
        """Undo the claim of mails that were not tried: they are due as when they were queued."""
        for mail in mails:
            row = self._session.get_one(OutboxMail, mail.id)
            row.attempts -= 1
            row.next_attempt_at = row.queued_at

    def release_claims(self, at: datetime) -> None:
        """Make every unsent mail due; only right while nobody else sends from this store."""
        for mail in self.unsent():
            mail.next_attempt_at = at

    def of_case(self, case_no: str) -> list[OutboxMail]:
        """All mails of a case, oldest first."""
        return list(
            self._session.scalars(
                select(OutboxMail).where(OutboxMail.case_no == case_no).order_by(OutboxMail.id)
            )
        )

    def waiting(self) -> int:
        """How many mails are neither sent nor refused."""
        return self._session.scalars(
            select(func.count()).select_from(OutboxMail).where(UNSENT)
        ).one()

    def waiting_since(self) -> datetime | None:
        """When the oldest mail that is neither sent nor refused was queued."""
        return self._session.scalar(
            select(OutboxMail.queued_at).where(UNSENT).order_by(OutboxMail.queued_at).limit(1)
        )

    def attempts(self, message_id: str) -> int:
        """How often a mail has been taken up to be sent; 0 for one that is not from here."""
        return (
            self._session.scalar(
                select(OutboxMail.attempts).where(OutboxMail.message_id == message_id)
            )
            or 0
        )
