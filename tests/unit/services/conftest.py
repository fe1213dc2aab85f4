"""A case store in a temporary folder, and a case in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.stores import postgres_server, store, store_url
from workers.services.complaints import CaseStatus, ComplaintCase

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""A Friday, 10:00 in Shanghai."""


__all__ = ["postgres_server", "store", "store_url"]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def new_case() -> Callable[..., ComplaintCase]:
    def make(number: str = "TS-20261120-0001", **fields: Any) -> ComplaintCase:
        values: dict[str, Any] = {
            "case_no": number,
            "intake_id": f"test:{number}",
            "process_instance_id": f"instance-{number}",
            "status": CaseStatus.REGISTERED,
            "channel": "邮件",
            "problem_description": "设备部件损坏，要求赔偿。",
            "customer_id": "C-1",
            "received_at": NOW,
            "urgency": "普通",
            "proposal": {},
            "classification": {},
            "reopen_count": 0,
            "rejection_count": 0,
            "revisit_attempts": 0,
        }
        return ComplaintCase(**(values | fields))

    return make
