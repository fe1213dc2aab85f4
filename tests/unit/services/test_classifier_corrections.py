"""What supervisors corrected becomes something to learn from; what they confirmed does not."""

from __future__ import annotations

from collections.abc import Callable

from workers.casework.store import Store
from workers.services.classifier.corrections import corrected
from workers.services.complaints import ComplaintCase


def test_only_corrected_cases_teach(store: Store, new_case: Callable[..., ComplaintCase]) -> None:
    def case(number: int, **classification: object) -> ComplaintCase:
        return new_case(f"TS-20261120-000{number}", classification=classification)

    filed = {"classCode": "C", "module": "物流", "urgency": "紧急"}
    with store.begin() as session:
        session.add(case(1, **filed, correctedFields=["module"]))
        session.add(case(2, **filed, correctedFields=["urgency"]))
        session.add(case(3, **filed, correctedFields=[]))
        session.add(case(4, **filed, correctedFields=["claimedAmount"]))
        session.add(case(5, **(filed | {"module": "其他"}), correctedFields=["module"]))
        session.add(case(6))
    with store.begin() as session:
        learned = list(corrected(session))
    assert [(m.id[-1], m.category, m.module, m.complaintType, m.urgency) for m in learned] == [
        ("1", "C", "logistics", "logistics_delay", None),
        ("2", "C", "logistics", "logistics_delay", "urgent"),
    ]
