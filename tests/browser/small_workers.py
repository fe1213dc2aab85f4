"""The one worker of the small company: says whether an order needs a look, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from workers.contract import BpmnError, ErrorCode, Variables, handler

LIMIT = 1000
DUE = datetime(2040, 1, 2, 9, tzinfo=UTC)


class Order(Variables):
    amount: int = Field(title="订单金额")
    channel: Literal["线上", "门店"] = Field(title="渠道", description="订单从哪里来")
    urgent: bool = False


class Checked(Variables):
    checked_channel: str
    due_review: datetime = Field(title="审核时限")
    rungs_review: str


@handler("order.check", label="检查订单", errors=(ErrorCode("OVER_LIMIT", "超出限额"),))
def check_order(order: Order, desk: None) -> Checked:
    """Let small orders pass."""
    if order.amount > LIMIT:
        raise BpmnError(
            "OVER_LIMIT",
            "more than the limit",
            {"dueReview": DUE, "rungsReview": "R2/2040-01-01T09:00:00Z/PT12H"},
        )
    return Checked(checked_channel=order.channel, due_review=DUE, rungs_review="R1/PT1H")


HANDLERS = (check_order,)
