"""Workers and notices of the small project that the rules are tried on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from workers.contract import ErrorCode, Variables, handler


class Request(Variables):
    amount: Decimal
    category: Literal["办公", "设备"]
    purpose: str | None = None


class Opened(Variables):
    purchase_no: str
    due_review: datetime
    rungs_review: str


class Purchase(Variables):
    purchase_no: str


class Review(Variables):
    purchase_no: str
    review_decision: Literal["批准", "不批准"]
    review_comment: str | None = None


class Plan(Variables):
    inspector_groups: list[str]
    due_inspection: datetime
    rungs_inspection: str


class Inspection(Variables):
    inspector_group: str
    inspection_result: str
    inspection_note: str | None = None


class Notice(Variables):
    notice: str


class Rung(Variables):
    limit_step: str


class Nothing(Variables):
    pass


@handler("purchase.open", label="编号并登记")
def open_purchase(data: Request, desk: None) -> Opened:
    """Number a request."""
    raise NotImplementedError


@handler("purchase.approve", label="按授权审批", errors=(ErrorCode("OVER_LIMIT", "超出授权"),))
def approve(data: Purchase, desk: None) -> Nothing:
    """Approve a small one."""
    raise NotImplementedError


@handler("review.record", label="记录审批结果")
def record_review(data: Review, desk: None) -> Nothing:
    """Record what was decided."""
    raise NotImplementedError


@handler("inspection.plan", label="安排检验")
def plan_inspection(data: Purchase, desk: None) -> Plan:
    """Say who inspects."""
    raise NotImplementedError


@handler("inspection.record", label="记录检验结果")
def record_inspection(data: Inspection, desk: None) -> Nothing:
    """Record what was found."""
    raise NotImplementedError


@handler("notification.send", label="发送通知")
def notify(data: Notice, desk: None) -> Nothing:
    """Send a notice."""
    raise NotImplementedError


@handler("limit.rung", label="提醒与升级")
def climb(data: Rung, desk: None) -> Nothing:
    """Remind."""
    raise NotImplementedError


HANDLERS = (
    open_purchase,
    approve,
    record_review,
    plan_inspection,
    record_inspection,
    notify,
    climb,
)


@dataclass(frozen=True)
class Declared:
    """A notice as the letters of a project declare it."""

    needs: dict[str, str] = field(default_factory=lambda: {"purchase_no": "text"})
    may_have: dict[str, str] = field(default_factory=dict)


NOTICES = {
    "P01": Declared(),
    "P02": Declared(may_have={"comment": "text"}),
    "P03": Declared(),
}


@handler("purchase.cancel", label="撤回采购申请")
def cancel(data: Purchase, desk: None) -> Nothing:
    """Take a request back."""
    raise NotImplementedError


WITH_ONE_MORE = (*HANDLERS, cancel)
WITHOUT_ERRORS = tuple(
    replace(each, errors=()) if each.topic == "purchase.approve" else each for each in HANDLERS
)
