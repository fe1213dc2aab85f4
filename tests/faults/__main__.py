"""Nothing lost and nothing doubled under faults: ``python -m tests.faults`` (``make faults``).

Four worker processes work through 5,000 instances on an engine with PostgreSQL while workers are
killed and stopped, the engine is stopped, killed and paused, connections break in four ways and
clocks are stepped, all by a schedule that a seed draws. Two peers then go through the same, and
the complaint demo through faults of its own. The exit code is 0 only if all claims hold for our
worker and for the demo; docs/faults.md says how it is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import demo, table
from tests.faults.play import OURS, Plan, contestants, play
from tests.faults.schedule import draw
from tests.faults.surroundings import LOCK, LONG_POLL, SLOTS
from tests.faults.verdict import Verdict, judge
from tests.faults.workload import natures

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> int:
    options = _options()

    def plan(instances: int) -> Plan:
        return plan_of(
            options.seed,
            instances,
            options.workers,
            options.seconds,
            options.grace * instances / 1000,
        )

    if options.show:
        print(table.faults(plan(options.instances)))
        return 0
    folder = Path(options.folder or tempfile.mkdtemp(prefix="sop-faults-"))
    print(f"seed {options.seed}, data in {folder}", file=sys.stderr, flush=True)
    began = time.monotonic()
    verdicts: dict[str, Verdict] = {}
    for contestant in contestants(options.python_client):
        if contestant is not OURS and not options.peers:
            continue
        if options.only not in contestant.name:
            continue
        instances = options.instances if contestant is OURS else options.peer_instances
        record = play(contestant, plan(instances), folder / contestant.name.replace(" ", "-"))
        verdicts[contestant.name] = judge(record)
        print(f"\nAfter {time.monotonic() - began:.0f} s, seed {options.seed}\n", flush=True)
        print(table.table(verdicts), flush=True)
        if options.write:
            # After each part: the next may be cut off, and the ones before took long.
            _write(plan(options.instances), options, verdicts, None)
    outcome = demo.play(folder / "demo", options.seed, kills=2) if options.demo else None
    if outcome:
        print(f"\nThe complaint demo\n\n{demo.report(outcome)}", flush=True)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    if options.write:
        _write(plan(options.instances), options, verdicts, outcome)
    ours = verdicts.get(OURS.name)
    holds = (ours is None or ours.holds) and not (outcome and outcome.wrong)
    return 0 if holds else 1


def plan_of(seed: int, instances: int, workers: int, seconds: float, grace: float) -> Plan:
    """Everything that the seed decides."""
    return Plan(
        seed,
        instances,
        workers,
        seconds,
        grace,
        draw(seed, seconds, workers, lock=LOCK),
        tuple(natures(seed, instances)),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--instances", type=int, default=5000)
    parser.add_argument("--peer-instances", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=70, help="length of the schedule")
    parser.add_argument(
        "--grace", type=float, default=20, help="seconds for the drain of each 1,000 instances"
    )
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--only", default="", help="the contestants whose name holds this")
    parser.add_argument("--demo", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--python-client", type=Path, help="virtual environment of that client")
    parser.add_argument("--show", action="store_true", help="show the schedule and end")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    parser.add_argument("--folder", help="where the data stays [default: a new folder]")
    return parser.parse_args()


def _write(
    plan: Plan,
    options: argparse.Namespace,
    verdicts: dict[str, Verdict],
    outcome: demo.Outcome | None,
) -> None:
    page = f"""# Under faults

Written by `make faults FAULTS=--write` on {datetime.now(UTC):%Y-%m-%d};
how it is measured stands in [docs/faults.md](../../docs/faults.md).

Seed {plan.seed}: {plan.instances} instances of one or two tasks (peers: {options.peer_instances}),
{plan.workers} worker processes, {plan.seconds:.0f} s of faults, at most {options.grace:.0f} s
to drain each thousand; locks of {LOCK} s, polls of {LONG_POLL} s, {SLOTS} slots.

{table.table(verdicts)}

## The complaint demo

{demo.report(outcome) if outcome else "Not played."}

## The schedule

{table.faults(plan)}
"""
    RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
