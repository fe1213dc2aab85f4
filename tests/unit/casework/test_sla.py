"""The SLA ledger: instants, pauses, rungs that act once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from workers.casework.calendar import WorkCalendar
from workers.casework.sla import SlaBook
from workers.casework.store import Store
from workers.casework.worktime import Timekeeping
from workers.ports import DecisionFailed
from workers.services.complaints import CaseStatus, ComplaintCase

LIMITS = {
    ("solution", "普通"): ("PT4H", "service-hours"),
    ("solution", "特急"): ("PT1H", "24x7"),
    ("first-response", "普通"): ("PT24H", "24x7"),
}


class Table:
    """Table ``sla`` with three rows."""

    def evaluate(self, table: str, facts: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
        assert table == "sla"
        row = LIMITS.get((str(facts["step"]), str(facts["urgency"])))
        if row is None:
            return [{"budget": "PT0S", "clock": "invalid", "limitName": "未知时限"}]
        return [{"budget": row[0], "clock": row[1], "limitName": "限"}]


@pytest.fixture
def book(store: Store) -> Callable[[Session], SlaBook]:
    return lambda session: SlaBook(session, Table(), Timekeeping(WorkCalendar.shipped(None)))


Book = Callable[[Session], SlaBook]
NewCase = Callable[..., ComplaintCase]


def _shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def test_a_service_hours_span_rests_at_night(store: Store, book: Book, new_case: NewCase) -> None:
    with store.begin() as session:
        begun = book(session).begin(new_case(), "solution", at=_shanghai("2026-11-20T20:00:00"))
    assert begun.due == _shanghai("2026-11-21T10:00:00")
    # 80 % of four hours = 3 h 12 min: two hours tonight, the rest from eight o'clock.
    assert begun.rungs == "R/2026-11-21T01:12:00Z/PT2880S"


def test_a_very_urgent_case_runs_round_the_clock(
    store: Store, book: Book, new_case: NewCase
) -> None:
    with store.begin() as session:
        begun = book(session).begin(
            new_case(urgency="特急"), "solution", at=_shanghai("2026-11-20T23:30:00")
        )
    assert begun.due == _shanghai("2026-11-21T00:30:00")


def test_beginning_again_answers_the_open_span(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session:
        first = book(session).begin(new_case(), "first-response", at=now)
        later = book(session).begin(new_case(), "first-response", at=now + timedelta(hours=1))
    assert later == first


def test_each_rung_acts_once_and_only_when_due(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    case = new_case()
    with store.begin() as session:
        ledger = book(session)
        ledger.begin(case, "first-response", at=now)

        def due(hours: float) -> list[int]:
            taken = ledger.due_rungs(case, "first-response", now + timedelta(hours=hours))
            return [rung.percent for rung in taken]

        assert due(19) == []
        assert due(19.2) == [80]
        assert due(19.3) == []
        assert ledger.next_rung(case.case_no, "first-response") == now + timedelta(hours=24)
        assert due(30) == [100, 120]
        assert due(48) == [200]
        assert ledger.next_rung(case.case_no, "first-response") is None


def test_a_stopped_span_rings_no_more(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    case = new_case()
    with store.begin() as session:
        ledger = book(session)
        ledger.begin(case, "first-response", at=now)
        ledger.stop(case.case_no, "first-response", now + timedelta(hours=1))
        assert ledger.due_rungs(case, "first-response", now + timedelta(hours=48)) == []


def test_a_closed_case_rings_no_more(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    case = new_case(status=CaseStatus.CLOSED)
    with store.begin() as session:
        ledger = book(session)
        ledger.begin(case, "first-response", at=now)
        assert ledger.due_rungs(case, "first-response", now + timedelta(hours=48)) == []


def test_waiting_for_the_customer_moves_every_instant(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    case = new_case()
    with store.begin() as session:
        ledger = book(session)
        ledger.begin(case, "first-response", at=now)
        ledger.suspend(case.case_no, now + timedelta(hours=1))
        assert ledger.due_rungs(case, "first-response", now + timedelta(hours=30)) == []
        ledger.resume(case.case_no, now + timedelta(hours=6))
        (span,) = ledger.spans(case.case_no)
        assert span.due == now + timedelta(hours=29)
        assert ledger.next_rung(case.case_no, "first-response") == now + timedelta(hours=24.2)


def test_a_corrected_urgency_brings_its_own_limit(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    case = new_case()
    with store.begin() as session:
        ledger = book(session)
        ledger.begin(case, "solution", at=now)
        case.urgency = "特急"
        ledger.rebudget(case)
        (span,) = ledger.spans(case.case_no)
        assert (span.due, span.clock) == (now + timedelta(hours=1), "24x7")


def test_a_step_without_a_limit_is_an_error_not_an_endless_span(
    store: Store, book: Book, new_case: NewCase, now: datetime
) -> None:
    with store.begin() as session, pytest.raises(DecisionFailed, match="no limit for step lunch"):
        book(session).instant(new_case(), "lunch", now)
