"""What is measured: each function plays all peers in turn and returns their figures."""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.benchmarks.clients.limit import Line
from tests.benchmarks.engine import BenchEngine
from tests.benchmarks.peer import Drained, RunningPeer
from tests.benchmarks.table import Round
from tests.benchmarks.workload import Workload

_SETTLED = 1.5
"""Seconds for the long polls of the last peer, which take up to one, to end."""


def in_turn(peers: Sequence[RunningPeer], rounds: int, title: str) -> Iterator[RunningPeer]:
    """Each peer once a round; every round begins with another one."""
    order = list(peers)
    for number in range(rounds):
        for running in order:
            print(f"{title}: round {number + 1}, {running.peer.name}", file=sys.stderr, flush=True)
            time.sleep(_SETTLED)
            yield running
        order = [*order[1:], order[0]]


def drained(engine: BenchEngine, running: RunningPeer, workload: Workload) -> Round:
    """Fill the engine and let a peer drain it."""
    workload.fill(engine.address)
    took, engine_cpu = _drain(engine, running, workload)
    return _round(workload.tasks, took, engine_cpu)


def drains(
    engine: BenchEngine, peers: Sequence[RunningPeer], workload: Workload, rounds: int
) -> dict[str, list[Round]]:
    """The full engine, over and over."""
    played: dict[str, list[Round]] = {each.peer.name: [] for each in peers}
    for running in in_turn(peers, rounds, workload.title):
        played[running.peer.name].append(drained(engine, running, workload))
    return played


def idle_latency(
    engine: BenchEngine, peers: Sequence[RunningPeer], workload: Workload, starts: int, rounds: int
) -> dict[str, list[float]]:
    """Seconds from the request that starts an instance to the answer that completes its task.

    The worker has nothing to do when the instance is started: starts come after pauses of 50 to
    150 ms, the same for every peer.
    """
    waits: dict[str, list[float]] = defaultdict(list)
    line = Line(engine.address)
    for running in in_turn(peers, rounds, "latency"):
        pauses = random.Random(4711)
        order = running.told(starts, workload.topics)
        time.sleep(1)
        began = []
        for number in range(starts):
            time.sleep(pauses.uniform(0.05, 0.15))
            began.append(time.monotonic_ns())
            workload.start(line, number)
        (stamps,) = order.answer().stamps.values()
        waits[running.peer.name] += [
            (end - start) / 1e9 for start, end in zip(began, sorted(stamps), strict=True)
        ]
    return {each.peer.name: waits[each.peer.name] for each in peers}


def fast_beside_slow(
    engine: BenchEngine,
    peers: Sequence[RunningPeer],
    fast: Workload,
    slow: Workload,
    rounds: int,
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Tasks/s of the fast topic, alone and beside the slow one."""
    alone: dict[str, list[float]] = defaultdict(list)
    beside: dict[str, list[float]] = defaultdict(list)
    (topic,) = fast.topics
    for running in in_turn(peers, rounds, "beside a slow topic"):
        fast.fill(engine.address)
        took, _ = _drain(engine, running, fast)
        alone[running.peer.name].append(_speed(took, topic))
        time.sleep(_SETTLED)
        slow.fill(engine.address)
        fast.fill(engine.address)
        both = running.drain(fast.tasks + slow.tasks, (*fast.topics, *slow.topics))
        beside[running.peer.name].append(_speed(both, topic))
    return dict(alone), dict(beside)


def long_queue(
    engine: BenchEngine,
    peers: Sequence[RunningPeer],
    workload: Workload,
    queue: int,
    rounds: int,
) -> tuple[dict[str, list[Round]], dict[str, list[Round]]]:
    """Drains of as many tasks, first of all that there are, then of the first of a long queue."""
    few = drains(engine, peers, workload, rounds)
    print(f"{queue} instances are started", file=sys.stderr, flush=True)
    Workload(workload.key, workload.title, workload.topics, queue).fill(engine.address)
    many: dict[str, list[Round]] = defaultdict(list)
    for running in in_turn(peers, rounds, f"{queue} waiting"):
        took, engine_cpu = _drain(engine, running, workload)
        many[running.peer.name].append(_round(workload.tasks, took, engine_cpu))
    return few, dict(many)


def _drain(engine: BenchEngine, running: RunningPeer, workload: Workload) -> tuple[Drained, float]:
    before = engine.cpu
    took = running.drain(workload.tasks, workload.topics)
    return took, engine.cpu - before


def _round(tasks: int, took: Drained, engine_cpu: float) -> Round:
    thousands = tasks / 1000
    return Round(tasks / took.seconds, took.cpu / thousands, engine_cpu / thousands)


def _speed(took: Drained, topic: str) -> float:
    stamps = took.stamps[topic]
    return len(stamps) / ((max(stamps) - took.began) / 1e9)
