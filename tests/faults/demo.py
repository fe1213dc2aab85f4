"""The complaint demo under faults: ``python -m tests.faults.demo``.

Workers and engine of ``sop demo`` are killed at seeded times while the network loses answers, the
mail server's too; each time the demo is resumed. In the end every case is archived, each booking
stands once, and a mail that was delivered again carries the Message-ID of the first time and has a
cause among the faults.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.faults.unlucky_demo import LOST, note
from workers.casework.archive import Archive
from workers.casework.cases import Cases
from workers.casework.outbox import Outbox
from workers.casework.store import Store
from workers.cli.data_folder import DataFolder
from workers.services.compensation import Compensations
from workers.services.complaints import CaseStatus

ROOT = Path(__file__).parents[2]
_TIMEOUT = 240
_MOMENT = 1.0
"""Seconds between the mail server's note of a delivery and ours of what befell its answer."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A mail that was delivered again."""

    message_id: str
    cause: str
    """The last fault before the repeat that can cause one; empty if there was none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after all, and what is wrong with it."""

    cases: int
    mails: int
    faults: Counter[str]
    repeats: tuple[Repeat, ...]
    wrong: tuple[str, ...]


def play(root: Path, seed: int, kills: int) -> Outcome:
    """Play the demo, kill so often, resume each time."""
    folder, log = DataFolder(root / "run"), root / "faults.log"
    root.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    for number in range(kills + 1):
        demo = _demo(folder, log, seed + number, resume=number > 0)
        if number < kills:
            victim = ("worker", "engine")[number % 2]
            _kill_in_the_middle(folder, log, demo, victim, chance.uniform(1, 6))
        try:
            told = demo.communicate(timeout=_TIMEOUT)[1]
        except subprocess.TimeoutExpired:
            demo.kill()
            told = demo.communicate()[1]
        if demo.returncode == 0:
            break
    wrong = [f"the demo ended with {demo.returncode}: {told[-500:]}"] if demo.returncode else []
    return _outcome(folder, log, wrong)


def _demo(folder: DataFolder, log: Path, seed: int, *, resume: bool) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.unlucky_demo", str(log), str(seed), "demo"]
    flags = ["--data", str(folder.root), "--keep", *(["--resume"] if resume else [])]
    return subprocess.Popen(
        [*command, *flags], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _kill_in_the_middle(
    folder: DataFolder, log: Path, demo: subprocess.Popen[str], victim: str, after: float
) -> None:
    """Kill ``after`` seconds of work, if the demo works so long."""
    file = folder.run / "worker.pid"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    while demo.poll() is None and (
        not file.exists() or file.read_text(encoding="utf-8") in {"", before}
    ):
        time.sleep(0.1)
    time.sleep(after)
    if demo.poll() is not None:
        return
    kept = json.loads((folder.run / f"{victim}.pid").read_text(encoding="utf-8"))
    os.kill(kept["pid"], signal.SIGKILL)
    note(log, f"{victim} killed")


def _outcome(folder: DataFolder, log: Path, wrong: list[str]) -> Outcome:
    happened = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    deliveries = _deliveries(folder)
    repeats = [
        Repeat(message_id, _cause(happened, first, again))
        for message_id, times in deliveries.items()
        for first, again in pairwise(times)
    ]
    wrong += [f"{each.message_id} came twice without cause" for each in repeats if not each.cause]
    store = Store(f"sqlite:///{folder.cases}")
    with store.begin() as session:
        cases = Cases(session).all()
        expected = len(list((ROOT / "examples" / "complaints").iterdir()))
        if len(cases) != expected:
            wrong.append(f"{len(cases)} cases of {expected}")
        outbox = Outbox(session, "x")
        queued = set()
        for case in cases:
            if case.status != CaseStatus.CLOSED:
                wrong.append(f"{case.case_no} is {case.status}")
            if len(Compensations(session).open_bookings(case.case_no)) > 1:
                wrong.append(f"{case.case_no} is booked twice")
            queued |= {mail.message_id for mail in outbox.of_case(case.case_no)}
        if queued != set(deliveries):
            wrong.append(f"{len(queued ^ set(deliveries))} mails queued or delivered alone")
        wrong += [f"archive: {each.problem}" for each in Archive(session, folder.archive).verify()]
    store.close()
    return Outcome(
        len(cases),
        sum(map(len, deliveries.values())),
        Counter(what for _, what in happened),
        tuple(repeats),
        tuple(wrong),
    )


def _deliveries(folder: DataFolder) -> dict[str, list[float]]:
    """Message-ID → when it was delivered, each time."""
    found: dict[str, list[float]] = {}
    box = mailbox.Maildir(folder.mail, create=False)
    for key, mail in box.items():
        at = float(key.split(".")[0]) + float(key.split("M")[1].split("P")[0]) / 1e6
        found.setdefault(str(mail["Message-ID"]), []).append(at)
    return {message_id: sorted(times) for message_id, times in found.items()}


def _cause(happened: list[tuple[float, str]], first: float, again: float) -> str:
    """The fault that can have made the first delivery unknown to us.

    The server's answer to it was lost, which is noted within moments of the delivery; or the
    worker was killed between it and the second one.
    """
    for at, what in happened:
        if what == LOST["/mail"] and abs(at - first) <= _MOMENT:
            return what
        if what in {"worker killed", "engine killed"} and first - _MOMENT <= at <= again:
            return what
    return ""


def report(outcome: Outcome) -> str:
    """As Markdown."""
    causes = Counter(each.cause or "unknown" for each in outcome.repeats)
    lines = [
        f"- {outcome.cases} cases, {outcome.mails} deliveries",
        f"- {len(outcome.repeats)} of these again, under the Message-ID of the first time",
        *(f"- delivered again after: {cause} ({times} ×)" for cause, times in causes.items()),
        *(f"- {times} × {what}" for what, times in sorted(outcome.faults.items())),
        *(f"- **wrong**: {each}" for each in outcome.wrong),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.demo", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    root = options.folder or Path(tempfile.mkdtemp(prefix="sop-faults-demo-"))
    outcome = play(root, options.seed, options.kills)
    print(report(outcome))
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
