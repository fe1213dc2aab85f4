"""The breaks are many, of many kinds, and real; the page about them is up to date."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.mutations.mutant import ROOT, Mutant, misspelt
from tests.mutations.run import copy, found_unbroken, judge, mutants

ALL = list(mutants())
KINDS = Counter(each.kind for each in ALL)
SEEN = (
    "主题拼错",
    "表的输出值拼错",
    "金额改为数字",
    "信函的内容名拼错",
    "岗位组从名单删去",
    "文件截断",
)


def test_there_are_enough() -> None:
    assert len(ALL) >= 150
    assert len(KINDS) >= 30


def test_each_changes_its_file() -> None:
    same = [each for each in ALL if each.text == (ROOT / each.file).read_text(encoding="utf-8")]
    assert same == []


def test_nothing_is_found_in_the_unbroken_copy(tmp_path: Path) -> None:
    """Else every break would count as caught."""
    copy(tmp_path)
    assert found_unbroken(tmp_path) == []


def test_the_page_has_every_kind_with_its_number() -> None:
    page = (ROOT / "tests" / "mutations" / "RESULTS.md").read_text(encoding="utf-8")
    assert {
        kind for kind, number in KINDS.items() if f"\n| {kind} | {number} | " not in page
    } == set()


def _first(kind: str) -> Mutant:
    return next(each for each in ALL if each.kind == kind)


@pytest.mark.parametrize("kind", SEEN)
def test_lint_sees_a_break_and_the_copy_is_whole_again(kind: str, tmp_path: Path) -> None:
    copy(tmp_path)
    mutant = _first(kind)
    assert judge(mutant, tmp_path).rules
    assert (tmp_path / mutant.file).read_bytes() == (ROOT / mutant.file).read_bytes()


@pytest.mark.parametrize("word", ["notice", "aa", "abba", "case.open"])
def test_a_misspelt_word_is_another(word: str) -> None:
    assert misspelt(word) != word
