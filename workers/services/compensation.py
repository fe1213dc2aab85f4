"""Compensation: delegated authority, its policy checks, and the ledger that books each sum once.

Rules: catalogue D07. A delegation is a record that the CS manager gives; the worker refuses
above its ceiling whatever a decision table says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base, alone
from workers.services.complaints import ComplaintCase

DELEGATION_LIMIT: Final = Decimal("5000.00")
"""Yuan; a delegated approval stays below, alone and summed over the window (D07)."""
SPLITTING_WINDOW: Final = timedelta(days=30)
THIRD_COMPENSATION: Final = 2
"""With this many earlier compensations for one order, the next one is referred."""
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DELEGATED: Final = "delegated"


class Delegation(Base):
    """Standing authority that a manager gives to the worker. Sums in yuan."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    delegator: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    ceiling: Mapped[Decimal]
    monthly_budget: Mapped[Decimal]
    revoked_at: Mapped[datetime | None]


class CompensationEntry(Base):
    """One booking; a release is an entry of its own with the negative sum."""

    __tablename__ = "compensation_ledger"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    effect_key: Mapped[str] = mapped_column(String(300), unique=True)
    task_id: Mapped[str] = mapped_column(String(64))
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    customer_id: Mapped[str | None] = mapped_column(index=True)
    order_no: Mapped[str | None]
    amount: Mapped[Decimal]
    authority: Mapped[str]
    approver: Mapped[str]
    delegation_id: Mapped[int | None]
    rule: Mapped[str]
    checks: Mapped[list[Any]] = mapped_column(default=list)
    booked_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Check:
    """One policy check, its answer, and the Chinese reason that the manager reads."""

    name: str
    passed: bool
    reason: str


class Compensations:
    """The authority to compensate, and its ledger, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def delegate(
        self,
        delegator: str,
        *,
        valid_from: datetime,
        valid_to: datetime,
        ceiling: Decimal,
        monthly_budget: Decimal,
    ) -> Delegation:
        """Record a delegation.

        Raises:
            ValueError: an amount is not positive, the ceiling reaches ¥5000, or the span is empty.
        """
        if not Decimal(0) < ceiling < DELEGATION_LIMIT:
            raise ValueError("the ceiling of a delegation lies between ¥0.01 and ¥4999.99")
        if monthly_budget <= 0:
            raise ValueError("the monthly budget of a delegation must be positive")
        if valid_to <= valid_from:
            raise ValueError("a delegation must end after it begins")
        delegation = Delegation(
            delegator=delegator,
            valid_from=valid_from,
            valid_to=valid_to,
            ceiling=ceiling,
            monthly_budget=monthly_budget,
        )
        self._session.add(delegation)
        self._session.flush()
        return delegation

    def delegations(self) -> list[Delegation]:
        """All delegations ever given, oldest first."""
        return list(self._session.scalars(select(Delegation).order_by(Delegation.id)))

    def revoke(self, delegation_id: int, at: datetime) -> Delegation | None:
        """End a delegation; ``None`` if there is none of that number."""
        delegation = self._session.get(Delegation, delegation_id)
        if delegation is not None and delegation.revoked_at is None:
            delegation.revoked_at = at
        return delegation

    def valid_delegation(self, at: datetime) -> Delegation | None:
        """The delegation in force at that instant, the newest if several are."""
        return self._session.scalar(
            select(Delegation)
            .where(
                Delegation.valid_from <= at,
                Delegation.valid_to > at,
                (Delegation.revoked_at.is_(None)) | (Delegation.revoked_at > at),
            )
            .order_by(Delegation.id.desc())
            .limit(1)
        )

    def check(
        self,
        case: ComplaintCase,
        amount: Decimal,
        *,
        proposer: str | None,
        missing_records: Sequence[str],
        at: datetime,
    ) -> tuple[Delegation | None, list[Check]]:
        """Every policy check of D07 for a delegated approval, passed or not.

        Args:
            case: the complaint.
            amount: proposed compensation in yuan.
            proposer: who drafted the solution, by the engine's history.
            missing_records: Chinese names of records that should be on file and are not.
            at: the instant of the decision.
        """
        # Two approvals at once must not both find the same budget unspent.
        alone(self._session, "delegated authority")
        delegation = self.valid_delegation(at)
        checks = [
            Check("amount", Decimal(0) < amount < DELEGATION_LIMIT, "金额须大于0且低于5000元"),
            Check("delegation", delegation is not None, "没有有效的授权记录"),
            Check("customer", case.customer_id is not None, "客户不在客户登记簿中"),
            Check("claim", case.claimed_amount is not None, "客户未提出明确的补偿金额"),
            Check(
                "within_claim",
                case.claimed_amount is None or amount <= case.claimed_amount,
                "补偿金额高于客户主张的金额",
            ),
            Check("records", not missing_records, f"资料不全：{'、'.join(missing_records)}"),
        ]
        if delegation is not None:
            checks += self._within(delegation, amount, proposer, at)
        if case.customer_id is not None:
            recent = self.delegated_since(case.customer_id, at - SPLITTING_WINDOW)
            checks.append(
                Check(
                    "splitting",
                    recent + amount < DELEGATION_LIMIT,
                    f"同一客户30天内授权补偿累计将达{recent + amount:.2f}元，不得拆分",
                )
            )
        if case.order_no:
            checks.append(
                Check(
                    "order",
                    self.times_for_order(case.order_no) < THIRD_COMPENSATION,
                    "同一订单已补偿两次",
                )
            )
        return delegation, checks

    def _within(
        self, delegation: Delegation, amount: Decimal, proposer: str | None, at: datetime
    ) -> list[Check]:
        spent = self.delegated_in_month(delegation.id, at)
        return [
            Check(
                "ceiling",
                amount <= delegation.ceiling,
                f"超过授权上限{delegation.ceiling:.2f}元",
            ),
            Check(
                "budget",
                spent + amount <= delegation.monthly_budget,
                f"本月授权额度{delegation.monthly_budget:.2f}元不足",
            ),
            Check(
                "proposer",
                proposer is not None and proposer != delegation.delegator,
                "方案提出人就是授权人，或无法确认提出人",
            ),
        ]

    def book(self, entry: CompensationEntry) -> CompensationEntry:
        """Book a sum; a repeated effect key answers the entry that is already there."""
        known = self._session.scalar(
            select(CompensationEntry).where(CompensationEntry.effect_key == entry.effect_key)
        )
        if known is not None:
            return known
        self._session.add(entry)
        self._session.flush()
        return entry

    def release(
        self,
        case_no: str,
        *,
        task_id: str,
        reason: str,
        at: datetime,
        bookings: Collection[str],
    ) -> Decimal:
        """Take unpaid bookings of a case back (withdrawn or reopened); answers the sum in yuan.

        Args:
            case_no: the case.
            task_id: the external task that does it.
            reason: why, in Chinese.
            at: the instant of it.
            bookings: effect keys of the bookings that nobody has paid.
        """
        released = Decimal("0.00")
        for entry in self.open_bookings(case_no):
            if entry.effect_key not in bookings:
                continue
            self.book(
                CompensationEntry(
                    effect_key=f"{entry.effect_key}|release",
                    task_id=task_id,
                    case_no=case_no,
                    customer_id=entry.customer_id,
                    order_no=entry.order_no,
                    amount=-entry.amount,
                    authority=entry.authority,
                    approver=entry.approver,
                    delegation_id=entry.delegation_id,
                    rule=reason,
                    booked_at=at,
                )
            )
            released += entry.amount
        return released

    def of_case(self, case_no: str) -> list[CompensationEntry]:
        """All entries of a case, oldest first."""
        return list(
            self._session.scalars(
                select(CompensationEntry)
                .where(CompensationEntry.case_no == case_no)
                .order_by(CompensationEntry.id)
            )
        )

    def open_bookings(self, case_no: str) -> list[CompensationEntry]:
        """Bookings of a case that were not released."""
        entries = self.of_case(case_no)
        released = {entry.effect_key for entry in entries if entry.amount < 0}
        return [
            entry
            for entry in entries
            if entry.amount > 0 and f"{entry.effect_key}|release" not in released
        ]

    def delegated_since(self, customer_id: str, since: datetime) -> Decimal:
        """Yuan compensated to a customer on delegated authority since then, releases deducted."""
        return self._sum(
            CompensationEntry.customer_id == customer_id,
            CompensationEntry.authority == DELEGATED,
            CompensationEntry.booked_at > since,
        )

    def delegated_in_month(self, delegation_id: int, at: datetime) -> Decimal:
        """Yuan booked on a delegation in the Shanghai month of ``at``."""
        local = at.astimezone(_SHANGHAI)
        begin = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self._sum(
            CompensationEntry.delegation_id == delegation_id, CompensationEntry.booked_at >= begin
        )

    def times_for_order(self, order_no: str) -> int:
        """How many unreleased compensations an order has had."""
        cases = self._session.scalars(
            select(CompensationEntry.case_no)
            .where(CompensationEntry.order_no == order_no)
            .distinct()
        )
        return sum(len(self.open_bookings(case_no)) for case_no in cases)

    def _sum(self, *conditions: Any) -> Decimal:
        total = self._session.scalars(
            select(func.sum(CompensationEntry.amount)).where(*conditions)
        ).one()
        return total if total is not None else Decimal("0.00")
