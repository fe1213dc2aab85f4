"""Complaint cases: the record behind a business key, with the personal data the engine never sees.

Field names follow F01 and F02 of the catalogue.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.services.store import Base


class CaseStatus(StrEnum):
    """状态 of F01."""

    REGISTERED = "已登记"
    INCOMPLETE = "待补充"
    IN_PROGRESS = "处理中"
    IN_APPROVAL = "待审批"
    AWAITING_CUSTOMER = "待客户确认"
    CLOSED = "已关闭"
    WITHDRAWN = "已撤回"

    @property
    def final(self) -> bool:
        """No step may act on the case any more."""
        return self in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)


class UnknownCase(Exception):
    """No case has this number."""


class ComplaintCase(Base):
    """One complaint. ``complaint_no`` is the business key of its process instance."""

    __tablename__ = "complaint_case"

    complaint_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    intake_id: Mapped[str] = mapped_column(String(200), unique=True)
    process_instance_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    company_name: Mapped[str | None]
    complainant_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    problem_description: Mapped[str]
    expected_solution: Mapped[str | None]
    expected_resolve_by: Mapped[datetime | None]
    order_no: Mapped[str | None]
    contract_no: Mapped[str | None]
    product_name: Mapped[str | None]
    customer_id: Mapped[str | None] = mapped_column(index=True)
    claimed_amount: Mapped[Decimal | None]
    urgency: Mapped[str] = mapped_column(default="普通")
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    classification: Mapped[dict[str, Any]] = mapped_column(default=dict)
    received_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    first_response_channel: Mapped[str | None]
    transferred_at: Mapped[datetime | None]
    result_feedback_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[str | None]
    reopen_count: Mapped[int] = mapped_column(default=0)
    rejection_count: Mapped[int] = mapped_column(default=0)
    revisit_attempts: Mapped[int] = mapped_column(default=0)

    @property
    def case_status(self) -> CaseStatus:
        """The status as its enumeration."""
        return CaseStatus(self.status)


class CaseEvent(Base):
    """One line of the timeline: who did what, when, by which rule, along which route.

    Append-only. ``details`` never holds contact data.
    """

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_no: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    rule: Mapped[str | None]
    route: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FormRecord(Base):
    """One submitted form (F01–F11), with the person whom the engine's history names."""

    __tablename__ = "form_record"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_no: Mapped[str] = mapped_column(String(32), index=True)
    form: Mapped[str] = mapped_column(String(8))
    title: Mapped[str]
    activity_id: Mapped[str]
    round: Mapped[int] = mapped_column(default=0)
    submitted_by: Mapped[str]
    submitted_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class Cases:
    """Cases, their timeline and their forms, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, complaint_no: str) -> ComplaintCase:
        """The case.

        Raises:
            UnknownCase: there is none of that number.
        """
        case = self._session.get(ComplaintCase, complaint_no)
        if case is None:
            raise UnknownCase(f"no case {complaint_no} in this store; `sop case list` shows all")
        return case

    def find(self, complaint_no: str) -> ComplaintCase | None:
        """The case, or ``None``."""
        return self._session.get(ComplaintCase, complaint_no)

    def by_intake(self, intake_id: str) -> ComplaintCase | None:
        """The case that was opened for this intake message, or ``None``."""
        return self._session.scalar(
            select(ComplaintCase).where(ComplaintCase.intake_id == intake_id)
        )

    def all(self) -> list[ComplaintCase]:
        """Every case, oldest first."""
        return list(self._session.scalars(select(ComplaintCase).order_by("complaint_no")))

    def add(self, case: ComplaintCase) -> None:
        """Keep a new case."""
        self._session.add(case)
        self._session.flush()

    def earlier_complaints(self, case: ComplaintCase) -> int:
        """How many other complaints of the same customer about the same order there are."""
        if not case.customer_id or not case.order_no:
            return 0
        return self._session.scalars(
            select(func.count())
            .select_from(ComplaintCase)
            .where(
                ComplaintCase.customer_id == case.customer_id,
                ComplaintCase.order_no == case.order_no,
                ComplaintCase.complaint_no != case.complaint_no,
            )
        ).one()

    def note(
        self,
        complaint_no: str,
        at: datetime,
        actor: str,
        action: str,
        *,
        rule: str | None = None,
        route: str | None = None,
        **details: object,
    ) -> None:
        """Append one line to the timeline."""
        self._session.add(
            CaseEvent(
                complaint_no=complaint_no,
                at=at,
                actor=actor,
                action=action,
                rule=rule,
                route=route,
                details=dict(details),
            )
        )

    def timeline(self, complaint_no: str) -> list[CaseEvent]:
        """The case's events by time; a mail's line is written after the server's answer."""
        return list(
            self._session.scalars(
                select(CaseEvent)
                .where(CaseEvent.complaint_no == complaint_no)
                .order_by(CaseEvent.at, CaseEvent.id)
            )
        )

    def file_form(self, record: FormRecord) -> None:
        """Keep a submitted form."""
        self._session.add(record)
        self._session.flush()

    def forms(self, complaint_no: str, form: str | None = None) -> list[FormRecord]:
        """The case's forms, oldest first; of one number if given."""
        query = select(FormRecord).where(FormRecord.complaint_no == complaint_no)
        if form is not None:
            query = query.where(FormRecord.form == form)
        return list(self._session.scalars(query.order_by(FormRecord.id)))
