"""Plays the demo again and again, each time with other customers and orders, and checks the whole.

    python -m tests.soak --runs 20

Every run must leave every case archived, no incident, and no Message-ID twice, neither within the
run nor in any run before it. The figures are printed as a table; the exit code is 1 if a run fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.soak.variant import write_variant
from workers.cli.data_folder import DataFolder
from workers.cli.mail_catcher import MailFolder

ROOT = Path(__file__).parents[2]
_CLOSED = {"已关闭"}


@dataclass(frozen=True, slots=True)
class Run:
    """What one demo left."""

    number: int
    seconds: float
    cases: int
    archived: int
    mails: int
    incidents: int
    message_ids: frozenset[str]
    faults: tuple[str, ...]


def main() -> int:
    options = _options()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="sop-soak-"))
    print(f"{options.runs} runs, seeds from {options.seed}, data in {folder}", flush=True)
    seen: Counter[str] = Counter()
    failed = 0
    for number in range(1, options.runs + 1):
        run = _play(folder / f"{number:02}", number, options.seed + number)
        repeated = sorted(each for each in run.message_ids if seen[each])
        seen.update(run.message_ids)
        faults = list(run.faults)
        if repeated:
            faults.append(f"{len(repeated)} Message-IDs of earlier runs, {repeated[0]} among them")
        failed += bool(faults)
        print(
            f"run {number:2}: {run.seconds:5.1f} s, {run.archived} of {run.cases} cases archived, "
            f"{run.mails} mails, {run.incidents} incidents"
            + "".join(f"\n  {fault}" for fault in faults),
            flush=True,
        )
    total = sum(seen.values())
    print(
        f"{options.runs - failed} of {options.runs} runs flawless, {total} mails, "
        f"{total - len(seen)} Message-IDs twice"
    )
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--folder", help="where the runs' data stay [default: a new folder]")
    return parser.parse_args()


def _play(folder: Path, number: int, seed: int) -> Run:
    variant = folder / "examples"
    write_variant(ROOT / "examples", variant, seed)
    expected = len(list((variant / "complaints").iterdir()))
    data = folder / "data"
    began = time.monotonic()
    command = [sys.executable, "-m", "workers.cli.main", "demo", "--keep", "--json"]
    demo = subprocess.run(
        [*command, "--input", str(variant), "--data", str(data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    seconds = time.monotonic() - began
    if demo.returncode != 0:
        fault = f"exit {demo.returncode}: {demo.stderr.strip().splitlines()[-1:]}"
        return Run(number, seconds, expected, 0, 0, 0, frozenset(), (fault,))
    told = json.loads(demo.stdout)
    ids = [mail.message_id for mail in MailFolder(DataFolder(data).mail).messages()]
    cases = told["cases"]
    archived = sum(case["status"] in _CLOSED and bool(case["archived"]) for case in cases)
    faults = []
    if archived != expected or len(cases) != expected:
        faults.append(f"{archived} of {expected} cases archived")
    if len(set(ids)) != len(ids):
        faults.append(f"{len(ids) - len(set(ids))} Message-IDs twice")
    if told["incidents"] or told["archiveFindings"] or told["duplicateMessageIds"]:
        faults.append("the demo's own checks found something")
    return Run(
        number,
        seconds,
        expected,
        archived,
        len(ids),
        told["incidents"],
        frozenset(ids),
        tuple(faults),
    )


if __name__ == "__main__":
    sys.exit(main())
