"""Mails that open no case of their own: additions to a case, and automatic mails.

Each stands in the inbox like every message; here stands what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base
from workers.services.inbox import InboxMessage

ADDITION: Final = "addition"
AUTOMATIC: Final = "automatic"


class IncomingLetter(Base):
    """What a mail is: an addition to ``case_no``, or automatic (perhaps about that case).

    ``known_writer`` tells whether it came from an address that the case knows; the addresses of a
    mail prove nothing, so this only decides how much is done unasked. ``filed_at`` is set by the
    worker that took the addition into the case.
    """

    __tablename__ = "incoming_letter"

    intake_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    disposition: Mapped[str] = mapped_column(String(16))
    case_no: Mapped[str | None] = mapped_column(String(32), index=True)
    known_writer: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]
    told_at: Mapped[datetime | None]
    filed_at: Mapped[datetime | None]


class Correspondence:
    """Letters within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, intake_id: str) -> IncomingLetter | None:
        """What became of that message; ``None`` if it opens a case of its own."""
        return self._session.get(IncomingLetter, intake_id)

    def add(self, letter: IncomingLetter) -> None:
        """Record what a message is."""
        self._session.add(letter)
        self._session.flush()

    def drop(self, intake_id: str) -> None:
        """The message is no addition after all: it opens a case of its own."""
        letter = self.get(intake_id)
        if letter is not None:
            self._session.delete(letter)
            self._session.flush()

    def told(self, intake_id: str, at: datetime) -> None:
        """The process was told of the addition."""
        self._session.get_one(IncomingLetter, intake_id).told_at = at

    def of_case(self, case_no: str) -> Sequence[IncomingLetter]:
        """Every mail that belongs to the case or is about it, oldest first."""
        return self._oldest_first(IncomingLetter.case_no == case_no)

    def not_filed(self, case_no: str) -> Sequence[IncomingLetter]:
        """Additions that no worker has taken into the case yet, oldest first."""
        return self._oldest_first(
            IncomingLetter.case_no == case_no,
            IncomingLetter.disposition == ADDITION,
            IncomingLetter.filed_at.is_(None),
        )

    def set_aside(self) -> Sequence[IncomingLetter]:
        """Automatic mails, oldest first."""
        return self._oldest_first(IncomingLetter.disposition == AUTOMATIC)

    def not_told(self) -> Sequence[IncomingLetter]:
        """Additions of which no process has been told yet, oldest first."""
        return self._oldest_first(
            IncomingLetter.disposition == ADDITION, IncomingLetter.told_at.is_(None)
        )

    def _oldest_first(self, *conditions: object) -> Sequence[IncomingLetter]:
        return list(
            self._session.scalars(
                select(IncomingLetter)
                .join(InboxMessage, InboxMessage.intake_id == IncomingLetter.intake_id)
                .where(*conditions)  # type: ignore[arg-type]  # SQL conditions of several types
                .order_by(InboxMessage.received_at, IncomingLetter.intake_id)
            )
        )
