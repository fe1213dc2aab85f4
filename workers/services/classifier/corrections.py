"""What supervisors corrected on F02, as messages to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workers.services.classifier.messages import (
    Category,
    Message,
    Module,
    Urgency,
    complaint_type,
)
from workers.services.complaints import ComplaintCase

_CATEGORIES: Final[dict[object, Category]] = {"C": "C", "Q": "Q", "S": "S"}
_MODULES: Final[dict[object, Module]] = {
    "产品": "product",
    "价格": "price",
    "物流": "logistics",
    "服务": "service",
}
_URGENCIES: Final[dict[object, Urgency]] = {"普通": "normal", "紧急": "urgent", "特急": "critical"}
_LEARNED: Final = frozenset({"classCode", "module", "urgency"})


def corrected(session: Session) -> Iterator[Message]:
    """The cases whose class, module or urgency a supervisor corrected.

    What he only confirmed teaches nothing new. A module 其他 is left out, since no text names it;
    urgency counts only where it was corrected, for it also follows from the customer register.
    """
    cases = select(ComplaintCase).order_by(ComplaintCase.case_no)
    for case in session.scalars(cases):
        fields = _LEARNED.intersection(case.classification.get("correctedFields", ()))
        category = _CATEGORIES.get(case.classification.get("classCode"))
        module = _MODULES.get(case.classification.get("module"))
        if not fields or category is None or module is None:
            continue
        urgency = case.classification.get("urgency") if "urgency" in fields else None
        yield Message(
            id=case.case_no,
            text=f"{case.problem_description}\n{case.expected_solution or ''}".strip(),
            category=category,
            module=module,
            complaintType=complaint_type(category, module),
            urgency=_URGENCIES.get(urgency),
            trade=case.case_no,
            channel=case.channel,
        )
