"""The SLA ledger: budgets, pauses, due instants and the rungs that have acted (design §4).

Timers only wake; this ledger decides. Every limit comes from the one table ``sla``. A span is
what is measured (first response, total cycle, classification …); while a case waits for its
customer all open spans rest, and their instants are computed anew from the pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.cases import Case
from workers.casework.store import Base
from workers.casework.worktime import Limit, Pause, Timekeeping
from workers.ports import DecisionFailed, Decisions

RUNGS: Final = (80, 100, 120, 200)
"""Percent of the budget at which D36 is asked."""
_TOLERANCE_SECONDS: Final = 5
"""A timer may fire this much before the ledger's instant: the engine rounds to seconds."""


class SlaSpan(Base):
    """One measured span of a case; ``due`` moves with every pause."""

    __tablename__ = "sla_span"
    __table_args__ = (UniqueConstraint("case_no", "span", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    span: Mapped[str] = mapped_column(String(40))
    round: Mapped[int] = mapped_column(default=0)
    limit_name: Mapped[str]
    budget: Mapped[str] = mapped_column(String(16))
    clock: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime]
    due: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class SlaPause(Base):
    """A time in which the case waited for its customer; all spans of the case rest in it."""

    __tablename__ = "sla_pause"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]


class SlaRung(Base):
    """A rung that has acted; unique, so that it acts once."""

    __tablename__ = "sla_rung"
    __table_args__ = (UniqueConstraint("span_id", "percent"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    span_id: Mapped[int] = mapped_column(index=True)
    percent: Mapped[int]
    acted_at: Mapped[datetime]


class ReviewItem(Base):
    """复盘项: a step took more than 120 % of its standard (S2 步骤六)."""

    __tablename__ = "review_item"
    __table_args__ = (UniqueConstraint("case_no", "span"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    span: Mapped[str]
    percent: Mapped[int]
    raised_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Begun:
    """A span that runs.

    ``rungs`` is the timer cycle for the model's boundary timer: the first firing at 80 %, then
    every 20 % of the budget. Each next one is moved to the exact instant of its rung, for a
    pause or a night makes them uneven. The cycle has no end, since the engine refuses one
    whose firings all lie in the past (a case handed in late, a worker that was away).
    """

    due: datetime
    rungs: str


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung that is due and has not acted yet."""

    span: str
    limit_name: str
    percent: int
    due: datetime


class SlaBook:
    """The ledger within one transaction; ``table`` is the decision table with the limits."""

    def __init__(
        self, session: Session, decisions: Decisions, time: Timekeeping, table: str = "sla"
    ) -> None:
        self._session = session
        self._decisions = decisions
        self._time = time
        self._table = table

    def instant(self, case: Case, step: str, start: datetime) -> datetime:
        """When the limit of a step that begins at ``start`` is reached."""
        limit, _ = self._limit(case, step)
        return self._time.due(start, limit)

    def begin(
        self,
        case: Case,
        span: str,
        *,
        at: datetime,
        round: int = 0,  # noqa: A002 - the design's word
    ) -> Begun:
        """Open a span; one that is open already is answered as it is."""
        row = self._find(case.case_no, span, round)
        if row is None:
            limit, name = self._limit(case, span)
            row = SlaSpan(
                case_no=case.case_no,
                span=span,
                round=round,
                limit_name=name,
                budget=limit.budget,
                clock=limit.clock,
                started_at=at,
                due=self._time.due(at, limit),
            )
            self._session.add(row)
            self._session.flush()
        return self._begun(row)

    def running(self, case_no: str, span: str) -> Begun | None:
        """The open span as it is by now; ``None`` if it is not open."""
        rows = [row for row in self._open(case_no) if row.span == span]
        return self._begun(rows[-1]) if rows else None

    def _begun(self, row: SlaSpan) -> Begun:
        first = self._at(row, RUNGS[0])
        period = max(int((self._at(row, RUNGS[1]) - first).total_seconds()), 1)
        start = first.astimezone(UTC)
        return Begun(row.due, f"R/{start:%Y-%m-%dT%H:%M:%S}Z/PT{period}S")

    def stop(self, case_no: str, span: str, at: datetime) -> None:
        """Close every open round of a span."""
        for row in self._open(case_no):
            if row.span == span:
                row.stopped_at = at

    def close(self, case_no: str, at: datetime) -> None:
        """Close every open span: the case is over."""
        for row in self._open(case_no):
            row.stopped_at = at

    def suspend(self, case_no: str, at: datetime) -> None:
        """Let every span of the case rest from now on."""
        if not any(pause.resumed_at is None for pause in self._pauses(case_no)):
            self._session.add(SlaPause(case_no=case_no, paused_at=at))
            self._session.flush()

    def resume(self, case_no: str, at: datetime) -> None:
        """End the rest, and compute the instants of open spans anew."""
        for pause in self._pauses(case_no):
            if pause.resumed_at is None:
                pause.resumed_at = at
        self._session.flush()
        for row in self._open(case_no):
            row.due = self._at(row, 100)

    def rebudget(self, case: Case) -> None:
        """Apply the limits of the case's present urgency to its open spans."""
        for row in self._open(case.case_no):
            limit, row.limit_name = self._limit(case, row.span)
            row.budget, row.clock = limit.budget, limit.clock
            row.due = self._at(row, 100)

    def due_rungs(self, case: Case, span: str, now: datetime) -> list[DueRung]:
        """Take the rungs that are due and have not acted; none while the case rests."""
        if case.ended or self._resting(case.case_no):
            return []
        taken = []
        for row in self._open(case.case_no):
            if row.span != span:
                continue
            acted = self._acted(row)
            for percent in RUNGS:
                late = (now - self._at(row, percent)).total_seconds()
                if percent not in acted and late >= -_TOLERANCE_SECONDS:
                    self._session.add(SlaRung(span_id=row.id, percent=percent, acted_at=now))
                    taken.append(DueRung(span, row.limit_name, percent, row.due))
        self._session.flush()
        return taken

    def raise_review(self, case_no: str, rung: DueRung, at: datetime) -> None:
        """List a span for review, once, however many rungs ask for it."""
        listed = self._session.scalar(
            select(ReviewItem).where(ReviewItem.case_no == case_no, ReviewItem.span == rung.span)
        )
        if listed is None:
            self._session.add(
                ReviewItem(case_no=case_no, span=rung.span, percent=rung.percent, raised_at=at)
            )
            self._session.flush()

    def due_of(self, case_no: str, span: str) -> datetime | None:
        """When an open span is due; ``None`` if it is not open."""
        return max((row.due for row in self._open(case_no) if row.span == span), default=None)

    def next_rung(self, case_no: str, span: str) -> datetime | None:
        """When the next rung of an open span is due; ``None`` if none is left to act."""
        instants = [
            self._at(row, percent)
            for row in self._open(case_no)
            if row.span == span
            for percent in RUNGS
            if percent not in self._acted(row)
        ]
        return min(instants, default=None)

    def spans(self, case_no: str) -> list[SlaSpan]:
        """All spans of a case, oldest first."""
        return list(
            self._session.scalars(
                select(SlaSpan).where(SlaSpan.case_no == case_no).order_by(SlaSpan.id)
            )
        )

    def _limit(self, case: Case, step: str) -> tuple[Limit, str]:
        rows = self._decisions.evaluate(self._table, {"step": step, **case.limit_facts()})
        if not rows or rows[0].get("clock") in (None, "invalid"):
            raise DecisionFailed(f"table {self._table} has no limit for step {step}")
        row = rows[0]
        return Limit(str(row["budget"]), str(row["clock"])), str(row["limitName"])

    def _at(self, row: SlaSpan, percent: int) -> datetime:
        limit = Limit(row.budget, row.clock)
        return self._time.due(
            row.started_at, limit, percent=percent, pauses=self._intervals(row.case_no)
        )

    def _intervals(self, case_no: str) -> Sequence[Pause]:
        return [Pause(p.paused_at, p.resumed_at) for p in self._pauses(case_no)]

    def _pauses(self, case_no: str) -> list[SlaPause]:
        return list(
            self._session.scalars(
                select(SlaPause).where(SlaPause.case_no == case_no).order_by(SlaPause.id)
            )
        )

    def _resting(self, case_no: str) -> bool:
        return any(pause.resumed_at is None for pause in self._pauses(case_no))

    def _find(self, case_no: str, span: str, turn: int) -> SlaSpan | None:
        return self._session.scalar(
            select(SlaSpan).where(
                SlaSpan.case_no == case_no,
                SlaSpan.span == span,
                SlaSpan.round == turn,
            )
        )

    def _open(self, case_no: str) -> list[SlaSpan]:
        return [row for row in self.spans(case_no) if row.stopped_at is None]

    def _acted(self, row: SlaSpan) -> set[int]:
        return set(self._session.scalars(select(SlaRung.percent).where(SlaRung.span_id == row.id)))
