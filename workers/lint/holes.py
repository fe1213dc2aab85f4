"""Holes among the rows of a table whose last row takes all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Final

from workers.lint.unary_test import Atom, Cell

_REST: Final = frozenset({"null", "…"})
_MOST: Final = 20_000
"""Combinations that are tried; a larger table is left alone."""


def holes(
    atoms: Sequence[Sequence[Atom]],
    rows: Sequence[Sequence[Cell]],
    declared: Sequence[frozenset[str]],
) -> Iterator[tuple[Atom | None, ...]]:
    """Values that no row may accept, between or beside such as some row accepts.

    Args:
        atoms: the pieces of each column.
        rows: the cells of each row but the last.
        declared: the texts that each column may have, as atoms write them.

    Yields:
        One piece for each column, ``None`` where the column does not matter.
    """
    counting = [
        any(each.is_number for each in column) or bool(declared[index])
        for index, column in enumerate(atoms)
    ]
    if not any(counting) or prod(map(len, atoms)) > _MOST:
        return
    masks = [
        [
            sum(1 << number for number, row in enumerate(rows) if row[index].may_accept(atom))
            for atom in column
        ]
        for index, column in enumerate(atoms)
    ]
    grid = _Grid(atoms, masks, declared)
    seen: set[tuple[Atom | None, ...]] = set()
    for place in product(*(range(len(column)) for column in atoms)):
        if not grid.is_covered(place) and grid.is_inside(place):
            hole = grid.described(place)
            if hole not in seen:
                seen.add(hole)
                yield hole


class _Grid:
    """All combinations of pieces; a place has the number of a piece for each column."""

    def __init__(
        self,
        atoms: Sequence[Sequence[Atom]],
        masks: Sequence[Sequence[int]],
        declared: Sequence[frozenset[str]],
    ) -> None:
        self._atoms = atoms
        self._masks = masks
        self._declared = declared

    def is_covered(self, place: Sequence[int]) -> bool:
        """Whether some row may accept a place."""
        accepted = -1
        for column, index in enumerate(place):
            accepted &= self._masks[column][index]
        return accepted != 0

    def is_inside(self, place: tuple[int, ...]) -> bool:
        """Whether a hole is between covered numbers, or a declared value beside a covered one.

        What is empty or other than declared is what the last row is for.
        """
        if any(self._atoms[column][index].value in _REST for column, index in enumerate(place)):
            return False
        for column, index in enumerate(place):
            atom = self._atoms[column][index]
            if atom.is_number:
                below, above = self._covered_numbers(place, column)
                if below and above:
                    return True
            elif atom.value in self._declared[column] and self._covers_another(place, column):
                return True
        return False

    def described(self, place: tuple[int, ...]) -> tuple[Atom | None, ...]:
        """The pieces of a hole, without those of columns in which any other is a hole, too."""
        return tuple(
            None
            if all(
                not self.is_covered(self._moved(place, column, other))
                for other, atom in enumerate(self._atoms[column])
                if atom.value not in _REST
            )
            else self._atoms[column][index]
            for column, index in enumerate(place)
        )

    def _covered_numbers(self, place: tuple[int, ...], column: int) -> tuple[bool, bool]:
        """Whether some lower and some higher number of a column is covered."""
        found = [
            other
            for other, atom in enumerate(self._atoms[column])
            if atom.is_number and self.is_covered(self._moved(place, column, other))
        ]
        return any(each < place[column] for each in found), any(
            each > place[column] for each in found
        )

    def _covers_another(self, place: tuple[int, ...], column: int) -> bool:
        return any(
            atom.value in self._declared[column]
            and self.is_covered(self._moved(place, column, other))
            for other, atom in enumerate(self._atoms[column])
        )

    def _moved(self, place: tuple[int, ...], column: int, other: int) -> tuple[int, ...]:
        return (*place[:column], other, *place[column + 1 :])
