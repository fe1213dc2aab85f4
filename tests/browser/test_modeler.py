"""The designer's side: our templates and our plug-in in the Modeler's own library."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.drawing import (
    BLANK,
    SMALL,
    draw_order_check,
    order_check,
    templates_of,
)
from tests.browser.modeler import ROOT, Modeler, meaning, require_library
from tests.browser.play import Company, open_tasks
from tests.browser.small_workers import DUE, HANDLERS, LIMIT
from tests.engine_host import EngineHost, new_key
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of
from workers.engine import Engine
from workers.lint import Preset, Project, check, rulebook
from workers.lint.model_file import ModelFile
from workers.modeler import FOLDER, write
from workers.models import Model
from workers.runtime import DirectExecutor, Worker

pytestmark = [pytest.mark.browser]

MODELS = sorted((ROOT / "bpmn").rglob("*.bpmn"))
TEMPLATES = sorted((ROOT / "bpmn" / FOLDER).glob("*.json"))


@pytest.fixture(scope="module", autouse=True)
def library() -> None:
    """The modelling library; ``npm ci`` brings it."""
    require_library()


@pytest.fixture
def modeler(new_page: Callable[[], Page], library: None) -> Modeler:
    """The library with our plug-in."""
    return Modeler(new_page())


def steps_with_templates(file: Path) -> dict[str, str]:
    """Element → the template that it could have been made from."""
    model = Model.read(file)
    return {
        node.id: "sop.user-task" if node.type == "userTask" else f"sop.worker.{node.topic}"
        for node in model.nodes.values()
        if node.type == "userTask" or node.topic
    }


def with_templates(modeler: Modeler, file: Path) -> str:
    """A model after every step was given its template."""
    assert modeler.open(file.read_text(encoding="utf-8"), TEMPLATES) == []
    for element, template in steps_with_templates(file).items():
        modeler.apply(element, template)
    return modeler.save()


def test_all_models_are_there() -> None:
    assert MODELS
    assert TEMPLATES


@pytest.mark.parametrize("file", MODELS, ids=lambda each: each.stem)
def test_a_shipped_model_opens_without_warning_and_is_saved_without_loss(
    modeler: Modeler, file: Path
) -> None:
    before = file.read_text(encoding="utf-8")
    assert modeler.open(before, TEMPLATES) == []
    assert meaning(modeler.save()) == meaning(before)
    assert modeler.errors == []


@pytest.mark.parametrize("file", MODELS, ids=lambda each: each.stem)
def test_its_templates_change_nothing_in_a_step_that_is_as_they_say(
    modeler: Modeler, file: Path
) -> None:
    after = with_templates(modeler, file)
    assert meaning(after) == meaning(file.read_text(encoding="utf-8"))
    assert after.count("camunda:modelerTemplate=") == len(steps_with_templates(file))
    assert modeler.errors == []


@pytest.mark.engine
def test_models_with_templates_run(modeler: Modeler, company: Company, tmp_path: Path) -> None:
    for name in ("bpmn", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for file in MODELS:
        copy = tmp_path / file.relative_to(ROOT)
        copy.write_text(with_templates(modeler, file), encoding="utf-8")
    for process, files in deployments_of(Checkout(tmp_path)).items():
        company.admin.deployments.deploy(process, "test", files)
    case = company.hand_in(new_key())
    xml = company.admin.deployments.definition_xml(definition_of(company, case.instance))
    assert "camunda:modelerTemplate=" in xml
    first = open_tasks(company.admin, business_key=case.number)[0]
    case.do(first.task_definition_key)
    following = open_tasks(company.admin, business_key=case.number)
    assert first.task_definition_key not in {each.task_definition_key for each in following}


def definition_of(company: Company, instance: str) -> str:
    """The definition that an instance runs by."""
    (found,) = company.admin.history.instances(ids=[instance])
    return found.process_definition_id


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """The small company, with its templates written."""
    shutil.copytree(SMALL, tmp_path / "company")
    project = Project.load(tmp_path / "company")
    write(project)
    return project


def test_the_templates_work_without_the_plugin(
    new_page: Callable[[], Page], small: Project
) -> None:
    plain = Modeler(new_page(), with_plugin=False)
    assert plain.open(BLANK, templates_of(small)) == []
    draw_order_check(plain)
    model = Model.parse(plain.save())
    assert [
        (each.id, each.type) for each in model.nodes.values() if each.topic == "order.check"
    ] == [("Task_CheckOrder", "serviceTask")]
    assert model.nodes["Task_Review"].type == "userTask"


def test_errors_and_the_timer_of_the_limit_come_with_the_template(
    modeler: Modeler, small: Project
) -> None:
    model = Model.parse(order_check(modeler, small))
    error = model.nodes["Boundary_OverLimit"]
    assert (error.attached_to, error.events, error.name) == (
        "Task_CheckOrder",
        ("error",),
        "超出限额",
    )
    timer = model.nodes["Timer_Review"]
    assert (timer.attached_to, timer.cancel_activity) == ("Task_Review", False)
    assert timer.timer is not None
    assert (timer.timer.kind, timer.timer.text) == ("cycle", "${rungsReview}")
    (after,) = model.outgoing("Timer_Review")
    assert model.nodes[after.target].events == ("escalation",)


def test_one_undo_takes_back_the_template_and_what_came_with_it(
    modeler: Modeler, small: Project
) -> None:
    assert modeler.open(BLANK, templates_of(small)) == []
    modeler.draw(after="StartEvent_OrderPlaced", id="Task_CheckOrder", name="检查订单")
    before = meaning(modeler.save())
    modeler.apply("Task_CheckOrder", "sop.worker.order.check")
    assert "Boundary_OverLimit" in meaning(modeler.save())
    modeler.undo()
    after = meaning(modeler.save())
    assert after.keys() - {"Error_OverLimit"} == before.keys()


def test_another_limit_changes_the_timer_that_is_there(modeler: Modeler) -> None:
    file = next(each for each in MODELS if "${rungsSolution}" in each.read_text(encoding="utf-8"))
    with_templates(modeler, file)
    model = ModelFile.read(file.relative_to(ROOT), file.read_bytes())
    task = next(
        each.id
        for each in model.nodes("userTask")
        if "dueSolution" in model.attribute(each.id, "dueDate")
    )
    modeler.fill(task, {"camunda:dueDate": "${dueClassification}"})
    timers = [
        each.timer.text
        for each in Model.parse(modeler.save()).boundary_events(task)
        if each.timer is not None
    ]
    assert timers == ["${rungsClassification}"]


@pytest.fixture
def worker(host: EngineHost) -> Iterator[Engine]:
    """The small company's worker at work; gives the engine to look at."""
    with Engine(host.address()) as engine, Engine(host.address()) as own:
        working = Worker(own, HANDLERS, DirectExecutor(None))
        thread = threading.Thread(target=working.run, name="small-worker")
        thread.start()
        yield engine
        working.stop()
        thread.join(60)


@pytest.mark.engine
def test_a_model_drawn_from_templates_runs(
    modeler: Modeler, small: Project, worker: Engine
) -> None:
    file = small.root / "bpmn" / "order-check.bpmn"
    file.write_text(order_check(modeler, small), encoding="utf-8")
    form = small.root / "forms" / "order-review.form"
    worker.deployments.deploy("order-check", "test", [file, form])
    key = new_key()
    started = worker.instances.start(
        "order-check", business_key=key, variables={"orderAmount": LIMIT + 1}
    )
    (task,) = open_tasks(worker, business_key=key)
    assert task.task_definition_key == "Task_Review"
    assert task.due == DUE
    assert worker.tasks.candidate_groups(task.id) == ["auditors"]
    assert worker.tasks.deployed_form(task.id)["id"] == "order-review"
    (timer,) = worker.jobs.timers(started.instance.id)
    assert timer.due_date == datetime(2040, 1, 1, 9, tzinfo=UTC)


def test_lint_has_nothing_to_say_about_steps_made_from_templates(
    modeler: Modeler, small: Project
) -> None:
    (small.root / "bpmn" / "order-check.bpmn").write_text(
        order_check(modeler, small), encoding="utf-8"
    )
    report = check(Project.load(small.root), Preset.CI, rulebook())
    about = {"Task_CheckOrder", "Task_Review", "Timer_Review", "Boundary_OverLimit"}
    said = [str(each) for each in report.findings if each.element in about]
    # The post stands in the documentation, which a template cannot write.
    assert [each for each in said if "user-task-has-post" not in each] == []
