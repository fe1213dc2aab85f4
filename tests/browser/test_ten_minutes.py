"""The way of docs/ten-minutes.md, walked: what it tells a designer to do ends as it says.

With SOP_SCREENSHOTS=write the pictures of the page are taken anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import summary_approval as change
from tests.browser.modeler import ROOT, Modeler, require_library
from tests.browser.play import Company, open_tasks
from tests.engine_host import new_key
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of
from workers.lint import Preset, Project, Report, check, rulebook
from workers.lint.finding import Severity
from workers.modeler import FOLDER, write
from workers.pictures.exhibits import exhibits
from workers.pictures.studio import Studio

pytestmark = [pytest.mark.browser]

MOST_STEPS = 25
PICTURES = ROOT / "docs" / "ten-minutes"
TAKEN = (
    "bpmn",
    "forms",
    "workers/procedures",
    "workers/casework/frames",
    "workers/cli/identity.toml",
    "lint.toml",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a designer changes, and what lint reads beside it."""
    require_library()
    for each in TAKEN:
        source, target = ROOT / each, tmp_path / each
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path


def linted(root: Path) -> Report:
    return check(Project.load(root), Preset.DESIGNER, rulebook())


def errors(root: Path) -> set[str]:
    return {each.rule for each in linted(root).findings if each.severity is Severity.ERROR}


def picture(modeler: Modeler, name: str, element: str) -> None:
    """A picture for the page, when asked for."""
    if os.environ.get("SOP_SCREENSHOTS") == "write":
        modeler("look", element=element, group="这一步")
        modeler.picture(PICTURES / f"{name}.png")


def portraits(browser: Browser, root: Path) -> None:
    """Pictures of the changed tables and forms, when asked for."""
    if os.environ.get("SOP_SCREENSHOTS") != "write":
        return
    wanted = {each.stem for each in (change.AUTHORITY, change.APPROVAL_FORM)}
    for each in exhibits(Project.load(root)):
        if each.path.stem in wanted:
            (PICTURES / f"{each.path.stem}.png").write_bytes(each.draw(Studio(browser)).png)


def change_all(modeler: Modeler, root: Path) -> None:
    """Everything that the page tells to do."""
    change.change_table(root / change.LIMITS, ('"P5D"', '"P3D"'))
    change.change_table(
        root / change.AUTHORITY,
        ("]5000..50000]", "]5000..60000]"),
        ("&gt; 50000", "&gt; 60000"),
    )
    change.new_form(root)
    change.add_field(root)
    write(Project.load(root))
    model = root / change.MODEL
    templates = sorted((root / "bpmn" / FOLDER).glob("*.json"))
    assert modeler.open(model.read_text(encoding="utf-8"), templates) == []
    change.make_room(modeler)
    change.add_approval(modeler)
    picture(modeler, "approval", "Task_ApproveSummary")
    change.add_notification(modeler)
    picture(modeler, "notification", "Task_TellSummary")
    model.write_text(modeler.save(), encoding="utf-8")


def test_half_a_threshold_is_told_and_a_whole_one_is_not(checkout: Path) -> None:
    table = checkout / change.AUTHORITY
    change.change_table(table, ("&gt; 50000", "&gt; 60000"))
    assert {each.rule for each in linted(checkout).findings} == {"table-has-no-gap"}
    change.change_table(table, ("]5000..50000]", "]5000..60000]"))
    assert linted(checkout).findings == ()


def test_a_field_that_nothing_sets_is_told(checkout: Path) -> None:
    change.add_field(checkout)
    assert errors(checkout) == {"form-variables-exist"}


def test_all_changes_together_leave_one_hint(
    new_page: Callable[[], Page], browser: Browser, checkout: Path
) -> None:
    modeler = Modeler(new_page())
    change_all(modeler, checkout)
    portraits(browser, checkout)
    assert modeler.errors == []
    said = [(each.rule, each.element) for each in linted(checkout).findings]
    assert said == [("limit-has-timer", "Task_ApproveSummary")]
    assert errors(checkout) == set()


@pytest.mark.engine
def test_the_changed_process_runs(
    new_page: Callable[[], Page], checkout: Path, company: Company
) -> None:
    """A summary is sent back with a remark, written again, approved, filed and told."""
    change_all(Modeler(new_page()), checkout)
    for process, files in deployments_of(Checkout(checkout)).items():
        company.admin.deployments.deploy(process, "test", files)
    case = company.hand_in(new_key())
    play_to(company, case.number, "Task_WriteSummary")
    for answer in ("退回", "同意"):
        (task,) = open_tasks(company.admin, business_key=case.number)
        company.fill(task, trainingNeed="来料检验员")
        (task,) = open_tasks(company.admin, business_key=case.number)
        assert task.task_definition_key == "Task_ApproveSummary"
        company.fill(task, summaryDecision=answer, summaryComment="补充责任人")
        if answer == "退回":
            (again,) = open_tasks(company.admin, business_key=case.number)
            assert again.task_definition_key == "Task_WriteSummary"
            assert company.admin.tasks.form_variables(again.id)["summaryComment"] == "补充责任人"
    summary = company.admin.history.instances(
        business_key=case.number, definition_key="complaint-summary"
    )[-1]
    passed = case.until(
        "the summary is filed and told",
        lambda: (
            found
            if "EndEvent_SummaryRecorded" in (found := passed_by(company, summary.id))
            else None
        ),
    )
    assert passed[-3:] == ["Task_RecordSummary", "Task_TellSummary", "EndEvent_SummaryRecorded"]


def passed_by(company: Company, instance: str) -> list[str]:
    return [
        each.activity_id for each in company.admin.history.activities(instance) if each.end_time
    ]


def play_to(company: Company, number: str, wanted: str) -> None:
    """Staff do what comes until a task is there."""
    done: list[str] = []
    while len(done) < MOST_STEPS:
        tasks = open_tasks(company.admin, business_key=number)
        if wanted in {each.task_definition_key for each in tasks}:
            return
        company.fill(tasks[0], compensationAmount="3200.00")
        done.append(tasks[0].task_definition_key)
    raise AssertionError(f"{wanted} did not come: {done}")
