"""Tables stay straight with Chinese text."""

from __future__ import annotations

from workers.cli.table import table, width


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("投诉a") == 5
    assert table(("编号", "b"), [("1", "x"), ("投诉单", "y")]).splitlines() == [
        "编号    b",
        "1       x",
        "投诉单  y",
    ]


def test_a_table_without_rows_has_its_header() -> None:
    assert table(("a", "b"), []) == "a  b"
