"""Gaps, overlaps and hidden rows, against a table that is tried value by value."""

from __future__ import annotations

from itertools import product
from pathlib import PurePosixPath
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from workers.lint.decision_table import DecisionTable
from workers.lint.table_file import TableFile
from workers.lint.unary_test import Atom

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(policy: str, types: list[str], *rows: list[str], values: str = "") -> DecisionTable:
    columns = "".join(
        f'<input id="i{index}"><inputExpression id="e{index}" typeRef="{kind}">'
        f"<text>x{index}</text></inputExpression>"
        + (f'<inputValues id="v{index}"><text>{values}</text></inputValues>' if values else "")
        + "</input>"
        for index, kind in enumerate(types)
    )
    lines = "".join(
        f'<rule id="r{number}">'
        + "".join(
            f'<inputEntry id="c{number}{index}"><text>{escape(cell)}</text></inputEntry>'
            for index, cell in enumerate(row)
        )
        + f'<outputEntry id="o{number}"><text>{number}</text></outputEntry></rule>'
        for number, row in enumerate(rows)
    )
    xml = (
        f'<definitions xmlns="{NAMESPACE}"><decision id="d"><decisionTable id="t" '
        f'hitPolicy="{policy}">{columns}<output id="o" name="y" />{lines}'
        "</decisionTable></decision></definitions>"
    )
    file = TableFile.read(PurePosixPath("d.dmn"), xml.encode())
    return DecisionTable(file, file.decisions["d"])


def words(gaps: list[tuple[Atom | None, ...]]) -> list[str]:
    return ["，".join(str(each) for each in gap if each is not None) for gap in gaps]


def test_a_gap_between_two_rows_is_found_though_a_last_row_takes_the_rest() -> None:
    found = table("FIRST", ["double"], ["< 100"], ["> 200"], [""]).gaps()
    assert words(found) == ["100", "100 与 200 之间", "200"]


def test_what_lies_outside_of_all_rows_is_what_the_last_row_is_for() -> None:
    assert table("FIRST", ["double"], ["[0..100]"], ["]100..200]"], [""]).gaps() == []


def test_a_declared_value_that_no_row_names_is_a_gap() -> None:
    found = table("FIRST", ["string"], ['"a"'], ['"b"'], [""], values='"a","b","c"').gaps()
    assert words(found) == ['"c"']


def test_without_a_last_row_null_falls_through() -> None:
    found = table("UNIQUE", ["double"], ["<= 0"], ["> 0"]).gaps()
    assert words(found) == ["空"]
    assert table("UNIQUE", ["double"], ["<= 0, null"], ["> 0"]).gaps() == []


def test_a_cell_that_is_not_understood_may_take_anything() -> None:
    assert table("UNIQUE", ["double"], ["floor(?) != ?"]).gaps() == []
    assert list(table("UNIQUE", ["double"], ["floor(?) != ?"], ["5"]).overlaps()) == []


def test_a_row_is_hidden_only_by_one_that_takes_all_of_it() -> None:
    rows = [["< 10", "true"], ["< 5", ""], ["< 5", "true"]]
    hidden = list(table("FIRST", ["double", "boolean"], *rows).hidden())
    assert [(row.index, earlier.index) for row, earlier in hidden] == [(3, 1)]


def test_rows_that_touch_at_a_bound_overlap_there() -> None:
    touching = table("UNIQUE", ["double"], ["[0..5]"], ["[5..9]"])
    assert [(one.index, other.index) for one, other in touching.overlaps()] == [(1, 2)]
    assert list(table("UNIQUE", ["double"], ["[0..5["], ["[5..9]"]).overlaps()) == []


BOUND = st.integers(0, 4)
CELL = st.one_of(
    st.just(""),
    BOUND.map(str),
    BOUND.map("< {}".format),
    BOUND.map(">= {}".format),
    st.tuples(BOUND, BOUND).map(lambda each: f"[{min(each)}..{max(each)}]"),
    st.tuples(BOUND, BOUND).map(lambda each: f"not({each[0]}, {each[1]})"),
)


def takes(cell: str, value: float) -> bool:
    """The same in plain Python, for the cells that are drawn."""
    if not cell:
        return True
    if cell.startswith("not"):
        return all(float(each) != value for each in cell[4:-1].split(","))
    if cell.startswith("["):
        low, high = cell[1:-1].split("..")
        return float(low) <= value <= float(high)
    if cell.startswith("<"):
        return value < float(cell[1:])
    if cell.startswith(">="):
        return value >= float(cell[2:])
    return float(cell) == value


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_gaps_and_overlaps_are_those_that_trying_values_finds(rows: list[tuple[str, str]]) -> None:
    tried = [each / 2 for each in range(-2, 11)]
    hits = [
        [index for index, row in enumerate(rows) if all(map(takes, row, values))]
        for values in product(tried, repeat=2)
    ]
    found = table("UNIQUE", ["double", "double"], *map(list, rows))
    numbers = [
        gap for gap in _all_gaps(found) if all(each is None or each.value != "null" for each in gap)
    ]
    if found.has_catch_all:
        assert not any(not each for each in hits)
    else:
        assert bool(numbers) == any(not each for each in hits)
    pairs = {(one.index - 1, other.index - 1) for one, other in found.overlaps()}
    trial = {(one, other) for each in hits for one in each for other in each if one < other}
    assert trial <= pairs
    # Beyond what was tried, two rows can only share the empty value.
    for one, other in pairs - trial:
        assert all(not cell or cell.startswith("not") for cell in (*rows[one], *rows[other]))


def _all_gaps(found: DecisionTable) -> list[tuple[Atom | None, ...]]:
    """Every combination of pieces that no row takes."""
    return [
        gap
        for gap in product(*found.atoms)
        if not any(
            all(cell.accepts(atom) for cell, atom in zip(row, gap, strict=True))
            for row in found.cells
        )
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_a_gap_is_reported_exactly_where_there_is_one(rows: list[tuple[str, str]]) -> None:
    found = table("UNIQUE", ["double", "double"], *map(list, rows))
    if not found.has_catch_all:
        assert bool(found.gaps()) == bool(_all_gaps(found))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_no_row_but_the_last_takes_what_is_reported(rows: list[tuple[str, str]]) -> None:
    found = table("FIRST", ["double", "double"], *map(list, rows), ["", ""])
    for gap in found.gaps():
        places = [
            [atom] if atom is not None else [each for each in column if each.is_number]
            for atom, column in zip(gap, found.atoms, strict=True)
        ]
        for place in product(*places):
            assert not any(
                all(cell.accepts(atom) for cell, atom in zip(row, place, strict=True))
                for row in found.cells[:-1]
            )


def test_a_hole_that_another_column_makes_is_found() -> None:
    rows = [["true", ""], ["false", "< 2"], ["false", "> 3"], ["", ""]]
    found = table("FIRST", ["boolean", "double"], *rows).gaps()
    assert words(found) == ["false，2", "false，2 与 3 之间", "false，3"]
