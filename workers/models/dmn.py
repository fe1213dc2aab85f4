"""A DMN file as plain records: decisions and the rules of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from xml.etree.ElementTree import Element

from workers.models.xml import DMN_FAMILY, ModelError, parse, split, text


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table. ``index`` counts from 1, as the Modeler does."""

    id: str
    index: int
    annotation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; the engine calls ``id`` the definition's key.

    A decision by literal expression has no hit policy, columns or rules.
    """

    id: str
    name: str | None
    hit_policy: str | None
    aggregation: str | None
    inputs: tuple[str, ...]
    """Labels of the input columns, or their expressions where they have none."""
    outputs: tuple[str, ...]
    """Labels of the output columns, or their names where they have none."""
    rules: tuple[Rule, ...]
    requires: tuple[str, ...] = ()
    """Ids of the decisions that it needs."""


@dataclass(frozen=True, slots=True)
class Tables:
    """One DMN file: its decisions by id, in the order of the file."""

    source: str
    name: str | None
    decisions: Mapping[str, Decision]

    @classmethod
    def parse(cls, xml: bytes | str, source: str = "the table") -> Self:
        """Read a file; ``source`` names it in errors. DMN 1.1 to 1.5 are read alike.

        Raises:
            ModelError: not well-formed, no DMN, or a decision or rule without an id.
        """
        root = parse(xml, source)
        namespace, kind = split(root.tag)
        if kind != "definitions" or not namespace.startswith(DMN_FAMILY):
            raise ModelError(f"{source} is no DMN file: its root is {root.tag}")
        read = _Reader(f"{{{namespace}}}", source)
        decisions = [read.decision(each) for each in root.iterfind(f"{{{namespace}}}decision")]
        return cls(source, root.get("name"), {each.id: each for each in decisions})

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a file.

        Raises:
            ModelError: as :meth:`parse`.
            OSError: the file cannot be read.
        """
        return cls.parse(file.read_bytes(), file.name)


@dataclass(frozen=True, slots=True)
class _Reader:
    prefix: str
    source: str

    def decision(self, element: Element) -> Decision:
        table = element.find(f"{self.prefix}decisionTable")
        required = element.iterfind(f"{self.prefix}informationRequirement/*")
        requires = tuple(
            reference.removeprefix("#")
            for each in required
            if split(each.tag)[1] == "requiredDecision" and (reference := each.get("href"))
        )
        decision_id, name = self._id(element), element.get("name")
        if table is None:
            return Decision(decision_id, name, None, None, (), (), (), requires)
        return Decision(
            decision_id,
            name,
            table.get("hitPolicy", "UNIQUE"),
            table.get("aggregation"),
            tuple(
                each.get("label") or self._text(each, "inputExpression/{}text")
                for each in table.iterfind(f"{self.prefix}input")
            ),
            tuple(
                each.get("label") or each.get("name") or ""
                for each in table.iterfind(f"{self.prefix}output")
            ),
            tuple(
                self._rule(index, each)
                for index, each in enumerate(table.iterfind(f"{self.prefix}rule"), start=1)
            ),
            requires,
        )

    def _rule(self, index: int, element: Element) -> Rule:
        # The Modeler writes a row's remark as description, DMN 1.3 also knows annotation entries.
        annotation = self._text(element, "description") or " ".join(
            filter(None, map(text, element.iterfind(f"{self.prefix}annotationEntry/*")))
        )
        return Rule(
            self._id(element),
            index,
            annotation,
            self._cells(element, "inputEntry"),
            self._cells(element, "outputEntry"),
        )

    def _cells(self, rule: Element, kind: str) -> tuple[str, ...]:
        return tuple(self._text(cell, "text") for cell in rule.iterfind(f"{self.prefix}{kind}"))

    def _text(self, element: Element, path: str) -> str:
        return text(element.find(self.prefix + path.format(self.prefix)))

    def _id(self, element: Element) -> str:
        found = element.get("id")
        if not found:
            raise ModelError(f"{self.source}: a {split(element.tag)[1]} has no id")
        return found
