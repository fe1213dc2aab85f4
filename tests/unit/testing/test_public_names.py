"""Names that are looked up late are all there, and mypy sees the same ones as Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from workers import testing


@pytest.mark.parametrize("name", testing.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(testing, name) is not None


def test_the_type_checker_reads_the_same_homes() -> None:
    tree = ast.parse(Path(str(testing.__file__)).read_text(encoding="utf-8"))
    (typed,) = (each for each in tree.body if isinstance(each, ast.If))
    told = {
        str(each.module).removeprefix("workers.testing."): {name.name for name in each.names}
        for each in typed.body
        if isinstance(each, ast.ImportFrom)
    }
    assert told == {home: set(names) for home, names in testing._HOMES.items()}
    assert sorted(testing.__all__) == sorted(name for names in told.values() for name in names)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Scenarion'"):
        getattr(testing, "Scenarion")  # noqa: B009  # as a typing error would be one for mypy
