"""Which faults happen when: drawn from a seed, so that a run can be played again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happens, in the words of the report."""

    WORKER_KILL = "worker killed (SIGKILL)"
    WORKER_TERM = "worker stopped (SIGTERM)"
    WORKER_CLOCK = "worker's wall clock stepped"
    ENGINE_STOP = "engine stopped and started"
    ENGINE_KILL = "engine killed and started"
    ENGINE_PAUSE = "engine paused"
    ENGINE_CLOCK = "engine's wall clock stepped"
    CUT = "all connections cut"
    HALF_OPEN = "half of the connections half-open"
    DELAY = "network delayed"
    ANSWERS_LOST = "answers to completions lost"
    FETCHES_LOST = "answers to fetches lost"


OUTAGES = (Kind.ENGINE_STOP, Kind.ENGINE_KILL, Kind.ENGINE_PAUSE)
"""After these the engine is away for a while."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    ``amount`` is what the kind makes of it: seconds of an outage, of a delay or of a clock's
    step, or a number of answers.
    """

    at: float
    """Seconds after the beginning."""
    kind: Kind
    worker: int = 0
    """Which worker, where it befalls one."""
    amount: float = 0.0

    def __str__(self) -> str:
        details = {
            Kind.WORKER_KILL: f"worker {self.worker}",
            Kind.WORKER_TERM: f"worker {self.worker}",
            Kind.WORKER_CLOCK: f"worker {self.worker}, {self.amount:+.0f} s",
            Kind.ENGINE_STOP: f"down for {self.amount:.1f} s and its start",
            Kind.ENGINE_KILL: f"down for {self.amount:.1f} s and its start",
            Kind.ENGINE_PAUSE: f"{self.amount:.1f} s",
            Kind.ENGINE_CLOCK: f"{self.amount:+.0f} s",
            Kind.DELAY: f"{self.amount * 1000:.0f} ms each way for {DELAY_SPAN:.0f} s",
            Kind.ANSWERS_LOST: f"{self.amount:.0f}",
            Kind.FETCHES_LOST: f"{self.amount:.0f}",
        }
        detail = details.get(self.kind)
        return f"{self.at:6.1f} s  {self.kind}" + (f": {detail}" if detail else "")


DELAY_SPAN = 4.0
"""Seconds that a delay lasts."""

_QUIET = 3.0
"""Seconds at the beginning without faults."""

_ROOM = 23.0
"""Seconds of a run for each outage."""

_MEAN_GAP = {
    Kind.WORKER_KILL: 9.0,
    Kind.WORKER_TERM: 9.0,
    Kind.WORKER_CLOCK: 12.0,
    Kind.CUT: 12.0,
    Kind.HALF_OPEN: 20.0,
    Kind.DELAY: 20.0,
    Kind.ANSWERS_LOST: 8.0,
    Kind.FETCHES_LOST: 12.0,
}
"""Kind → seconds between two of it, on average."""


def draw(seed: int, seconds: float, workers: int, *, lock: float) -> tuple[Fault, ...]:
    """All faults of a run, in order.

    The engine is stopped, killed and paused (for longer than a lock), once each in a run of 70 s
    or more and fewer of them in a shorter one, for an outage is half a minute with the start that
    follows. Its clock is put forward and back by about a minute. The rest comes at random.

    Args:
        seed: the same seed draws the same faults.
        seconds: length of the run.
        workers: how many there are.
        lock: seconds that a lock lasts.
    """
    chance = random.Random(seed)
    faults = _on_the_engine(chance, seconds, lock)
    for kind, gap in _MEAN_GAP.items():
        at = _QUIET + chance.expovariate(1 / gap)
        while at < seconds:
            faults.append(Fault(at, kind, chance.randrange(workers), _amount(chance, kind)))
            at += chance.expovariate(1 / gap)
    return tuple(sorted(faults, key=lambda fault: fault.at))


def _on_the_engine(chance: random.Random, seconds: float, lock: float) -> list[Fault]:
    outages = list(OUTAGES)
    chance.shuffle(outages)
    outages = outages[: max(int(seconds // _ROOM), 1)]
    part = (seconds - _QUIET) / len(outages)
    faults = []
    for number, kind in enumerate(outages):
        at = _QUIET + part * (number + chance.uniform(0.1, 0.4))
        span = lock + chance.uniform(1, 4) if kind is Kind.ENGINE_PAUSE else chance.uniform(0.5, 3)
        faults.append(Fault(at, kind, amount=span))
    step = chance.uniform(45, 75)
    first, second = sorted(chance.uniform(_QUIET, 0.6 * seconds) for _ in range(2))
    sign = chance.choice((1, -1))
    return [
        *faults,
        Fault(first, Kind.ENGINE_CLOCK, amount=sign * round(step)),
        Fault(second, Kind.ENGINE_CLOCK, amount=-sign * round(step)),
    ]


def _amount(chance: random.Random, kind: Kind) -> float:
    match kind:
        case Kind.WORKER_CLOCK:
            return chance.choice((-1, 1)) * round(chance.uniform(30, 90))
        case Kind.DELAY:
            return chance.uniform(0.02, 0.3)
        case Kind.ANSWERS_LOST:
            return chance.randint(1, 8)
        case Kind.FETCHES_LOST:
            return chance.randint(1, 3)
        case _:
            return 0.0
