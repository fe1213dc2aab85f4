"""What `sop case show` says of a case's compensation."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.cli.conftest import run
from tests.unit.cli.one_case import CASE, NOW, store_with_a_case
from tests.unit.services.bookings import booked
from workers.casework.cases import Cases
from workers.services.payments import Payments

HOUR = timedelta(hours=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A sum that was paid and is claimed back, and one that was approved and released."""
    store = store_with_a_case(tmp_path / "data")
    with store.begin() as session:
        case, payments = Cases(session).get(CASE), Payments(session)
        booked(session, case, "3200.00", NOW, "first")
        payments.record(CASE, paid_by="finance-1", step_completed_at=NOW, at=NOW + HOUR)
        booked(session, case, "80.00", NOW + 2 * HOUR, "second")
        taken = payments.take_back(CASE, task_id="t", reason="客户撤诉", at=NOW + 3 * HOUR)
        assert taken == (Decimal("80.00"), Decimal("3200.00"))
    store.close()
    return tmp_path / "data"


def test_every_movement_of_money_is_listed_oldest_first(data: Path) -> None:
    listed = json.loads(run("case", "show", CASE, "--json", "--data", str(data)).stdout)["money"]
    assert [(each["what"], each["amount"]) for each in listed] == [
        ("批准", "3200.00"),
        ("支付", "3200.00"),
        ("批准", "80.00"),
        ("释放", "-80.00"),
        ("待追回", "3200.00"),
    ]
    shown = run("case", "show", CASE, "--data", str(data)).stdout
    assert shown.index("支付") < shown.index("待追回")
    assert "客户撤诉" in shown


def test_a_store_from_before_payments_were_kept_is_shown_all_the_same(data: Path) -> None:
    store = sqlite3.connect(data / "cases.db")
    store.execute("DROP TABLE compensation_reclaim")
    store.execute("DROP TABLE compensation_payment")
    store.close()
    listed = json.loads(run("case", "show", CASE, "--json", "--data", str(data)).stdout)["money"]
    assert {each["what"] for each in listed} == {"批准", "释放"}
