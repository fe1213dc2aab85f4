"""What the cells of a decision table accept, as sets of a column's values.

Numbers are cut into points and open spans at every bound that the column names, so that "covers"
and "meets" are questions about finite sets. A cell in other words than these is *open*: it may
accept anything or nothing, and whoever asks takes the side on which nothing wrong is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_SPAN: Final = re.compile(rf"([\[\](])\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*([\])\[])")
_COMPARED: Final = re.compile(rf"(<=|>=|<|>|=)?\s*({_NUMBER})")
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NOT: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_MORE_DECIMALS: Final = re.compile(r"decimal\(\s*\?\s*,\s*\d+\s*\)\s*!=\s*\?")
_WORDS: Final = frozenset({"true", "false", "null"})


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers between two bounds; ``None`` is no bound."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool
    with_high: bool

    def holds(self, atom: Atom) -> bool:
        """Whether all numbers of an atom lie in it."""
        low, high = atom.low, atom.high
        if self.low is not None and (
            low is None
            or low < self.low
            or (low == self.low and atom.is_point and not self.with_low)
        ):
            return False
        return not (
            self.high is not None
            and (
                high is None
                or high > self.high
                or (high == self.high and atom.is_point and not self.with_high)
            )
        )


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a column's values that no cell divides: a value, a point, an open span."""

    value: str | None = None
    """``"…"`` of a text, ``true``, ``false``, ``null``, or ``…`` for any other text."""
    low: Decimal | None = None
    high: Decimal | None = None
    is_number: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.is_number and self.low is not None and self.low == self.high

    def __str__(self) -> str:
        """As people read it."""
        if not self.is_number:
            return {"null": "空", "…": "其他值"}.get(self.value or "", self.value or "")
        if self.is_point:
            return f"{self.low}"
        if self.low is None:
            return f"小于 {self.high}" if self.high is not None else "任何数"
        return f"大于 {self.low}" if self.high is None else f"{self.low} 与 {self.high} 之间"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an input column."""

    anything: bool = False
    open: bool = False
    """Whether some of it is beyond what is understood here."""
    negated: bool = False
    spans: tuple[Span, ...] = ()
    values: frozenset[str] = frozenset()

    def accepts(self, atom: Atom) -> bool:
        """Whether it certainly accepts all of an atom."""
        if self.anything:
            return True
        inside = (
            any(span.holds(atom) for span in self.spans)
            if atom.is_number
            else atom.value in self.values
        )
        return inside != self.negated

    def may_accept(self, atom: Atom) -> bool:
        """Whether it could accept some of an atom."""
        return self.open or self.accepts(atom)


def read_cell(text: str) -> Cell:
    """Understand a cell as far as that goes."""
    text = text.strip()
    if text in {"", "-"}:
        return Cell(anything=True)
    negated = _NOT.fullmatch(text)
    spans: list[Span] = []
    values: set[str] = set()
    is_open = False
    for part in _parts(negated.group(1) if negated else text):
        span = _span(part)
        if span is not None:
            spans.append(span)
        elif _TEXT.fullmatch(part) or part in _WORDS:
            values.add(part)
        elif _MORE_DECIMALS.fullmatch(part):
            # No bound of a table has so many decimals: no piece lies in it as a whole.
            continue
        elif part == "-":
            return Cell(anything=True)
        else:
            is_open = True
    if negated and is_open:
        return Cell(open=True)
    return Cell(False, is_open, bool(negated), tuple(spans), frozenset(values))


def texts(cell: str) -> list[str]:
    """The quoted texts that are parts of a cell by themselves."""
    negated = _NOT.fullmatch(cell.strip())
    found = map(_TEXT.fullmatch, _parts(negated.group(1) if negated else cell))
    return [each.group(1) for each in found if each]


def atoms(column: Iterable[Cell], type_ref: str, declared: Sequence[str]) -> tuple[Atom, ...]:
    """All values of a column in undivided pieces, ``null`` last.

    Args:
        column: its cells.
        type_ref: the column's type.
        declared: the values that it may have; empty where that is open.
    """
    cells = tuple(column)
    values = {value for cell in cells for value in cell.values}
    named = (each for cell in cells for span in cell.spans for each in (span.low, span.high))
    bounds = sorted({each for each in named if each is not None})
    found: list[Atom] = []
    if type_ref == "boolean" or {"true", "false"} & values:
        found += [Atom("true"), Atom("false")]
    elif bounds:
        found += _pieces(bounds)
    elif declared:
        found += [Atom(f'"{each}"') for each in declared]
        found += [Atom(each) for each in sorted(values - {f'"{one}"' for one in declared})]
    else:
        found += [Atom(each) for each in sorted(values)]
        found.append(Atom("…"))
    found = [each for each in found if each.value != "null"]
    return (*found, Atom("null"))


def _pieces(bounds: Sequence[Decimal]) -> list[Atom]:
    found = [Atom(low=None, high=bounds[0], is_number=True)]
    for index, bound in enumerate(bounds):
        found.append(Atom(low=bound, high=bound, is_number=True))
        following = bounds[index + 1] if index + 1 < len(bounds) else None
        found.append(Atom(low=bound, high=following, is_number=True))
    return found


def _span(part: str) -> Span | None:
    between = _SPAN.fullmatch(part)
    if between:
        left, low, high, right = between.groups()
        return Span(Decimal(low), Decimal(high), left == "[", right == "]")
    compared = _COMPARED.fullmatch(part)
    if compared is None:
        return None
    sign, number = compared.group(1) or "=", Decimal(compared.group(2))
    if sign == "=":
        return Span(number, number, True, True)
    if sign in {"<", "<="}:
        return Span(None, number, False, sign == "<=")
    return Span(number, None, sign == ">=", False)


def _parts(text: str) -> list[str]:
    """Divide at commas that stand in no quotes and no brackets of a call."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, char in enumerate(text):
        if char == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(" and index and text[index - 1].isalnum():
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif char == "," and not depth:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [each for each in parts if each]
