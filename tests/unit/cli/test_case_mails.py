"""What `sop case show` says of mails that did not leave."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.unit.cli.conftest import run
from tests.unit.cli.one_case import CASE, NOW, store_with_a_case
from workers.casework.letters import Letter
from workers.casework.mail.outcome import MailOutcome, Patience
from workers.casework.outbox import Outbox
from workers.ports import MailCause, MailRefused


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One case with three mails: refused, waiting, sent."""
    store = store_with_a_case(tmp_path / "data")
    with store.begin() as session:
        outbox, outcome = Outbox(session, "sop.example"), MailOutcome(session, Patience())
        refused, _waiting, sent = (
            outbox.queue(
                effect_key=str(number),
                task_id="t",
                case_no=CASE,
                notice="N01",
                recipient="geheim@",
                letter=Letter("s", "b"),
                at=NOW,
            )
            for number in range(3)
        )
        outcome.refused(refused, NOW, MailRefused("the address has no domain", MailCause.ADDRESS))
        outcome.sent(sent, NOW)
    store.close()
    return tmp_path / "data"


def test_mails_that_did_not_leave_are_shown_with_their_cause_and_no_address(data: Path) -> None:
    shown = run("case", "show", CASE, "--data", str(data))
    assert shown.exit_code == 0
    assert "邮件未发出：收件地址不是有效邮箱（the address has no domain）" in shown.stdout
    assert shown.stdout.count("N01") == 2
    assert "geheim" not in shown.stdout
    listed = json.loads(run("case", "show", CASE, "--json", "--data", str(data)).stdout)
    assert [(mail["refused"], mail["cause"]) for mail in listed["undelivered"]] == [
        (True, "address"),
        (False, None),
    ]
    timeline = run("case", "timeline", CASE, "--data", str(data)).stdout
    assert "邮件未发出：收件地址不是有效邮箱" in timeline


def test_a_store_from_before_causes_were_kept_is_shown_all_the_same(data: Path) -> None:
    store = sqlite3.connect(data / "cases.db")
    store.execute("DROP TABLE outbox_trouble")
    store.close()
    shown = run("case", "show", CASE, "--data", str(data))
    assert shown.exit_code == 0
    assert "未发出" in shown.stdout
