"""Complaints: the case of the complaint procedure, with its own columns.

Field names follow F01 and F02 of the catalogue.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, synonym

from workers.casework.cases import Case, UnknownCase

PROCEDURE: Final = "complaint-handling"
"""The folder of the procedure."""


class CaseStatus(StrEnum):
    """状态 of F01."""

    REGISTERED = "已登记"
    INCOMPLETE = "待补充"
    IN_PROGRESS = "处理中"
    IN_APPROVAL = "待审批"
    AWAITING_CUSTOMER = "待客户确认"
    CLOSED = "已关闭"
    WITHDRAWN = "已撤回"


class ComplaintCase(Case):
    """One complaint, and what only complaints have."""

    __tablename__ = "complaint_case"
    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        "polymorphic_identity": "complaint",
        "polymorphic_load": "inline",
    }

    case_no: Mapped[str] = mapped_column(
        String(32), ForeignKey("case_file.case_no"), primary_key=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    company_name: Mapped[str | None] = synonym("party")
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
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    classification: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_response_at: Mapped[datetime | None]
    first_response_channel: Mapped[str | None]
    transferred_at: Mapped[datetime | None]
    result_feedback_at: Mapped[datetime | None]
    reopen_count: Mapped[int] = mapped_column(default=0)
    rejection_count: Mapped[int] = mapped_column(default=0)
    revisit_attempts: Mapped[int] = mapped_column(default=0)

    # Any: the columns, as SQLAlchemy's own constructor takes them.
    def __init__(self, **fields: Any) -> None:
        super().__init__(**{"procedure": PROCEDURE, **fields})

    @property
    def case_status(self) -> CaseStatus:
        """The status as its enumeration."""
        return CaseStatus(self.status)

    @property
    def about(self) -> str:
        """What the customer wrote."""
        return self.problem_description

    def contact(self) -> dict[str, str | None]:
        """How to reach the customer; these never enter the process."""
        return {
            "complainantName": self.complainant_name,
            "contactPhone": self.contact_phone,
            "contactEmail": self.contact_email,
        }

    def facts(self) -> dict[str, Any]:
        """The channel."""
        return {"channel": self.channel}

    def limit_facts(self) -> dict[str, object]:
        """Urgency and channel."""
        return {"urgency": self.urgency, "channel": self.channel}


class Complaints:
    """Complaints within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, case_no: str) -> ComplaintCase:
        """The complaint.

        Raises:
            UnknownCase: there is none of that number.
        """
        case = self._session.get(ComplaintCase, case_no)
        if case is None:
            raise UnknownCase(f"no complaint {case_no} in this store; `sop case list` shows all")
        return case

    def find(self, case_no: str) -> ComplaintCase | None:
        """The complaint, or ``None``."""
        return self._session.get(ComplaintCase, case_no)

    def by_intake(self, intake_id: str) -> ComplaintCase | None:
        """The complaint that was opened for this intake message, or ``None``."""
        return self._session.scalar(
            select(ComplaintCase).where(ComplaintCase.intake_id == intake_id)
        )

    def all(self) -> list[ComplaintCase]:
        """Every complaint, oldest first."""
        return list(self._session.scalars(select(ComplaintCase).order_by(ComplaintCase.case_no)))

    def earlier(self, case: ComplaintCase) -> int:
        """How many other complaints of the same customer about the same order there are."""
        if not case.customer_id or not case.order_no:
            return 0
        return self._session.scalars(
            select(func.count())
            .select_from(ComplaintCase)
            .where(
                ComplaintCase.customer_id == case.customer_id,
                ComplaintCase.order_no == case.order_no,
                ComplaintCase.case_no != case.case_no,
            )
        ).one()
