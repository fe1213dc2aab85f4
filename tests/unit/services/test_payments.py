"""Payments: what was paid is not released but claimed back, once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.unit.services.bookings import booked
from workers.casework.store import Store
from workers.services.compensation import Compensations
from workers.services.complaints import ComplaintCase
from workers.services.payments import Payments, ReclaimStatus

NewCase = Callable[..., ComplaintCase]
HOUR = timedelta(hours=1)


def _pay(session: Session, case: ComplaintCase, step: datetime) -> Decimal:
    return Payments(session).record(
        case.case_no, paid_by="finance-1", step_completed_at=step, at=step
    )


def _take_back(session: Session, case: ComplaintCase, at: datetime) -> tuple[Decimal, Decimal]:
    return Payments(session).take_back(case.case_no, task_id="t", reason="客户撤诉", at=at)


def test_an_unpaid_sum_is_released_and_nothing_is_claimed(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        case = new_case()
        booked(session, case, "3200.00", now, "k")
        assert _take_back(session, case, now) == (Decimal("3200.00"), Decimal("0.00"))
        assert Compensations(session).open_bookings(case.case_no) == []
        assert Payments(session).reclaims(case.case_no) == []


def test_a_paid_sum_stays_booked_and_is_claimed_back_once(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        case = new_case()
        booked(session, case, "3200.00", now, "k")
        assert _pay(session, case, now) == Decimal("3200.00")
        assert _take_back(session, case, now + HOUR) == (Decimal("0.00"), Decimal("3200.00"))
        assert _take_back(session, case, now + HOUR) == (Decimal("0.00"), Decimal("0.00"))
        (claim,) = Payments(session).reclaims(case.case_no)
        assert (claim.amount, claim.status) == (Decimal("3200.00"), ReclaimStatus.OPEN)
        assert claim.paid_at == now
        since = now - timedelta(days=1)
        assert Compensations(session).delegated_since("C-1", since) == Decimal("3200.00")


def test_one_payment_step_pays_once(store: Store, new_case: NewCase, now: datetime) -> None:
    with store.begin() as session:
        case = new_case()
        booked(session, case, "3200.00", now, "k")
        assert _pay(session, case, now) == Decimal("3200.00")
        booked(session, case, "100.00", now + HOUR, "k2")
        assert _pay(session, case, now) == Decimal("0.00"), "the step of the first payment"
        assert _take_back(session, case, now + HOUR) == (Decimal("100.00"), Decimal("3200.00"))


def test_each_round_that_was_paid_is_claimed_back_by_itself(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        case = new_case()
        for turn, amount in enumerate(("3200.00", "800.00")):
            at = now + turn * HOUR
            booked(session, case, amount, at, f"k{turn}")
            _pay(session, case, at)
            assert _take_back(session, case, at) == (Decimal("0.00"), Decimal(amount))
        claimed = [claim.amount for claim in Payments(session).reclaims(case.case_no)]
        assert claimed == [Decimal("3200.00"), Decimal("800.00")]
