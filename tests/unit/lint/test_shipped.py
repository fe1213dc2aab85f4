"""What we ship passes our own lint, and what is accepted of it is known one by one."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from workers.handlers.limits import PREFIX
from workers.lint import Preset, Project, check
from workers.lint.bpmnlint import bpmnlint
from workers.procedures import HANDLERS

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.load(ROOT)


def test_nothing_is_found_that_is_not_accepted(project: Project) -> None:
    report = check(project, Preset.CI)
    assert [(each.rule, each.place, each.problem) for each in report.findings] == []
    assert not report.not_checked


def test_every_rule_finds_its_files(project: Project) -> None:
    assert {file.stem for file in project.models} >= {
        "complaint-handling",
        "complaint-registration",
        "information-completion",
        "complaint-classification",
        "urgent-expediting",
        "complaint-investigation",
        "complaint-solution",
        "solution-approval",
        "solution-execution",
        "result-feedback",
        "customer-revisit",
        "case-closing",
        "complaint-summary",
        "document-publication",
    }
    assert len(project.tables) >= 17
    assert len(project.forms) >= 19
    assert project.unreadable == ()


def test_the_whole_takes_less_than_five_seconds(project: Project) -> None:
    started = time.perf_counter()
    check(Project.load(ROOT), Preset.CI)
    assert time.perf_counter() - started < 5


def test_bpmnlint_finds_nothing(project: Project) -> None:
    rule, why = bpmnlint(project)
    if rule is None:
        pytest.skip(why)
    assert [flaw.problem for flaw in rule.look(project)] == []


def test_workers_that_send_notices_by_themselves_are_those_that_the_configuration_names() -> None:
    """Every notice in the code of a handler's module is listed, and no other."""
    letters = Project.load(ROOT).letters
    assert letters is not None
    listed = {notice for notices in letters.sent_by.values() for notice in notices}
    folder = ROOT / "workers" / "procedures" / "complaint"
    code = [
        file.read_text(encoding="utf-8")
        for file in folder.glob("*.py")
        if file.stem not in {"notification", "notices"}
    ]
    written = {notice for text in code for notice in re.findall(r'"(N\d\dR?)"', text)}
    assert listed == written
    assert set(letters.sent_by) <= {each.topic for each in HANDLERS}


def test_the_names_that_the_configuration_calls_stand_in_the_code() -> None:
    """Messages that some module sends."""
    called = Project.load(ROOT).configuration.called
    assert called is not None
    code = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("handlers", "procedures", "cases", "services")
        for file in (ROOT / "workers" / folder).rglob("*.py")
    )
    assert {each for each in called.messages if f'"{each}"' not in code} == set()
    assert set(called.escalations) == {f"{PREFIX}*"}


def test_the_tables_that_the_configuration_says_workers_ask_are_those_that_they_ask() -> None:
    asked = Project.load(ROOT).configuration.asked
    assert asked is not None
    code = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("handlers", "procedures", "casework", "services")
        for file in (ROOT / "workers" / folder).rglob("*.py")
    )
    # The table of limits is the ledger's default.
    assert {*re.findall(r'\bevaluate\(\s*"([\w-]+)"', code), "sla"} == set(asked)
    names = {name for each in asked.values() for name in (*each.inputs, *each.outputs)}
    assert {name for name in names if f'"{name}"' not in code} == set()
