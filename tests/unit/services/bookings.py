"""A booked compensation, as the tests of the ledger and of payments need it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workers.services.compensation import DELEGATED, CompensationEntry, Compensations
from workers.services.complaints import ComplaintCase


def booked(
    session: Session, case: ComplaintCase, amount: str, at: datetime, key: str = "k"
) -> CompensationEntry:
    """Book an amount in yuan on a manager's delegation; ``key`` is its effect key."""
    return Compensations(session).book(
        CompensationEntry(
            effect_key=key,
            task_id="task",
            case_no=case.case_no,
            customer_id=case.customer_id,
            order_no=case.order_no,
            amount=Decimal(amount),
            authority=DELEGATED,
            approver="manager-1",
            delegation_id=1,
            rule="D07",
            booked_at=at,
        )
    )
