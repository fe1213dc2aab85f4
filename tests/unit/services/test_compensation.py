"""Delegated authority: every policy check of D07, at its boundary, and the ledger."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.unit.services.bookings import booked
from workers.casework.cases import Cases
from workers.casework.store import Store
from workers.services.compensation import (
    Compensations,
    Delegation,
)
from workers.services.complaints import ComplaintCase

NewCase = Callable[..., ComplaintCase]


def _delegate(session: Session, now: datetime, **fields: object) -> Delegation:
    values: dict[str, object] = {
        "valid_from": now - timedelta(days=1),
        "valid_to": now + timedelta(days=30),
        "ceiling": Decimal("4999.99"),
        "monthly_budget": Decimal("50000.00"),
    }
    return Compensations(session).delegate("manager-1", **(values | fields))  # type: ignore[arg-type]


def _failed(
    session: Session,
    case: ComplaintCase,
    amount: str,
    now: datetime,
    *,
    proposer: str | None = "specialist-1",
    missing: tuple[str, ...] = (),
) -> set[str]:
    _, checks = Compensations(session).check(
        case, Decimal(amount), proposer=proposer, missing_records=missing, at=now
    )
    return {check.name for check in checks if not check.passed}


@pytest.mark.parametrize("amount", ["0.01", "3200.00", "4999.99"])
def test_a_sum_below_5000_passes_every_check(
    store: Store, new_case: NewCase, now: datetime, amount: str
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("6000.00"))
        assert _failed(session, case, amount, now) == set()


@pytest.mark.parametrize("amount", ["5000.00", "5000.01", "0.00"])
def test_5000_and_above_and_nothing_are_refused_whatever_the_table_says(
    store: Store, new_case: NewCase, now: datetime, amount: str
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("6000.00"))
        assert "amount" in _failed(session, case, amount, now)


def test_more_than_the_customer_claimed_is_refused(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("3200.00"))
        assert _failed(session, case, "3200.00", now) == set()
        assert _failed(session, case, "3200.01", now) == {"within_claim"}


def test_no_stated_claim_no_customer_and_missing_records_are_refused(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=None, customer_id=None)
        failed = _failed(session, case, "100.00", now, missing=("调查记录",))
        assert failed == {"claim", "customer", "records"}


@pytest.mark.parametrize(
    ("span", "valid"),
    [
        ({"valid_from": timedelta(0)}, True),
        ({"valid_from": timedelta(seconds=1)}, False),
        ({"valid_to": timedelta(seconds=1)}, True),
        ({"valid_to": timedelta(0)}, False),
    ],
)
def test_a_delegation_holds_from_its_first_to_before_its_last_instant(
    store: Store, new_case: NewCase, now: datetime, span: dict[str, timedelta], valid: bool
) -> None:
    with store.begin() as session:
        _delegate(session, now, **{name: now + delta for name, delta in span.items()})
        case = new_case(claimed_amount=Decimal("3200.00"))
        assert ("delegation" not in _failed(session, case, "100.00", now)) is valid


def test_a_revoked_delegation_no_longer_holds(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        given = _delegate(session, now)
        Compensations(session).revoke(given.id, now)
        case = new_case(claimed_amount=Decimal("3200.00"))
        assert "delegation" in _failed(session, case, "100.00", now)


def test_the_records_own_ceiling_and_budget_bind(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now, ceiling=Decimal("1000.00"), monthly_budget=Decimal("1500.00"))
        case = new_case(claimed_amount=Decimal("4000.00"))
        assert _failed(session, case, "1000.00", now) == set()
        assert _failed(session, case, "1000.01", now) == {"ceiling"}
        other = new_case("TS-20261120-0009", customer_id="C-9")
        Cases(session).add(other)
        booked(session, other, "600.00", now - timedelta(hours=1))
        assert _failed(session, case, "900.00", now) == set()
        assert _failed(session, case, "900.01", now) == {"budget"}


def test_the_budget_is_that_of_the_shanghai_month(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now, monthly_budget=Decimal("1000.00"))
        case = new_case(claimed_amount=Decimal("4000.00"))
        booked(
            session,
            new_case("TS-20261031-0001", customer_id="C-9"),
            "1000.00",
            datetime.fromisoformat("2026-10-31T23:59:59+08:00"),
        )
        assert "budget" not in _failed(session, case, "1000.00", now)


def test_two_sums_that_reach_5000_within_30_days_are_splitting(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("4000.00"))
        booked(session, new_case("TS-20261101-0001"), "2000.00", now - timedelta(days=29))
        assert _failed(session, case, "2999.99", now) == set()
        assert _failed(session, case, "3000.00", now) == {"splitting"}


def test_a_sum_30_days_ago_no_longer_counts(store: Store, new_case: NewCase, now: datetime) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("4000.00"))
        booked(session, new_case("TS-20261001-0001"), "2000.00", now - timedelta(days=30))
        assert _failed(session, case, "3000.00", now) == set()


def test_a_third_compensation_for_one_order_is_refused(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("4000.00"), order_no="DD1")
        earlier = new_case("TS-20260101-0001", order_no="DD1")
        booked(session, earlier, "10.00", now - timedelta(days=60), "a")
        assert _failed(session, case, "10.00", now) == set()
        booked(session, earlier, "10.00", now - timedelta(days=50), "b")
        assert _failed(session, case, "10.00", now) == {"order"}


@pytest.mark.parametrize("proposer", ["manager-1", None])
def test_the_delegator_may_not_be_the_proposer(
    store: Store, new_case: NewCase, now: datetime, proposer: str | None
) -> None:
    with store.begin() as session:
        _delegate(session, now)
        case = new_case(claimed_amount=Decimal("4000.00"))
        assert _failed(session, case, "10.00", now, proposer=proposer) == {"proposer"}


def test_a_redelivered_booking_is_booked_once(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        first = booked(session, new_case(), "3200.00", now)
        again = booked(session, new_case(), "3200.00", now)
        assert again is first
        assert len(Compensations(session).of_case("TS-20261120-0001")) == 1


def test_a_release_gives_the_sum_back_once(store: Store, new_case: NewCase, now: datetime) -> None:
    with store.begin() as session:
        book = Compensations(session)
        booked(session, new_case(), "3200.00", now)
        number = "TS-20261120-0001"
        unpaid = {"task_id": "t", "reason": "r", "at": now, "bookings": {"k"}}
        assert book.release(number, **unpaid) == Decimal("3200.00")  # type: ignore[arg-type]
        assert book.release(number, **unpaid) == Decimal("0.00")  # type: ignore[arg-type]
        assert book.delegated_since("C-1", now - timedelta(days=1)) == Decimal("0.00")
        assert book.open_bookings(number) == []


def test_a_release_leaves_the_bookings_that_are_not_named(
    store: Store, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        case = new_case()
        booked(session, case, "3200.00", now, key="paid")
        booked(session, case, "100.00", now, key="unpaid")
        book = Compensations(session)
        released = book.release(case.case_no, task_id="t", reason="r", at=now, bookings={"unpaid"})
        assert released == Decimal("100.00")
        assert [entry.effect_key for entry in book.open_bookings(case.case_no)] == ["paid"]


@pytest.mark.parametrize(
    "fields",
    [
        {"ceiling": Decimal("5000.00")},
        {"ceiling": Decimal("0.00")},
        {"monthly_budget": Decimal("0.00")},
    ],
)
def test_a_delegation_beyond_the_rule_cannot_be_given(
    store: Store, now: datetime, fields: dict[str, object]
) -> None:
    with store.begin() as session, pytest.raises(ValueError, match="delegation"):
        _delegate(session, now, **fields)
