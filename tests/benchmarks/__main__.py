"""How fast workers are, beside others: ``make bench``, or ``python -m tests.benchmarks --help``.

All peers share one engine and one machine, in interleaved rounds, because single rounds differ
by more than the peers do. Nobody else may use the machine, or the figures mean nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import measurements, table
from tests.benchmarks.engine import BenchEngine, bench_engine
from tests.benchmarks.foreign.peers import FOREIGN, PeerNotBuilt
from tests.benchmarks.peer import ROOT, Peer, RunningPeer, in_python, started
from tests.benchmarks.workload import Workload, chain, one_task, slow
from workers.engine import Engine

RESULTS = Path(__file__).parent / "RESULTS.md"
OURS = Peer(
    table.OURS,
    "`Worker` as it comes out of the box: 8 slots, 200 ms ahead; log of warnings; "
    "without `rich`, which only development tools bring",
    in_python("ours"),
)
PYCAMUNDA = Peer(
    "pycamunda loop",
    "0.6.1; one loop, maxTasks 50, one session kept open, environment not searched for proxies",
    in_python("pycamunda_loop"),
)
_SETTINGS = [(4, 100), (8, 50), (8, 100), (8, 200)]
"""Connections and batches that the limit is tried with."""
_SLOW_TASKS = 12
_PORTION = 1000
"""Tasks at a time for the warm-up: a fetch from a long queue takes long."""
_PARTS = ("one", "chain", "latency", "slow", "queue")


def best_limit(engine: BenchEngine, workload: Workload, rounds: int) -> Peer:
    """The raw load with the connections and the batch that drain fastest."""
    speeds: dict[Peer, list[float]] = {}
    for _ in range(rounds):
        for connections, batch in _SETTINGS:
            peer = Peer(
                table.LIMIT,
                f"bare requests on {connections} kept connections, one more fetches "
                f"{batch} at a time ahead of them; the best of "
                + ", ".join(f"{each} × {size}" for each, size in _SETTINGS),
                in_python("limit", str(connections), str(batch)),
            )
            with started(peer, engine.workers) as running:
                speed = measurements.drained(engine, running, workload).tasks_per_second
            speeds.setdefault(peer, []).append(speed)
            print(f"limit {connections} × {batch}: {speed:.0f}/s", file=sys.stderr, flush=True)
    return max(speeds, key=lambda each: statistics.median(speeds[each]))


def chapters(
    engine: BenchEngine, peers: Sequence[RunningPeer], given: argparse.Namespace
) -> Iterator[str]:
    """The measurements that were asked for, one after the other, as Markdown."""
    named = {each.peer.name: each for each in peers}
    few = [named[name] for name in (table.LIMIT, OURS.name)]
    for part, workload in (("one", one_task(given.instances)), ("chain", chain(given.chains))):
        if part in given.parts:
            rounds = measurements.drains(engine, peers, workload, given.rounds)
            yield (
                f"### Drain, {workload.title}: {workload.instances} instances, "
                f"{workload.tasks} tasks\n\n{table.drains(rounds)}"
            )
    if "latency" in given.parts:
        waits = measurements.idle_latency(engine, peers, one_task(0), 60, given.rounds)
        yield (
            "### Latency of an idle worker: from the start's request to the completion's answer"
            f"\n\n{table.latencies(waits)}"
        )
    if "slow" in given.parts:
        alone, beside = measurements.fast_beside_slow(
            engine, few, one_task(given.instances), slow(_SLOW_TASKS), given.rounds
        )
        yield (
            f"### A fast topic beside a slow one ({_SLOW_TASKS} tasks of 2 s)\n\n"
            + table.beside_slow(alone, beside)
        )
    memory = "\n".join(f"| {each.peer.name} | {each.resident:.0f} |" for each in peers)
    yield (
        "### Memory: most that was resident in the process, after all of the above\n\n"
        f"| client | MiB |\n|---|---|\n{memory}"
    )
    if "queue" in given.parts:
        before = named[OURS.name].resident
        short, long = measurements.long_queue(
            engine, few, one_task(1000), given.queue, given.rounds
        )
        grown = named[OURS.name].resident - before
        yield (
            f"### 1,000 tasks of a short queue, and of {given.queue:,} waiting\n\n"
            f"{table.waiting(short, long)}\n\n"
            f"{OURS.name} grew by {grown:.1f} MiB meanwhile."
        )


def circumstances(peers: Sequence[Peer], given: argparse.Namespace) -> str:
    """Who was measured, on what, when."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    who = "\n".join(f"- **{each.name}**: {each.configuration}" for each in peers)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} at commit {commit.stdout.strip() or 'unknown'}"
        f" with `make bench` on {os.cpu_count()} cores shared by engine and client, Python "
        f"{platform.python_version()}; {given.rounds} interleaved rounds, medians; load of the "
        f"machine before: {given.load:.1f}. Engine: Camunda 7.24.0 as shipped, local Java, H2 in "
        f"memory, warmed with {given.warm:,} tasks.\n\n{who}"
    )


def main(arguments: Sequence[str]) -> None:
    """Start an engine, warm it, measure, print the tables."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--instances", type=int, default=2000, help="with one task each")
    options.add_argument("--chains", type=int, default=400, help="with five tasks each")
    options.add_argument("--rounds", type=int, default=5, help="of every peer and workload")
    options.add_argument("--warm", type=int, default=9000, help="tasks before the first round")
    options.add_argument("--queue", type=int, default=50_000, help="tasks that wait")
    options.add_argument("--parts", nargs="+", choices=_PARTS, default=_PARTS)
    options.add_argument("--no-foreign", action="store_true", help="only ours, pycamunda, limit")
    options.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    given = options.parse_args(arguments)
    given.load = os.getloadavg()[0]
    # So that engine and peers end with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    others = [] if given.no_foreign else _foreign()
    with bench_engine() as engine, ExitStack() as running:
        with Engine(engine.address) as connected:
            for workload in (one_task(0), chain(0), slow(0)):
                workload.deploy(connected)
        with started(Peer("warm-up", "", in_python("limit", "8", "50")), engine.workers) as warm:
            for _ in range(0, given.warm, _PORTION):
                measurements.drained(engine, warm, one_task(_PORTION))
        limit = best_limit(engine, one_task(1000), 2)
        peers = [limit, OURS, *others, PYCAMUNDA]
        ready = [running.enter_context(started(each, engine.workers)) for each in peers]
        for each in ready:
            # So that no compiler still warms up, neither a peer's nor the engine's.
            measurements.drained(engine, each, one_task(300))
        text = [f"# What `make bench` measured\n\n{circumstances(peers, given)}"]
        print(text[0], end="\n\n", flush=True)
        for chapter in chapters(engine, ready, given):
            print(chapter, end="\n\n", flush=True)
            text.append(chapter)
            if given.write:
                # After each chapter: the next may fail, and the first took long.
                RESULTS.write_text("\n\n".join(text) + "\n", encoding="utf-8")


def _foreign() -> list[Peer]:
    for each in FOREIGN:
        print(f"{each.name} is built", file=sys.stderr, flush=True)
        try:
            each.prepare()
        except PeerNotBuilt as problem:
            sys.exit(f"{problem}\nor leave such peers out with --no-foreign")
    return [Peer(each.name, each.configuration, tuple(each.command())) for each in FOREIGN]


if __name__ == "__main__":
    main(sys.argv[1:])
