"""A DMN file of the project, with the columns that an engine evaluates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Self
from xml.etree.ElementTree import Element

from workers.lint.source import Source
from workers.lint.xml_text import decoded
from workers.models.dmn import Decision, Tables
from workers.models.xml import ModelError, parse, split, text, with_id

_CAMUNDA = "{http://camunda.org/schema/1.0/dmn}"


@dataclass(frozen=True, slots=True)
class InputColumn:
    """What a table asks."""

    id: str
    label: str
    expression: str
    """FEEL; empty where the Modeler's user wrote none."""
    type: str
    values: tuple[str, ...]
    """FEEL texts of the values that the column may have; empty where that is open."""


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """What a table answers."""

    id: str
    name: str
    values: tuple[str, ...]
    """FEEL texts of the values that it may answer; empty where that is open."""


@dataclass(frozen=True)
class TableFile(Source):
    """One DMN file."""

    root: Element
    tables: Tables

    @classmethod
    def read(cls, path: PurePosixPath, data: bytes) -> Self:
        """Read a file.

        Raises:
            ModelError: it is no DMN file.
        """
        text = decoded(data, path.name)
        file = cls(path, text, parse(text, path.name), Tables.parse(text, path.name))
        for decision in file.decisions.values():
            columns = len(file.inputs(decision.id)), len(file.outputs(decision.id))
            for row in decision.rules:
                if (len(row.inputs), len(row.outputs)) != columns:
                    raise ModelError(f"{path.name}: row {row.index} lacks a cell, or has one more")
        return file

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The file's decisions by id."""
        return self.tables.decisions

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Everything that has an id."""
        return dict(with_id(self.root))

    def inputs(self, decision: str) -> tuple[InputColumn, ...]:
        """The input columns of a table, from left to right."""
        return tuple(self._inputs(decision))

    def outputs(self, decision: str) -> tuple[OutputColumn, ...]:
        """The output columns of a table, from left to right."""
        return tuple(
            OutputColumn(
                each.get("id") or decision,
                each.get("name", ""),
                tuple(listed(_inner_text(_child(each, "outputValues")))),
            )
            for each in self._columns(decision, "output")
        )

    def answers(self, decision: str, output: str) -> tuple[str, ...]:
        """The cells of an output column, from top to bottom; none where there is no such column."""
        names = [each.name for each in self.outputs(decision)]
        if output not in names:
            return ()
        return tuple(row.outputs[names.index(output)] for row in self.decisions[decision].rules)

    def time_to_live(self, decision: str) -> str:
        """How long the engine keeps what was decided; empty where nothing is said."""
        return self.elements[decision].get(f"{_CAMUNDA}historyTimeToLive", "").strip()

    def texts(self, decision: str) -> Iterator[tuple[str, str]]:
        """Every FEEL text of a decision, with the id of what it stands in."""
        last = decision
        for each in self.elements[decision].iter():
            last = each.get("id") or last
            if split(each.tag)[1] == "text":
                yield last, text(each)

    def label(self, element: str) -> str:
        """The name of a decision, the label of a column, the remark of a row."""
        found = self.elements.get(element)
        if found is None:
            return ""
        name = found.get("name") or found.get("label")
        return name or next(
            (text(each) for each in found if split(each.tag)[1] == "description"), ""
        )

    def _columns(self, decision: str, kind: str) -> Iterator[Element]:
        for table in self.elements[decision]:
            if split(table.tag)[1] == "decisionTable":
                yield from (each for each in table if split(each.tag)[1] == kind)

    def _inputs(self, decision: str) -> Iterator[InputColumn]:
        for each in self._columns(decision, "input"):
            asked = _child(each, "inputExpression")
            expression = _inner_text(asked)
            yield InputColumn(
                each.get("id") or decision,
                each.get("label") or expression,
                expression,
                asked.get("typeRef", "") if asked is not None else "",
                tuple(listed(_inner_text(_child(each, "inputValues")))),
            )


def listed(values: str) -> Iterator[str]:
    """The quoted texts of a FEEL list, without their quotes: ``"a","b"``."""
    yield from re.findall(r'"((?:[^"\\]|\\.)*)"', values)


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if split(each.tag)[1] == name), None)


def _inner_text(element: Element | None) -> str:
    for each in element if element is not None else ():
        if split(each.tag)[1] == "text":
            return text(each)
    return ""
