"""The casebook: which values are entered when, and that the shipped one fits the shipped forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workers.cases.messages import SUPPLIED_FIELDS
from workers.cli.casebook import Casebook
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of
from workers.cli.errors import Fault
from workers.models.form import Form, FormError

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
TASK = re.compile(r"<bpmn:userTask [^>]*>")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "casebook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_has_its_own_values_above_the_usual_ones(tmp_path: Path) -> None:
    book = Casebook.read(
        write(
            tmp_path,
            """
            [usual.Task_A]
            one = "usual"
            two = "usual"
            [cases."x.eml".tasks.Task_A]
            two = "own"
            """,
        )
    )
    assert book.decision("x.eml", "Task_A", 0) == {"one": "usual", "two": "own"}
    assert book.decision("y.eml", "Task_A", 0) == {"one": "usual", "two": "usual"}


def test_a_list_is_one_entry_for_each_visit_and_the_last_for_the_rest(tmp_path: Path) -> None:
    book = Casebook.read(
        write(
            tmp_path,
            """
            [usual]
            [[cases."x.eml".tasks.Task_A]]
            one = 1
            [[cases."x.eml".tasks.Task_A]]
            one = 2
            """,
        )
    )
    assert [book.decision("x.eml", "Task_A", visit)["one"] for visit in range(4)] == [1, 2, 2, 2]


@pytest.mark.parametrize("text", ["= broken", "[usual]\n[other]\n", "[cases]\n"])
def test_a_malformed_casebook_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(Fault, match=r"casebook\.toml"):
        Casebook.read(write(tmp_path, text))


def _forms() -> dict[str, Form]:
    """The form of every user task of the complaint, which the casebook is for."""
    forms = {}
    deployed = deployments_of(Checkout(ROOT))
    files = {*deployed["complaint-handling"], *deployed["complaint-summary"]}
    for model in sorted(file for file in files if file.suffix == ".bpmn"):
        for task in TASK.findall(model.read_text(encoding="utf-8")):
            attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', task))
            (schema,) = (ROOT / "forms").rglob(f"{attributes['camunda:formRef']}.form")
            forms[attributes["id"]] = Form(json.loads(schema.read_text(encoding="utf-8")))
    return forms


SHIPPED = Casebook.read(EXAMPLES / "casebook.toml")
PLAYED = sorted(path.name for path in (EXAMPLES / "complaints").iterdir())


@pytest.mark.parametrize("source", PLAYED)
def test_what_staff_enter_fits_the_forms(source: str) -> None:
    # What the classification worker proposes fills the rest of F02.
    known = {"classCode": "C", "complaintType": "其他", "module": "其他", "urgency": "普通"}
    for task, form in _forms().items():
        for visit in range(3):
            try:
                form.fill(SHIPPED.decision(source, task, visit), known)
            except FormError as error:
                pytest.fail(f"{task}, visit {visit}: {error}")


def test_the_casebook_speaks_only_of_tasks_and_examples_that_exist() -> None:
    tasks = set(_forms())
    assert set(SHIPPED.usual) == tasks
    assert set(SHIPPED.cases) == set(PLAYED)
    assert {task for notes in SHIPPED.cases.values() for task in notes.tasks} <= tasks


def test_customers_supply_only_fields_that_the_message_knows() -> None:
    supplied = {name for notes in SHIPPED.cases.values() for name in notes.supplies}
    assert supplied
    assert supplied <= set(SUPPLIED_FIELDS)
