"""What a record proves: pure arithmetic, without engine or clock."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tests.faults.crowd import Death
from tests.faults.observer import Seen
from tests.faults.play import Record
from tests.faults.schedule import OUTAGES
from tests.faults.surroundings import LOCK, LONG_POLL
from tests.faults.workload import Nature, business_key, nature_of, steps

_TOLERANCE = 1.0
"""Seconds by which processes of one machine may misjudge each other's time."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that must hold, and what shows it."""

    text: str
    holds: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The claims and the figures of one run."""

    claims: tuple[Claim, ...]
    figures: dict[str, str]

    @property
    def holds(self) -> bool:
        return all(claim.holds for claim in self.claims)


def judge(record: Record) -> Verdict:
    """Judge a run."""
    claims = (
        _all_ended(record),
        _each_effect_once(record),
        _no_dead_hands(record),
        _no_retry_burnt(record),
        _only_poison_is_an_incident(record),
        _clean_stops(record),
    )
    return Verdict(claims, _figures(record))


def _all_ended(record: Record) -> Claim:
    wanted = record.plan.instances
    text = f"{record.started - record.running} of {wanted} ended"
    if record.started != wanted:
        text += f", {record.started} started"
    return Claim(
        "Every instance ended",
        record.running == 0 and record.started == wanted and record.drained is not None,
        text,
    )


def _each_effect_once(record: Record) -> Claim:
    expected = _expected(record)
    doubled = {key: times for key, times in record.effects.items() if times > 1}
    missing = expected - set(record.effects)
    strange = set(record.effects) - expected
    return Claim(
        "Each effect is in the ledger exactly once",
        not (doubled or missing or strange),
        f"{len(doubled)} doubled, {len(missing)} missing, of {len(expected)}"
        + (f"; {len(strange)} unknown" if strange else ""),
    )


def _expected(record: Record) -> set[str]:
    return {
        f"{business_key(number, nature)}/{step}"
        for number, nature in enumerate(record.plan.natures)
        for step in steps(nature)
    }


def _no_dead_hands(record: Record) -> Claim:
    """By the engine's clock: where it was stepped back meanwhile, the lock lasts longer by that."""
    worst, late = 0.0, set()
    for seen, death in _held_by_dead(record):
        if _clock_stepped(record, death.at - LOCK - LONG_POLL, seen.at):
            continue
        held = seen.lock_ends - _effective_end(record, death)
        worst = max(worst, held)
        if held > LOCK + LONG_POLL + _TOLERANCE:
            late.add(seen.task_id)
    return Claim(
        "No lock of a dead worker lasts beyond its time",
        not late,
        f"{len(late)} tasks; the longest ended {worst:.1f} s after the death "
        f"(lock {LOCK} s, poll {LONG_POLL} s)",
    )


def _held_by_dead(record: Record) -> Iterator[tuple[Seen, Death]]:
    pids = {entry.worker_id: entry.pid for entry in record.entries if entry.what == "hello"}
    dead = {death.pid: death for death in record.deaths}
    for seen in record.seen:
        death = dead.get(pids.get(seen.worker_id, -1))
        if death is not None and seen.at > death.at:
            yield seen, death


def _effective_end(record: Record, death: Death) -> float:
    """A poll that the dead one had sent waits in a paused engine, and is answered after it."""
    ends = [
        each.over
        for each in record.happened
        if each.fault.kind in OUTAGES
        and each.began - LONG_POLL <= death.at <= each.over + LONG_POLL
    ]
    return max([death.at, *ends])


def _clock_stepped(record: Record, since: float, until: float) -> bool:
    return any(since <= at <= until for at, _ in record.clock_steps)


def _no_retry_burnt(record: Record) -> Claim:
    """Only a handler that raised, or poison, may have cost a retry."""
    guilty = {Nature.FLAKY, Nature.POISONOUS}
    burnt = [
        failure
        for failure in record.failures
        if failure.activity_id != "render" or nature_of(failure.business_key) not in guilty
    ]
    return Claim(
        "No retry is spent that no handler spent itself",
        not burnt,
        f"{len(burnt)} of {len(record.failures)} failures"
        + "".join(f"; {failure.message[:80]!r}" for failure in burnt[:3]),
    )


def _only_poison_is_an_incident(record: Record) -> Claim:
    innocent = [key for key in record.incidents if nature_of(key) is not Nature.POISONOUS]
    return Claim(
        "No innocent task becomes an incident",
        not innocent,
        f"{len(innocent)} innocent, {len(record.incidents) - len(innocent)} of "
        f"{record.plan.natures.count(Nature.POISONOUS)} poisonous",
    )


def _clean_stops(record: Record) -> Claim:
    at_work = {entry.pid for entry in record.entries if entry.what != "hello"}
    # Who is stopped before its first task holds nothing; killed while it drained is the schedule.
    ordered = [d for d in record.deaths if d.ordered is not None and d.pid in at_work]
    clean = [death for death in ordered if death.code == 0]
    killed = [death for death in ordered if death.code == -signal.SIGKILL]
    longest = max((death.at - (death.ordered or death.at) for death in clean), default=0.0)
    return Claim(
        "A stop in order ends in order",
        len(clean) + len(killed) == len(ordered),
        f"{len(clean)} of {len(ordered)}, {len(killed)} killed meanwhile; longest {longest:.1f} s",
    )


def _figures(record: Record) -> dict[str, str]:
    counted = Counter(_end(death) for death in record.deaths)
    begun = [entry.task_id for entry in record.entries if entry.what == "began"]
    engine, worker = _engine_recoveries(record), _worker_recoveries(record)
    return {
        "Drained after the schedule's end": (
            "never"
            if record.drained is None
            else f"{record.drained - record.began - record.plan.seconds:.0f} s"
        ),
        "Runs beyond the first of a task": str(len(begun) - len(set(begun))),
        "Instances left": str(record.running),
        "Effects doubled": str(sum(times > 1 for times in record.effects.values())),
        "Processes": ", ".join(f"{times} {what}" for what, times in sorted(counted.items())),
        "From an engine's return to the next completion, worst": _worst(engine),
        "From a worker's death to the completion of what it held, worst": _worst(worker),
    }


def _end(death: Death) -> str:
    if death.in_order:
        return "stopped in order"
    if death.code < 0:
        return f"ended by {signal.Signals(-death.code).name}"
    return f"ended with exit code {death.code}"


def _worst(times: Sequence[float]) -> str:
    return f"{max(times):.1f} s, median {median(times):.1f} s" if times else "–"


def _engine_recoveries(record: Record) -> list[float]:
    """For each outage; where the next one comes before a completion, they count as one."""
    completions = [
        entry.at for entry in record.entries if entry.what == "told" and "accepted" in entry.detail
    ]
    outages = [each for each in record.happened if each.fault.kind in OUTAGES]
    recoveries = []
    for number, outage in enumerate(outages):
        following = next((at for at in completions if at > outage.over), None)
        cut_short = following is not None and any(
            later.began < following for later in outages[number + 1 :]
        )
        if following is not None and not cut_short:
            recoveries.append(following - outage.over)
    return recoveries


def _worker_recoveries(record: Record) -> list[float]:
    """For each task that a process had begun when it died: until somebody had completed it.

    What nobody tells of any more was completed by the dead one, which did not live to hear it.
    """
    told: dict[str, list[float]] = {}
    begun: dict[int, set[str]] = {}
    done: dict[int, set[str]] = {}
    for entry in record.entries:
        if entry.what == "told":
            told.setdefault(entry.task_id, []).append(entry.at)
            done.setdefault(entry.pid, set()).add(entry.task_id)
        elif entry.what == "began":
            begun.setdefault(entry.pid, set()).add(entry.task_id)
    return [
        min(later)
        for death in record.deaths
        for task in begun.get(death.pid, set()) - done.get(death.pid, set())
        if (later := [at - death.at for at in told.get(task, []) if at > death.at])
    ]
