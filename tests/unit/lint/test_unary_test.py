"""What a cell of a decision table accepts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.lint.unary_test import Atom, Cell, atoms, read_cell, texts


def accepts(cell: str, number: str) -> bool:
    point = Decimal(number)
    return read_cell(cell).accepts(Atom(low=point, high=point, is_number=True))


@pytest.mark.parametrize("cell", ["", "-", "  "])
def test_an_empty_cell_accepts_anything(cell: str) -> None:
    assert read_cell(cell) == Cell(anything=True)


@pytest.mark.parametrize(
    ("cell", "inside", "outside"),
    [
        ("[0..10]", ["0", "5", "10"], ["-1", "11"]),
        ("]0..10[", ["5"], ["0", "10"]),
        ("(0..10]", ["10"], ["0"]),
        ("< 5", ["4.99"], ["5"]),
        (">= 5", ["5"], ["4.99"]),
        ("5", ["5", "5.0"], ["6"]),
        ("-5", ["-5"], ["5"]),
        ("1, 3, [7..9]", ["1", "3", "8"], ["2", "7.5e1"]),
        ("not(1, 2)", ["3"], ["1", "2"]),
        ("not(< 5)", ["5"], ["4"]),
    ],
)
def test_numbers(cell: str, inside: list[str], outside: list[str]) -> None:
    assert [each for each in inside if not accepts(cell, each)] == []
    assert [each for each in outside if accepts(cell, each)] == []


def test_texts_truths_and_null() -> None:
    cell = read_cell('"普通", "紧急", null')
    assert cell.accepts(Atom('"普通"'))
    assert cell.accepts(Atom("null"))
    assert not cell.accepts(Atom('"特急"'))
    assert read_cell("false,null").accepts(Atom("false"))
    assert read_cell('not("普通")').accepts(Atom('"特急"'))


def test_a_comma_in_a_text_or_a_call_divides_nothing() -> None:
    assert read_cell('"a,b"').accepts(Atom('"a,b"'))
    assert read_cell("decimal(?, 2) = 1").open


def test_numbers_with_more_decimals_fill_no_piece() -> None:
    point = Atom(low=Decimal(5), high=Decimal(5), is_number=True)
    cell = read_cell("null, < 0, decimal(?, 2) != ?")
    assert not cell.may_accept(point)
    assert cell.accepts(Atom("null"))


@pytest.mark.parametrize("cell", ["floor(?) != ?", '< date("2026-06-01")', "x + 1", "foo"])
def test_what_is_not_understood_is_open(cell: str) -> None:
    atom = Atom(low=Decimal(1), high=Decimal(1), is_number=True)
    assert not read_cell(cell).accepts(atom)
    assert read_cell(cell).may_accept(atom)


def test_the_texts_of_a_cell_are_those_that_stand_by_themselves() -> None:
    assert texts('"a", "b,c"') == ["a", "b,c"]
    assert texts('not("a")') == ["a"]
    assert texts('upper("a")') == []


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=6), st.integers(-60, 60))
def test_the_pieces_of_a_column_hold_every_number_once(bounds: list[int], number: int) -> None:
    column = [read_cell(f"< {bound}") for bound in bounds]
    point = Decimal(number)
    holding = [
        each
        for each in atoms(column, "integer", ())
        if each.is_number
        and (each.low is None or each.low < point or (each.low == point and each.is_point))
        and (each.high is None or each.high > point or (each.high == point and each.is_point))
    ]
    assert len(holding) == 1
    exact = Atom(low=point, high=point, is_number=True)
    assert [cell.accepts(holding[0]) for cell in column] == [cell.accepts(exact) for cell in column]
