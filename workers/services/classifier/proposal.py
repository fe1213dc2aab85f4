"""What the classifier proposes; names are those of the inputs of D01–D06."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from workers.services.classifier.messages import (
    CRITICAL,
    SIGNS,
    Category,
    ComplaintType,
    Module,
    Urgency,
    complaint_type,
)

RequestKind = Literal["投诉", "咨询", "建议"]
Topic = Literal[
    "质量", "故障", "功能", "报价", "费用", "发票", "发货", "延迟", "破损", "态度", "响应", "其他"
]


class Proposal(BaseModel):
    """Facts read from one message.

    ``claimed_amount`` is in yuan with two decimals. ``reasons`` are Chinese sentences for the
    supervisor; they quote words that the lists or the model know, never a customer's own name or
    number. ``confidence`` is the measured probability that category and module are both right
    (docs/classification.md).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    request_kind: RequestKind
    topic: Topic
    category: Category
    module: Module
    claimed_amount: Decimal | None = None
    order_no: str | None = None
    contract_no: str | None = None
    safety_risk: bool = False
    production_stopped: bool = False
    media_exposure: bool = False
    legal_threat: bool = False
    business_impact_today: bool = False
    chased_before: bool = False
    resolve_within_24h: bool = False
    contract_dispute: bool = False
    compensation_expected: bool = False
    reasons: tuple[str, ...]
    confidence: float = Field(ge=0, le=1)

    @property
    def complaint_type(self) -> ComplaintType | None:
        """The type of D03; none for a question or a suggestion."""
        return complaint_type(self.category, self.module)

    @property
    def urgency(self) -> Urgency:
        """The urgency of D04 by the text alone."""
        found = {sign for sign in SIGNS if getattr(self, sign)}
        return "critical" if found & CRITICAL else "urgent" if found else "normal"
