"""What ``sop case show`` says of a case's money: approved, released, paid, to come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from workers.casework.timezone import in_shanghai
from workers.services.compensation import Compensations
from workers.services.payments import Payment, Payments, Reclaim


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of it; ``amount`` in yuan, negative where a booking was released."""

    at: datetime
    what: str
    amount: Decimal
    reason: str


def movements(session: Session, case_no: str) -> list[Movement]:
    """Approvals, releases, payments and reclaims of a case, oldest first."""
    booked = [
        Movement(
            entry.booked_at, "批准" if entry.amount > 0 else "释放", entry.amount, entry.approver
        )
        for entry in Compensations(session).of_case(case_no)
    ]
    # A store of an earlier version that is only looked at may lack the tables.
    present = inspect(session.connection())
    payments = Payments(session)
    if present.has_table(Payment.__tablename__):
        booked += [
            Movement(paid.paid_at, "支付", paid.amount, paid.paid_by)
            for paid in payments.of_case(case_no)
        ]
    if present.has_table(Reclaim.__tablename__):
        booked += [
            Movement(claim.opened_at, claim.status, claim.amount, claim.reason)
            for claim in payments.reclaims(case_no)
        ]
    return sorted(booked, key=lambda movement: movement.at)


def as_rows(moved: Sequence[Movement]) -> list[tuple[str, ...]]:
    """Rows for people."""
    return [
        (f"{in_shanghai(each.at):%m-%d %H:%M}", each.what, f"{each.amount:.2f}", each.reason)
        for each in moved
    ]


# object: JSON of mixed types.
def as_data(moved: Sequence[Movement]) -> list[dict[str, object]]:
    """The same for programs; amounts are strings with two decimals."""
    return [
        {
            "at": each.at.isoformat(),
            "what": each.what,
            "amount": f"{each.amount:.2f}",
            "reason": each.reason,
        }
        for each in moved
    ]
