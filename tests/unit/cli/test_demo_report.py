"""A mail that came twice is excused by an attempt whose answer was lost, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from workers.casework.letters import Letter
from workers.casework.outbox import Outbox
from workers.casework.store import Store
from workers.cli.demo_report import tell_apart


def test_more_deliveries_than_attempts_are_duplicates(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, 1, tzinfo=UTC)
    store = Store(f"sqlite:///{tmp_path / 'cases.db'}")
    with store.begin() as session:
        outbox = Outbox(session, "sop.example")
        once, twice = (
            outbox.queue(
                effect_key=key,
                task_id="t",
                case_no="TS-20261120-0001",
                notice="N01",
                recipient="kunde@example.com",
                letter=Letter("主题", "正文"),
                at=now,
            )
            for key in ("a", "b")
        )
        outbox.claim(now, 10)
        twice.next_attempt_at = now
        once.sent_at = now
        outbox.claim(now + timedelta(seconds=1), 10)
        deliveries = {once.message_id: 2, twice.message_id: 2, "<stranger@x>": 2}
        resent, duplicates = tell_apart(deliveries, outbox)
    assert resent == [twice.message_id]
    assert duplicates == [once.message_id, "<stranger@x>"]
    store.close()
