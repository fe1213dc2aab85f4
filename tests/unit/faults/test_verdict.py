"""A verdict must see what went wrong: each claim falls with its own kind of record."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import pytest

from tests.faults.conductor import Happened
from tests.faults.crowd import Death
from tests.faults.diary import Entry
from tests.faults.observer import Seen
from tests.faults.play import Failure, Plan, Record
from tests.faults.schedule import Fault, Kind
from tests.faults.table import table
from tests.faults.verdict import judge
from tests.faults.workload import Nature

NATURES = (Nature.PLAIN, Nature.FLAKY, Nature.POISONOUS)
PLAN = Plan(1, 3, 2, 100, 30, (), NATURES)
KEYS = ["F-0-p/book", "F-1-f/book", "F-1-f/render", "F-2-x/book", "F-2-x/render"]
FLAWLESS = Record(
    plan=PLAN,
    began=1000.0,
    drained=1110.0,
    started=3,
    running=0,
    effects=Counter(KEYS),
    failures=[
        Failure("F-1-f", "render", 4, "passing"),
        Failure("F-2-x", "render", 0, "poison"),
    ],
    incidents=Counter({"F-2-x": 1}),
    entries=[
        Entry("hello", 1000.0, 11, "w-11", "", ""),
        Entry("hello", 1000.0, 12, "w-12", "", ""),
        Entry("began", 1009.0, 11, "w-11", "t1", ""),
        Entry("told", 1021.0, 12, "w-12", "t1", "Complete accepted"),
    ],
    deaths=[Death(1010.0, 0, 11, -9, None), Death(1050.0, 1, 12, 0, 1049.0)],
    happened=[Happened(Fault(30, Kind.ENGINE_KILL), 1005.0, 1018.0)],
    clock_steps=[],
    seen=[Seen(1012.0, "t1", "w-11", 1019.0)],
)


def fallen(**changes: Any) -> list[str]:
    """The claims that do not hold of a changed record."""
    verdict = judge(dataclasses.replace(FLAWLESS, **changes))
    return [claim.text for claim in verdict.claims if not claim.holds]


def test_a_flawless_record_holds_and_tells_its_recoveries() -> None:
    verdict = judge(FLAWLESS)
    assert verdict.holds
    text = table({"ours": verdict})
    assert "| From a worker's death to the completion of what it held, worst | 11.0 s" in text
    assert "| From an engine's return to the next completion, worst | 3.0 s" in text
    assert "| Drained after the schedule's end | 10 s |" in text


@pytest.mark.parametrize(
    ("changes", "claim"),
    [
        ({"running": 1}, "Every instance ended"),
        ({"started": 4}, "Every instance ended"),
        ({"drained": None}, "Every instance ended"),
        ({"effects": Counter([*KEYS, KEYS[0]])}, "Each effect is in the ledger exactly once"),
        ({"effects": Counter(KEYS[1:])}, "Each effect is in the ledger exactly once"),
        (
            {"failures": [Failure("F-0-p", "render", 4, "?")]},
            "No retry is spent that no handler spent itself",
        ),
        (
            {"failures": [Failure("F-1-f", "book", 4, "?")]},
            "No retry is spent that no handler spent itself",
        ),
        ({"incidents": Counter({"F-1-f": 1})}, "No innocent task becomes an incident"),
        (
            {"seen": [Seen(1040.0, "t1", "w-11", 1045.0)]},
            "No lock of a dead worker lasts beyond its time",
        ),
        ({"deaths": [Death(1050.0, 1, 12, -15, 1049.0)]}, "A stop in order ends in order"),
    ],
)
def test_each_claim_falls_alone(changes: dict[str, Any], claim: str) -> None:
    assert fallen(**changes) == [claim]


def test_a_lock_that_the_engines_clock_stretched_is_not_the_workers() -> None:
    late = [Seen(1040.0, "t1", "w-11", 1075.0)]
    assert not fallen(seen=late, clock_steps=[(1011.0, -60)])
