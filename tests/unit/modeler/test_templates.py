"""Element templates say what workers, forms and groups declare, and files that differ are told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workers.cli.main import sop
from workers.lint import Project
from workers.modeler import FOLDER, drift, write
from workers.modeler.user_task_template import user_task_templates
from workers.modeler.worker_template import worker_templates

ROOT = Path(__file__).parents[3]
BASE = ROOT / "tests" / "unit" / "lint" / "base"
Data = Mapping[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(BASE, tmp_path / "project")
    return Project.load(tmp_path / "project")


@pytest.fixture
def workers(project: Project) -> dict[str, Data]:
    """The templates of workers, by topic."""
    return {
        each.id.removeprefix("sop.worker."): each.as_data() for each in worker_templates(project)
    }


@pytest.fixture
def user_task(project: Project) -> Data:
    (found,) = user_task_templates(project)
    return found.as_data()


def by_binding(template: Data) -> dict[str, Data]:
    return {each["binding"]["name"]: each for each in template["properties"]}


def test_every_worker_has_a_template_under_its_chinese_name(
    project: Project, workers: dict[str, Data]
) -> None:
    assert project.handlers is not None
    labels = {topic: each.label for topic, each in project.handlers.items()}
    assert {topic: each["name"] for topic, each in workers.items()} == labels


def test_a_worker_is_asked_by_its_topic_and_with_a_retry_schedule(
    workers: dict[str, Data],
) -> None:
    fields = by_binding(workers["purchase.approve"])
    assert fields["camunda:type"]["value"] == "external"
    assert fields["camunda:topic"]["value"] == "purchase.approve"
    assert fields["retries"]["value"] == "R3/PT5M"
    assert fields["retries"]["type"] == "String"


def test_what_only_the_step_can_say_is_a_field_and_must_be_filled(
    workers: dict[str, Data],
) -> None:
    notice = by_binding(workers["notification.send"])["notice"]
    assert notice["binding"]["type"] == "camunda:inputParameter"
    assert notice["constraints"] == {"notEmpty": True}
    # P03 goes with the work of limit.rung, so no step names it.
    assert [each["value"] for each in notice["choices"]] == ["P01", "P02"]


def test_what_a_form_or_a_worker_sets_is_told_and_no_field(workers: dict[str, Data]) -> None:
    template = workers["review.record"]
    assert set(by_binding(template)) == {"camunda:type", "camunda:topic", "retries"}
    assert "reviewDecision）〔选项，必需〕" in template["description"]
    assert "reviewComment）〔文本，默认空〕" in template["description"]


def test_errors_are_told_to_people_and_to_the_plugin(workers: dict[str, Data]) -> None:
    template = workers["purchase.approve"]
    assert "OVER_LIMIT（超出授权）" in template["description"]
    assert template["metadata"] == {"errors": [{"code": "OVER_LIMIT", "name": "超出授权"}]}
    assert "metadata" not in workers["review.record"]


def test_a_persons_step_offers_groups_forms_and_limits(user_task: Data) -> None:
    fields = by_binding(user_task)
    choices = {
        name: {each["value"] for each in field["choices"]}
        for name, field in fields.items()
        if "choices" in field
    }
    assert {"purchase-review", "goods-inspection"} <= choices["camunda:formRef"]
    assert {"${dueReview}", "${dueInspection}"} == choices["camunda:dueDate"]
    assert {"manager", "${reviewGroup}"} <= choices["camunda:candidateGroups"]
    assert fields["camunda:formRefBinding"]["value"] == "deployment"


def test_a_limit_brings_its_timer_and_its_escalation(user_task: Data) -> None:
    limit = user_task["metadata"]["limits"]["${dueReview}"]
    assert limit["timer"] == "${rungsReview}"
    assert limit["escalation"]["code"] == "LIMIT_REVIEW"


def test_written_templates_are_up_to_date_and_every_difference_is_told(project: Project) -> None:
    assert len(drift(project).missing) == len(project.handlers or {}) + 1
    assert len(write(project)) == len(project.handlers or {}) + 1
    assert not drift(project)
    folder = project.root / "bpmn" / FOLDER
    (folder / "sop.worker.purchase.open.json").write_text("{}", encoding="utf-8")
    (folder / "sop.worker.gone.json").write_text("{}", encoding="utf-8")
    (folder / "sop.user-task.json").unlink()
    assert drift(project).sentences() == [
        "bpmn/.camunda/element-templates/sop.user-task.json is missing",
        "bpmn/.camunda/element-templates/sop.worker.purchase.open.json is out of date",
        "bpmn/.camunda/element-templates/sop.worker.gone.json is stale",
    ]
    write(project)
    assert not drift(project)
    assert not (folder / "sop.worker.gone.json").exists()


def test_the_command_fails_on_a_difference_and_mends_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    runner = CliRunner()
    refused = runner.invoke(sop, ["templates", "--check", "--json"])
    assert refused.exit_code == 4
    assert len(json.loads(refused.stdout)) == len(project.handlers or {}) + 1
    assert runner.invoke(sop, ["templates"]).exit_code == 0
    assert runner.invoke(sop, ["templates", "--check"]).exit_code == 0


def test_ours_are_up_to_date() -> None:
    assert drift(Project.load(ROOT)).sentences() == []
