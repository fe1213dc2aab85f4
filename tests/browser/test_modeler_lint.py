"""Our rules in the Modeler's own linter, as its panel and its canvas show them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawing import BLANK
from tests.browser.modeler import ROOT, Modeler, require_library
from workers.lint import Project, check, rulebook
from workers.lint.preset import Preset

pytestmark = [pytest.mark.browser]

BUNDLER = ROOT / "node_modules" / ".bin" / "esbuild"
OURS = "sop/"


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Modeler's linter as one script."""
    require_library()
    bundle = tmp_path_factory.mktemp("panel") / "panel.js"
    entry = Path(__file__).with_name("panel.js")
    command = [BUNDLER, entry, "--bundle", "--format=iife", f"--outfile={bundle}"]
    subprocess.run([*command, "--log-level=error"], check=True, cwd=ROOT, timeout=60)
    return bundle


@pytest.fixture
def modeler(new_page: Callable[[], Page], panel: Path) -> Modeler:
    return Modeler(new_page(), panel=panel)


def test_the_panel_lists_what_our_rules_find_and_the_canvas_marks_it(modeler: Modeler) -> None:
    modeler.open(BLANK)
    modeler.draw(
        after="StartEvent_OrderPlaced", id="Activity_Look", name="Look", type="bpmn:UserTask"
    )
    said = [each for each in modeler.lint() if each["rule"].startswith(OURS)]
    about = {each["rule"].removeprefix(OURS) for each in said if each["id"] == "Activity_Look"}
    assert about == {
        "id-convention",
        "name-convention",
        "user-task-has-due-date",
        "user-task-has-form",
        "user-task-has-group",
        "user-task-has-post",
    }
    assert {each["rule"]: each["category"] for each in said}[
        f"{OURS}user-task-has-group"
    ] == "error"
    expect(modeler.marks("Activity_Look").first).to_be_visible()
    assert modeler.errors == []


def test_what_is_mended_is_no_longer_listed(modeler: Modeler) -> None:
    modeler.open(BLANK.replace('camunda:versionTag="V1.0" ', ""))
    rules = [each["rule"] for each in modeler.lint()]
    assert f"{OURS}version-is-tagged" in rules
    modeler.open(BLANK)
    rules = [each["rule"] for each in modeler.lint()]
    assert f"{OURS}version-is-tagged" not in rules


@pytest.mark.parametrize(
    "file", sorted((ROOT / "bpmn").rglob("*.bpmn")), ids=lambda each: each.stem
)
def test_of_our_models_the_panel_says_no_more_than_sop_lint_accepts(
    modeler: Modeler, file: Path
) -> None:
    modeler.open(file.read_text(encoding="utf-8"))
    said = {
        (each["rule"].removeprefix(OURS), each["id"])
        for each in modeler.lint()
        if each["rule"].startswith(OURS)
    }
    project = Project.load(ROOT)
    accepted = {
        (each.rule, element)
        for each in project.configuration.accepted
        if each.file == file.relative_to(ROOT).as_posix()
        for element in each.elements
    }
    assert said <= accepted
    assert not check(project, Preset.CI, rulebook()).findings
