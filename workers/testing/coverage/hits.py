"""What was reached: hit counts by process instance and by decision, mergeable and stored as JSON.

Counts are kept for each instance under the engine's own id, so recording an instance twice, or
merging the files of two xdist workers that both saw it, counts it once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class InstanceHits:
    """One process instance: how often each node was started and each flow taken, by id."""

    process: str
    """The definition's key."""
    scenario: str
    nodes: Mapping[str, int]
    flows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation of a decision: the ids of the rules that matched."""

    decision: str
    """The definition's key."""
    scenario: str
    rules: tuple[str, ...]


Counts = Mapping[str, Mapping[str, int]]
"""By element id, then by scenario."""


@dataclass(slots=True)
class Hits:
    """Everything that was recorded, by the engine's ids."""

    instances: dict[str, InstanceHits] = field(default_factory=dict)
    evaluations: dict[str, Evaluation] = field(default_factory=dict)

    def add(self, other: Hits) -> None:
        """Take over what ``other`` saw; of an instance that both saw, the later look.

        Counts of one instance only grow, so the later look is the one that counted more.
        """
        for each, seen in other.instances.items():
            known = self.instances.get(each)
            if known is None or _size(known) <= _size(seen):
                self.instances[each] = seen
        self.evaluations.update(other.evaluations)

    def processes(self) -> Counter[str]:
        """Number of instances by definition key."""
        return Counter(each.process for each in self.instances.values())

    def decisions(self) -> Counter[str]:
        """Number of evaluations by definition key."""
        return Counter(each.decision for each in self.evaluations.values())

    def nodes(self, process: str) -> Counts:
        """Starts of each flow node of a process."""
        return _by_scenario(
            (each.scenario, each.nodes)
            for each in self.instances.values()
            if each.process == process
        )

    def flows(self, process: str) -> Counts:
        """Tokens over each sequence flow of a process."""
        return _by_scenario(
            (each.scenario, each.flows)
            for each in self.instances.values()
            if each.process == process
        )

    def rules(self, decision: str) -> Counts:
        """Matches of each rule of a decision."""
        return _by_scenario(
            (each.scenario, Counter(each.rules))
            for each in self.evaluations.values()
            if each.decision == decision
        )

    def write(self, file: Path) -> None:
        """Store as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what :meth:`write` stored.

        Raises:
            ValueError: the file holds something else.
            OSError: it cannot be read.
        """
        try:
            stored = json.loads(file.read_bytes())
            instances = {key: InstanceHits(**each) for key, each in stored["instances"].items()}
            evaluations = {
                key: Evaluation(**{**each, "rules": tuple(each["rules"])})
                for key, each in stored["evaluations"].items()
            }
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{file} holds no coverage hits ({type(error).__name__})") from None
        return cls(instances, evaluations)


def _size(instance: InstanceHits) -> int:
    return sum(instance.nodes.values()) + sum(instance.flows.values())


def _by_scenario(seen: Iterable[tuple[str, Mapping[str, int]]]) -> Counts:
    counts: dict[str, Counter[str]] = {}
    for scenario, elements in seen:
        for element, count in elements.items():
            counts.setdefault(element, Counter())[scenario] += count
    return counts
