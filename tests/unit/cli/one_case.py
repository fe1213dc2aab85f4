"""A data folder with one case, as the commands that look at cases find it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from workers.casework.cases import Cases
from workers.casework.store import Store
from workers.cli.settings import load_settings
from workers.services.complaints import CaseStatus, ComplaintCase

CASE = "TS-20261120-0001"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def store_with_a_case(root: Path) -> Store:
    """The open store of a new data folder."""
    settings = load_settings(root)
    settings.folder.prepare()
    store = Store(settings.store_address)
    with store.begin() as session:
        Cases(session).add(
            ComplaintCase(
                case_no=CASE,
                intake_id="1",
                process_instance_id="i",
                status=CaseStatus.REGISTERED,
                channel="邮件",
                problem_description="坏了",
                received_at=NOW,
            )
        )
        Cases(session).note(CASE, NOW, "系统", "登记")
    return store
