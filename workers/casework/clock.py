"""Time of a case: the machine's, or one that is kept in the store for a test or simulation."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base
from workers.ports import Clock


class CaseClock(Base):
    """The virtual instant of one case; no row means the machine's clock."""

    __tablename__ = "case_clock"

    business_key: Mapped[str] = mapped_column(primary_key=True)
    now: Mapped[datetime]


class SystemClock:
    """The machine's clock; the only place that reads it."""

    def now(self, business_key: str | None = None) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)


class StoredClock:
    """A clock per business key, shared by every process on the same store (design §4).

    It reads within the transaction of its user, so that it never waits for that user's lock.
    A case without a stored instant runs on the machine's clock.
    """

    def __init__(self, session: Session, otherwise: Clock) -> None:
        self._session = session
        self._otherwise = otherwise

    def now(self, business_key: str | None = None) -> datetime:
        """The case's virtual instant, or that of the other clock."""
        kept = self._session.get(CaseClock, business_key) if business_key else None
        return kept.now if kept else self._otherwise.now(business_key)

    def put(self, business_key: str, instant: datetime) -> None:
        """Set the clock of one case."""
        self._session.merge(CaseClock(business_key=business_key, now=instant))
        self._session.flush()
