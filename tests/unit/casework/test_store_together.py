"""Several processes on one store: what is read, decided and written stays right."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.letters import letter
from tests.unit.services.bookings import booked
from workers.casework.archive import Archive
from workers.casework.letters import Letter
from workers.casework.numbers import Numbers
from workers.casework.outbox import Outbox, OutboxSeal
from workers.casework.store import Store
from workers.services.compensation import Compensations
from workers.services.complaints import ComplaintCase
from workers.services.inbox import Inbox
from workers.services.intake import parse_intake

_HANDS = 4


@pytest.fixture
def together(store: Store) -> Callable[[Callable[[Session, int], object]], list[object]]:
    """Do the same in several transactions at once, each a little long; answers what they gave."""

    def run(act: Callable[[Session, int], object]) -> list[object]:
        def one(number: int) -> object:
            with store.begin() as session:
                done = act(session, number)
                time.sleep(0.05)  # so that the others come before the commit
                return done

        with ThreadPoolExecutor(_HANDS) as pool:
            return list(pool.map(one, range(_HANDS)))

    return run


Together = Callable[[Callable[[Session, int], object]], list[object]]


def test_no_number_is_given_twice_and_none_is_left_out(together: Together, now: datetime) -> None:
    given = together(lambda session, _: Numbers(session).next("TS", now))
    assert sorted(str(each) for each in given) == [
        f"TS-20261120-000{number}" for number in range(1, _HANDS + 1)
    ]


def test_one_message_handed_in_at_many_desks_is_received_once(
    together: Together, now: datetime, tmp_path: Path
) -> None:
    intake = parse_intake(letter("产品漏油，请处理。"), "a.eml", now)
    received = together(lambda session, _: Inbox(session, tmp_path).receive(intake))
    assert sorted(map(bool, received)) == [False] * (_HANDS - 1) + [True]


def test_a_new_store_gets_one_seal(together: Together, store: Store, now: datetime) -> None:
    def queue(session: Session, number: int) -> object:
        return Outbox(session, "sop.example").queue(
            effect_key=str(number),
            task_id="t",
            case_no="TS-20261120-0001",
            notice="N01",
            recipient="a@example.com",
            letter=Letter("s", "b"),
            at=now,
        )

    together(queue)
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(OutboxSeal)) == 1


def test_cases_archived_at_once_make_one_chain(
    together: Together, store: Store, now: datetime, tmp_path: Path
) -> None:
    def archive(session: Session, number: int) -> object:
        files = {f"{name}.json": b"{}" for name in "abc"}
        return Archive(session, tmp_path).store(f"TS-{number}", files, by="x", at=now)

    together(archive)
    with store.begin() as session:
        archive_now = Archive(session, tmp_path)
        assert len(archive_now.entries()) == 3 * _HANDS
        assert archive_now.verify() == []


def test_a_budget_for_one_approval_is_not_spent_twice(
    together: Together, store: Store, now: datetime, new_case: Callable[..., ComplaintCase]
) -> None:
    with store.begin() as session:
        Compensations(session).delegate(
            "manager-1",
            valid_from=now - timedelta(days=1),
            valid_to=now + timedelta(days=1),
            ceiling=Decimal("4999.99"),
            monthly_budget=Decimal("3000.00"),
        )

    def approve(session: Session, number: int) -> object:
        case = new_case(
            f"TS-{number}", customer_id=f"C-{number}", claimed_amount=Decimal("3000.00")
        )
        compensations = Compensations(session)
        _, checks = compensations.check(
            case, Decimal("2000.00"), proposer="p", missing_records=(), at=now
        )
        passed = all(check.passed for check in checks)
        if passed:
            booked(session, case, "2000.00", now, key=f"{number}")
        return passed

    assert sorted(map(bool, together(approve))) == [False] * (_HANDS - 1) + [True]
