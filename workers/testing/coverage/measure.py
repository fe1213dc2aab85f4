"""Hits held against the models: what there is to reach, what was reached, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workers.models import Decision, Model, Rule, Tables
from workers.testing.coverage.exclusions import Exclusion, ExclusionError, Exclusions
from workers.testing.coverage.hits import Counts, Hits

Kind = Literal["node", "flow", "rule"]


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to reach."""

    kind: Kind
    definition: str
    """Key of the process or decision."""
    id: str
    label: str
    type: str
    """The BPMN element's name; ``rule`` in a table."""
    scenarios: Mapping[str, int]
    """How often, by scenario."""
    exclusion: Exclusion | None = None

    @property
    def hits(self) -> int:
        return sum(self.scenarios.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many; what is excluded counts in neither."""

    reached: int
    total: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.reached + other.reached, self.total + other.total)

    def at_least(self, percent: float) -> bool:
        """Whether the share reaches a percentage, compared without rounding up; of nothing, yes."""
        return self.reached * 100 >= percent * self.total

    def __str__(self) -> str:
        """``9/10  90.0 %``, rounded down, so that 100.0 % is all."""
        if not self.total:
            return "–"
        per_mille = self.reached * 1000 // self.total
        return f"{self.reached}/{self.total} {per_mille // 10:>3}.{per_mille % 10} %"


@dataclass(frozen=True, slots=True)
class Measured:
    """One file and what was reached of it."""

    file: str
    source: Model | Tables
    runs: Mapping[str, int]
    """Instances or evaluations by definition key, for every definition of the file."""
    elements: tuple[Element, ...]

    def tally(self, kind: Kind) -> Tally:
        """How many elements of a kind were reached."""
        return tally(each for each in self.elements if each.kind == kind)


@dataclass(frozen=True, slots=True)
class Measurement:
    """All files, and what was seen of definitions or elements that no file has."""

    files: tuple[Measured, ...]
    strangers: tuple[str, ...]
    """Sentences about hits that no model accounts for."""

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(each for file in self.files for each in file.elements)

    def tally(self, kind: Kind) -> Tally:
        """How many elements of a kind were reached in all files."""
        return tally(each for each in self.elements if each.kind == kind)


def tally(elements: Iterable[Element]) -> Tally:
    """How many of the elements that are not excluded were reached."""
    counted = [each for each in elements if each.exclusion is None]
    return Tally(sum(each.hits > 0 for each in counted), len(counted))


def measure(
    models: Sequence[Model], tables: Sequence[Tables], hits: Hits, exclusions: Exclusions
) -> Measurement:
    """Hold hits against models.

    The denominators are the flow nodes and sequence flows of executable processes, and the rules
    of decision tables.

    Raises:
        ExclusionError: an exclusion names nothing that is there, or something that was reached.
    """
    files = [_of_model(model, hits, exclusions) for model in models]
    files += [_of_tables(each, hits, exclusions) for each in tables]
    elements = {(each.definition, each.id): each for file in files for each in file.elements}
    faults = [
        f"{key}.{element} is excluded, but no model has it"
        for key, element in exclusions
        if (key, element) not in elements
    ]
    faults += [
        f"{each.definition}.{each.id} ({each.label}) is excluded, but was reached {each.hits} times"
        for each in elements.values()
        if each.exclusion and each.hits
    ]
    if faults:
        raise ExclusionError("; ".join(sorted(faults)))
    return Measurement(tuple(files), tuple(_strangers(files, hits)))


def _of_model(model: Model, hits: Hits, exclusions: Exclusions) -> Measured:
    executable = [each.id for each in model.processes if each.is_executable]
    elements: list[Element] = []
    for process in executable:
        nodes, flows = hits.nodes(process), hits.flows(process)
        found: list[tuple[Kind, str, str, Counts]] = [
            ("node", each.id, each.type, nodes)
            for each in model.nodes.values()
            if each.process_id == process
        ]
        found += [
            ("flow", each.id, "sequenceFlow", flows)
            for each in model.flows.values()
            if each.process_id == process
        ]
        elements += [
            Element(
                kind,
                process,
                element,
                _label(model, element, type_),
                type_,
                counts.get(element, {}),
                exclusions.get((process, element)),
            )
            for kind, element, type_, counts in found
        ]
    runs = hits.processes()
    return Measured(model.source, model, {each: runs[each] for each in executable}, tuple(elements))


def _label(model: Model, element: str, type_: str) -> str:
    label = model.label(element)
    return label if label != element else type_


def _of_tables(tables: Tables, hits: Hits, exclusions: Exclusions) -> Measured:
    elements: list[Element] = []
    for decision in tables.decisions.values():
        counts = hits.rules(decision.id)
        elements += [
            Element(
                "rule",
                decision.id,
                rule.id,
                _row_label(decision, rule),
                "rule",
                counts.get(rule.id, {}),
                exclusions.get((decision.id, rule.id)),
            )
            for rule in decision.rules
        ]
    runs = hits.decisions()
    counted = {each: runs[each] for each in tables.decisions}
    return Measured(tables.source, tables, counted, tuple(elements))


def _row_label(decision: Decision, rule: Rule) -> str:
    label = f"{decision.name or decision.id}, row {rule.index}"
    if rule.annotation:
        label += f": {' '.join(rule.annotation.split())}"
    if not any(rule.outputs):
        label += " (no output, so the engine records no match: exclude it)"
    return label


def _strangers(files: Sequence[Measured], hits: Hits) -> Iterable[str]:
    known = {each for file in files for each in file.runs}
    for noun, seen in (("process", hits.processes()), ("decision", hits.decisions())):
        for key in sorted(seen.keys() - known):
            yield f"{noun} {key} ran {seen[key]} times, but its model is not measured"
    elements = {(each.definition, each.id) for file in files for each in file.elements}
    unknown: Counter[tuple[str, str]] = Counter()
    for instance in hits.instances.values():
        for element in (*instance.nodes, *instance.flows):
            unknown[instance.process, element] += 1
    for evaluation in hits.evaluations.values():
        unknown.update((evaluation.decision, rule) for rule in evaluation.rules)
    for key, element in sorted(unknown):
        if key in known and (key, element) not in elements:
            yield f"{key} has no element {element}, but it was reached: another version ran"
