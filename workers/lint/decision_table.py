"""Gaps, overlaps and rows that are never reached, by interval analysis of a table's cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from workers.lint.holes import holes
from workers.lint.table_file import InputColumn, TableFile
from workers.lint.unary_test import Atom, Cell, atoms, read_cell, texts
from workers.models.dmn import Decision, Rule

SINGLE_HIT: Final = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
_MOST_GAPS: Final = 3
_MOST_STEPS: Final = 200_000


@dataclass(frozen=True)
class DecisionTable:
    """One table with its cells understood."""

    file: TableFile
    decision: Decision

    @cached_property
    def columns(self) -> tuple[InputColumn, ...]:
        """Its input columns, with the values that a decision behind them can answer."""
        return tuple(
            each if each.values else replace(each, values=self._answers(each.expression))
            for each in self.file.inputs(self.decision.id)
        )

    def _answers(self, name: str) -> tuple[str, ...]:
        """The texts that a needed decision may answer; empty where that is open."""
        for required in self.decision.requires:
            if required in self.file.decisions:
                told = [texts(cell) for cell in self.file.answers(required, name)]
                if told and all(told):
                    return tuple(dict.fromkeys(one for each in told for one in each))
        return ()

    @cached_property
    def rows(self) -> tuple[Rule, ...]:
        """Its rows."""
        return self.decision.rules

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Row by row."""
        return tuple(tuple(map(read_cell, row.inputs)) for row in self.rows)

    @cached_property
    def atoms(self) -> tuple[tuple[Atom, ...], ...]:
        """Column by column."""
        return tuple(
            atoms((row[index] for row in self.cells), column.type, column.values)
            for index, column in enumerate(self.columns)
        )

    @property
    def is_single_hit(self) -> bool:
        """Whether one row answers."""
        return self.decision.hit_policy in SINGLE_HIT

    def catches_all(self, index: int) -> bool:
        """Whether a row accepts everything."""
        return all(cell.anything for cell in self.cells[index])

    @property
    def has_catch_all(self) -> bool:
        """Whether the last row accepts everything."""
        return bool(self.cells) and self.catches_all(len(self.cells) - 1)

    def gaps(self) -> list[tuple[Atom | None, ...]]:
        """Values that certainly no row accepts, a few at most; ``None`` is any value.

        Where a last row accepts everything, it does not count, and only holes among the other
        rows are gaps: a declared value that they do not accept beside others that they do, or
        numbers between such as they accept.
        """
        if not self.cells or not self.columns:
            return []
        if self.has_catch_all:
            return list(islice(holes(self.atoms, self.cells[:-1], self._declared), _MOST_GAPS))
        return list(_Search(self, _MOST_GAPS).gaps(range(len(self.cells))))

    @property
    def _declared(self) -> tuple[frozenset[str], ...]:
        """For each column the texts that it may have."""
        return tuple(frozenset(f'"{one}"' for one in each.values) for each in self.columns)

    def hidden(self) -> Iterator[tuple[Rule, Rule]]:
        """Rows that are never reached, each with the earlier row that takes all of theirs."""
        for later, row in enumerate(self.cells):
            for earlier in range(later):
                if all(
                    _within(row[index], self.cells[earlier][index], self.atoms[index])
                    for index in range(len(self.columns))
                ):
                    yield self.rows[later], self.rows[earlier]
                    break

    def overlaps(self) -> Iterator[tuple[Rule, Rule]]:
        """Pairs of rows that certainly accept a value in common."""
        for later, row in enumerate(self.cells):
            for earlier in range(later):
                if all(
                    any(
                        row[index].accepts(atom) and self.cells[earlier][index].accepts(atom)
                        for atom in self.atoms[index]
                    )
                    for index in range(len(self.columns))
                ):
                    yield self.rows[earlier], self.rows[later]


def _within(inner: Cell, outer: Cell, of_column: Sequence[Atom]) -> bool:
    """Whether one cell certainly accepts all that the other may accept."""
    if inner.open or (inner.anything and not outer.anything):
        return False
    return all(outer.accepts(atom) for atom in of_column if inner.accepts(atom))


class _Search:
    """Looks for gaps column by column; what was looked at once is not looked at again."""

    def __init__(self, table: DecisionTable, most: int) -> None:
        self._table = table
        self._most = most
        self._known: dict[tuple[int, tuple[int, ...]], tuple[Atom | None, ...] | None] = {}
        self._steps = 0

    def gaps(self, rows: Sequence[int]) -> Iterator[tuple[Atom | None, ...]]:
        """A few gaps, told apart by their first column that matters."""
        seen: set[tuple[Atom | None, ...]] = set()
        for first in self._of(0, rows):
            found = self._first(1, first[1])
            if found is not None and (gap := (first[0], *found)) not in seen:
                seen.add(gap)
                yield gap
                if len(seen) == self._most:
                    return

    def _first(self, column: int, rows: tuple[int, ...]) -> tuple[Atom | None, ...] | None:
        """The first gap from a column on, among rows that accept what came before."""
        left = len(self._table.columns) - column
        if not rows:
            return (None,) * left
        if left == 0:
            return None
        key = (column, rows)
        if key not in self._known:
            self._known[key] = None
            for atom, accepted in self._of(column, rows):
                found = self._first(column + 1, accepted)
                if found is not None:
                    self._known[key] = (atom, *found)
                    break
        return self._known[key]

    def _of(self, column: int, rows: Sequence[int]) -> Iterator[tuple[Atom, tuple[int, ...]]]:
        """The pieces of a column, with the rows that may accept each."""
        pieces = self._table.atoms[column]
        accepted = [
            tuple(each for each in rows if self._table.cells[each][column].may_accept(atom))
            for atom in pieces
        ]
        for index, atom in enumerate(pieces):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                return
            yield atom, accepted[index]
