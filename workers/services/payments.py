"""Payments: which booked sums were paid out, and which of them are claimed back.

The ledger of :mod:`workers.services.compensation` says what was approved. A sum that was paid
stays in it when the case is reopened or withdrawn; it is claimed back from the customer instead.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base
from workers.services.compensation import CompensationEntry, Compensations


class ReclaimStatus(StrEnum):
    """追回状态."""

    OPEN = "待追回"


class Payment(Base):
    """A booked sum that finance has paid; ``booking`` is the effect key of the ledger entry.

    ``step_completed_at`` is the engine's instant of the payment step: it tells apart two payments
    of one case, and a payment whose record is still to come.
    """

    __tablename__ = "compensation_payment"
    __table_args__ = (UniqueConstraint("booking"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    booking: Mapped[str] = mapped_column(String(300))
    amount: Mapped[Decimal]
    paid_by: Mapped[str]
    paid_at: Mapped[datetime]
    step_completed_at: Mapped[datetime]


class Reclaim(Base):
    """A paid sum that is to come back, in yuan; one for each payment."""

    __tablename__ = "compensation_reclaim"
    __table_args__ = (UniqueConstraint("booking"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    booking: Mapped[str] = mapped_column(String(300))
    amount: Mapped[Decimal]
    paid_at: Mapped[datetime]
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]


class Payments:
    """Payments and reclaims of a case, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ledger = Compensations(session)

    def record(
        self, case_no: str, *, paid_by: str, step_completed_at: datetime, at: datetime
    ) -> Decimal:
        """Note that every open booking of a case was paid; answers the sum in yuan.

        A payment step that is known already pays nothing again.
        """
        paid = Decimal("0.00")
        if self._known(case_no, step_completed_at):
            return paid
        for entry in self._unpaid(case_no):
            self._session.add(
                Payment(
                    case_no=case_no,
                    booking=entry.effect_key,
                    amount=entry.amount,
                    paid_by=paid_by,
                    paid_at=at,
                    step_completed_at=step_completed_at,
                )
            )
            paid += entry.amount
        self._session.flush()
        return paid

    def take_back(
        self, case_no: str, *, task_id: str, reason: str, at: datetime
    ) -> tuple[Decimal, Decimal]:
        """Undo what is booked for a case: release what is unpaid, claim back what was paid.

        Returns:
            The released and the newly claimed sum, in yuan.
        """
        unpaid = {entry.effect_key for entry in self._unpaid(case_no)}
        released = self._ledger.release(
            case_no, task_id=task_id, reason=reason, at=at, bookings=unpaid
        )
        return released, self._claim(case_no, reason, at)

    def reclaims(self, case_no: str) -> list[Reclaim]:
        """The reclaims of a case, oldest first."""
        return list(
            self._session.scalars(
                select(Reclaim).where(Reclaim.case_no == case_no).order_by(Reclaim.id)
            )
        )

    def of_case(self, case_no: str) -> list[Payment]:
        """The payments of a case, oldest first."""
        return list(
            self._session.scalars(
                select(Payment).where(Payment.case_no == case_no).order_by(Payment.id)
            )
        )

    def _claim(self, case_no: str, reason: str, at: datetime) -> Decimal:
        claimed = Decimal("0.00")
        known = {reclaim.booking for reclaim in self.reclaims(case_no)}
        for payment in self.of_case(case_no):
            if payment.booking not in known:
                self._session.add(
                    Reclaim(
                        case_no=case_no,
                        booking=payment.booking,
                        amount=payment.amount,
                        paid_at=payment.paid_at,
                        reason=reason,
                        status=ReclaimStatus.OPEN,
                        opened_at=at,
                    )
                )
                claimed += payment.amount
        self._session.flush()
        return claimed

    def _known(self, case_no: str, step_completed_at: datetime) -> bool:
        return any(
            payment.step_completed_at == step_completed_at for payment in self.of_case(case_no)
        )

    def _unpaid(self, case_no: str) -> list[CompensationEntry]:
        paid = {payment.booking for payment in self.of_case(case_no)}
        return [
            entry for entry in self._ledger.open_bookings(case_no) if entry.effect_key not in paid
        ]
