"""SIGKILL on worker and engine in the middle of a demo, then `sop demo --resume`.

Every case ends archived; each booking stands once and each mail was delivered once.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from workers.casework.archive import Archive
from workers.casework.cases import Cases
from workers.casework.outbox import Outbox
from workers.casework.store import Store
from workers.cli.data_folder import DataFolder
from workers.cli.mail_catcher import MailFolder
from workers.services.compensation import Compensations
from workers.services.complaints import CaseStatus

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
"""Seconds for one demo on a busy machine of two cores."""


def _demo(data: Path, *flags: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "workers.cli.main", "demo", "--data", str(data), *flags],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _booked(folder: DataFolder) -> bool:
    """The middle of a demo: a compensation is booked and not all cases are done.

    Read without a lock of ours, which would slow the demo down.
    """
    try:
        with closing(sqlite3.connect(f"file:{folder.cases}?mode=ro", uri=True)) as database:
            (count,) = database.execute("SELECT count(*) FROM compensation_ledger").fetchone()
    except sqlite3.OperationalError:
        return False  # not there yet
    return bool(count)


def _kill(folder: DataFolder, name: str) -> None:
    kept = json.loads((folder.run / f"{name}.pid").read_text(encoding="utf-8"))
    os.kill(kept["pid"], signal.SIGKILL)


@pytest.mark.parametrize("victims", [("worker", "engine"), ("engine",), ("worker",)])
def test_a_killed_demo_is_resumed_without_loss_or_double(
    tmp_path: Path, victims: tuple[str, ...]
) -> None:
    folder = DataFolder(tmp_path / "run")
    demo = _demo(folder.root, "--keep")
    deadline = time.monotonic() + PATIENCE
    while not _booked(folder):
        assert demo.poll() is None, demo.communicate()
        assert time.monotonic() < deadline, "no compensation was booked"
        time.sleep(0.2)
    for victim in victims:
        _kill(folder, victim)
    _, talk = demo.communicate(timeout=PATIENCE)
    assert demo.returncode not in (0, None), talk
    assert "sop demo --resume" in talk
    assert "Traceback" not in talk

    resumed = _demo(folder.root, "--resume", "--keep")
    told, talk = resumed.communicate(timeout=PATIENCE)
    assert resumed.returncode == 0, (talk, told.splitlines()[-5:])
    assert told

    store = Store(f"sqlite:///{folder.cases}")
    with store.begin() as session:
        cases = Cases(session).all()
        assert len(cases) == len(list((ROOT / "examples" / "complaints").iterdir()))
        assert {case.status for case in cases} == {CaseStatus.CLOSED}
        for case in cases:
            bookings = Compensations(session).open_bookings(case.case_no)
            assert len(bookings) <= 1, case.case_no
        assert Outbox(session, "x").waiting() == 0
        queued = {
            mail.message_id for case in cases for mail in Outbox(session, "x").of_case(case.case_no)
        }
        assert Archive(session, folder.archive).verify() == []
    store.close()
    delivered = Counter(mail.message_id for mail in MailFolder(folder.mail).messages())
    assert set(delivered) == queued, "each mail was delivered"
    # Only the one mail in hand at the kill may have gone out twice, under its one Message-ID.
    assert sum(delivered.values()) - len(delivered) <= 1
