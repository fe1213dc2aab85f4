"""A list of exclusions says why, and names a test that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.testing.coverage import Exclusion, ExclusionError, read_exclusions

TWO_LOST_TESTS = """
[a.b]
reason = "x"
test = "test_leave.py::test_yes"
[c.d]
reason = "y"
test = "test_gone.py::test_no"
"""
NEITHER_IS_THERE = (
    "left-out.toml: a.b: there is no test test_leave.py::test_yes; "
    "c.d: there is no test test_gone.py::test_no"
)


def _read(folder: Path, text: str) -> object:
    (folder / "test_leave.py").write_text("def test_no(): ...\n", encoding="utf-8")
    file = folder / "left-out.toml"
    file.write_text(text, encoding="utf-8")
    return read_exclusions(file, folder)


def test_exclusions_by_definition_and_element(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        """
        [leave-request.Flow_No]
        reason = "Nobody refuses."
        test = "test_leave.py::TestLeave::test_no[case]"
        """,
    )
    test = "test_leave.py::TestLeave::test_no[case]"
    assert found == {("leave-request", "Flow_No"): Exclusion("Nobody refuses.", test)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a.b", "left-out.toml is no TOML file: "),
        ("a = 1", "left-out.toml: a: is no table [<definition key>.<element id>]"),
        ('[a.b]\nreason = "x"', "left-out.toml: a.b: wants a reason and a test, nothing else"),
        (
            '[a.b]\nreason = " "\ntest = "test_leave.py::test_no"',
            "left-out.toml: a.b: the reason is empty",
        ),
        (TWO_LOST_TESTS, NEITHER_IS_THERE),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ExclusionError) as refused:
        _read(tmp_path, text)
    assert str(refused.value).startswith(message)
