"""Every rule has a page and a pair of projects: one that all rules let pass, one that it stops."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.lint.conftest import PAIRS
from workers.lint import Preset, Project, Rule, check, rulebook
from workers.lint.report_text import as_text

PAGES = Path(__file__).parents[3] / "docs" / "lint"
RULES = rulebook()
BY_ID = {each.id: each for each in RULES}
Variant = Callable[[str, str], Project]
SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。？]$|https?://\S+$", re.DOTALL)


def _id(rule: Rule) -> str:
    return rule.id


def test_rules_and_pairs_are_the_same() -> None:
    assert sorted(each.name for each in PAIRS.iterdir()) == sorted(BY_ID)


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_the_pair_differs(rule: Rule) -> None:
    files = {
        name: {
            file.relative_to(PAIRS / rule.id / name): file.read_bytes()
            for file in (PAIRS / rule.id / name).rglob("*")
            if file.is_file()
        }
        for name in ("valid", "broken")
    }
    assert files["valid"]
    assert files["broken"]
    assert files["valid"] != files["broken"]


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_the_valid_project_passes_all_rules(rule: Rule, variant: Variant) -> None:
    report = check(variant(rule.id, "valid"), Preset.CI)
    assert [(each.rule, each.place, each.problem) for each in report.findings] == []
    assert not report.not_checked


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_the_broken_project_is_stopped_by_its_rule_alone_and_the_report_is_as_it_was_read(
    rule: Rule, variant: Variant
) -> None:
    """``expected.txt`` is the report as a person read and approved it.

    After a change of wording write it anew with LINT_EXPECTED=write, and read it.
    """
    report = check(variant(rule.id, "broken"), Preset.CI)
    assert {each.rule for each in report.findings} == {rule.id}
    for finding in report.findings:
        assert SENTENCE.search(finding.problem), finding.problem
        assert SENTENCE.search(finding.remedy), finding.remedy
    text = as_text(report) + "\n"
    expected = PAIRS / rule.id / "expected.txt"
    if os.environ.get("LINT_EXPECTED") == "write":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_the_page_of_a_rule_has_its_name_and_what_it_asks(rule: Rule) -> None:
    page = (PAGES / f"{rule.id}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule.id}\n\n{rule.title}（{rule.kind.value}）\n")
    assert "\n## 为什么\n" in page
    assert "\n## 怎么改\n" in page
