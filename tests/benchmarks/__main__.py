"""How fast a worker drains an engine, beside others: ``python -m tests.benchmarks --rounds 5``.

Rounds are interleaved – each peer once, in turning order, on a full engine – because single rounds
differ by more than the peers do; the table shows medians and the spread. All peers share the
engine and the machine with nobody else, or the figures mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers import PASSWORD, PEERS, URL, USER
from tests.benchmarks.workload import Workload, chain, one_task
from tests.engine_host import engine_host
from workers.cli.logins import ADMIN
from workers.engine import Engine, EngineAddress

ROOT = Path(__file__).parents[2]
_LONGEST = 900.0
"""Seconds after which a peer that does not finish has failed."""


@dataclass(frozen=True, slots=True)
class Round:
    """One peer on one full engine."""

    tasks_per_second: float
    cpu_per_thousand: float
    """Seconds of the client's processor for 1,000 tasks."""


def play(peer: str, workload: Workload, address: EngineAddress) -> Round:
    """Fill the engine, let a peer drain it, and check that nothing is left."""
    with Engine(address) as engine:
        workload.fill(engine)
        said = subprocess.run(
            [
                *(sys.executable, "-m", "tests.benchmarks.peers"),
                *(peer, str(workload.tasks), *workload.topics),
            ],
            cwd=ROOT,
            env=os.environ
            | {
                URL: address.url,
                USER: str(address.user),
                PASSWORD: str(address.password),
                "OPENBLAS_NUM_THREADS": "1",
            },
            stdout=subprocess.PIPE,
            check=True,
            timeout=_LONGEST,
        )
        left = sum(len(engine.external_tasks.find(topic=topic)) for topic in workload.topics)
    if left:
        raise RuntimeError(f"{peer} has left {left} tasks behind")
    took = json.loads(said.stdout.splitlines()[-1])
    return Round(workload.tasks / took["seconds"], took["cpu"] * 1000 / workload.tasks)


def table(workload: Workload, rounds: dict[str, list[Round]]) -> str:
    """Markdown."""
    limit = statistics.median(each.tasks_per_second for each in rounds["limit"])
    lines = [
        f"### {workload.title}: {workload.instances} instances, {workload.tasks} tasks",
        "",
        "| peer | tasks/s, median (least – most) | of the limit | client CPU, s per 1,000 tasks |",
        "|---|---|---|---|",
    ]
    for peer, played in rounds.items():
        speeds = [each.tasks_per_second for each in played]
        median = statistics.median(speeds)
        cpu = statistics.median(each.cpu_per_thousand for each in played)
        lines.append(
            f"| {peer} | {median:.0f} ({min(speeds):.0f} – {max(speeds):.0f}) "
            f"| {median / limit:.2f} | {cpu:.2f} |"
        )
    return "\n".join(lines)


def measure(workload: Workload, address: EngineAddress, rounds: int) -> dict[str, list[Round]]:
    """All peers, interleaved; each round begins with another one."""
    played: dict[str, list[Round]] = defaultdict(list)
    order = list(PEERS)
    for number in range(rounds):
        for peer in order:
            played[peer].append(play(peer, workload, address))
            print(f"{workload.title}: round {number + 1}, {peer}", file=sys.stderr)
        order = [*order[1:], order[0]]
    return {peer: played[peer] for peer in PEERS}


def main(arguments: Sequence[str]) -> None:
    """Start an engine, warm it, measure, print the tables."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--instances", type=int, default=2000, help="with one task each")
    options.add_argument("--chains", type=int, default=400, help="with five tasks each")
    options.add_argument("--rounds", type=int, default=5, help="of every peer and workload")
    options.add_argument("--warm", type=int, default=9000, help="tasks before the first round")
    given = options.parse_args(arguments)
    workloads = [one_task(given.instances), chain(given.chains)]
    with (
        tempfile.TemporaryDirectory(prefix="sop-bench-") as folder,
        engine_host(Path(folder), [ADMIN]) as host,
    ):
        with Engine(host.address()) as engine:
            for workload in workloads:
                workload.deploy(engine)
        if given.warm:
            play("limit", one_task(given.warm), host.address())
        for workload in workloads:
            print(table(workload, measure(workload, host.address(), given.rounds)), end="\n\n")
        print(
            f"Engine: {host.kind}{host.why}; {os.cpu_count()} cores for all; {given.rounds} rounds."
        )


if __name__ == "__main__":
    main(sys.argv[1:])
