"""Each process is deployed with all that it needs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from workers.casework.procedure import ProcedureError
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of, files_of, procedures_of
from workers.cli.errors import Fault

ROOT = Path(__file__).parents[3]
DEPLOYMENTS = deployments_of(Checkout(ROOT))


@pytest.mark.parametrize("process", DEPLOYMENTS)
def test_a_deployment_holds_model_tables_and_every_form(process: str) -> None:
    names = {file.name for file in DEPLOYMENTS[process]}
    models = [file for file in DEPLOYMENTS[process] if file.suffix == ".bpmn"]
    assert models[0].name == f"{process}.bpmn"
    text = "".join(file.read_text(encoding="utf-8") for file in models)
    forms = {f"{name}.form" for name in re.findall(r'formRef="([^"]+)"', text)}
    tables = {f"{name}.dmn" for name in re.findall(r'decisionRef="([^"$]+)"', text)}
    called = {f"{name}.bpmn" for name in re.findall(r'calledElement="([^"]+)"', text)}
    assert forms
    assert forms | tables | called <= names


def test_a_complaint_is_deployed_with_all_that_it_calls_each_model_once() -> None:
    models = [file for file in DEPLOYMENTS["complaint-handling"] if file.suffix == ".bpmn"]
    text = "".join(file.read_text(encoding="utf-8") for file in models)
    called = set(re.findall(r'calledElement="([^"]+)"', text))
    assert len(called) >= 11
    assert sorted(file.stem for file in models) == sorted({"complaint-handling", *called})


def test_what_is_called_lies_beside_its_caller_or_in_a_folder_of_its_own(tmp_path: Path) -> None:
    calls = '<callActivity calledElement="{}"/>'
    texts = {"p/p.bpmn": calls.format("q") + calls.format("r"), "p/q.bpmn": calls.format("r")}
    texts |= {"r/r.bpmn": calls.format("p"), "r/t.dmn": "", "s/s.bpmn": ""}
    for name, text in texts.items():
        file = tmp_path / "bpmn" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = [file.name for file in files_of(Checkout(tmp_path), "p")]
    assert found == ["p.bpmn", "q.bpmn", "r.bpmn", "t.dmn"]


def test_a_called_model_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "bpmn" / "p"
    folder.mkdir(parents=True)
    (folder / "p.bpmn").write_text('<callActivity calledElement="gone"/>', encoding="utf-8")
    with pytest.raises(Fault, match=r"there is no model .*gone\.bpmn"):
        files_of(Checkout(tmp_path), "p")


def test_every_shipped_form_belongs_to_a_process() -> None:
    used = {file.name for files in DEPLOYMENTS.values() for file in files}
    assert {form.name for form in (ROOT / "forms").glob("*.form")} <= used


def test_a_missing_form_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "bpmn" / "p"
    folder.mkdir(parents=True)
    (folder / "p.bpmn").write_text('<userTask camunda:formRef="gone"/>', encoding="utf-8")
    with pytest.raises(Fault, match=r"has no gone\.form"):
        files_of(Checkout(tmp_path), "p")


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"there is no model .*p\.bpmn"):
        files_of(Checkout(tmp_path), "p")


def test_without_a_checkout_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOP_HOME", str(tmp_path))
    with pytest.raises(Fault, match="no models found") as raised:
        Checkout.find()
    assert "SOP_HOME" in raised.value.way_out


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A checkout of which the models may be changed."""
    for name in ("bpmn", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_model_that_no_procedure_names_is_refused(copied: Path) -> None:
    (copied / "bpmn" / "stray").mkdir()
    (copied / "bpmn" / "stray" / "stray.bpmn").write_text("<definitions/>", encoding="utf-8")
    with pytest.raises(Fault, match=r"no procedure\.toml names process stray"):
        procedures_of(Checkout(copied))


def test_a_model_of_another_version_than_its_procedure_is_refused(copied: Path) -> None:
    model = copied / "bpmn" / "complaint-summary" / "complaint-summary.bpmn"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace('versionTag="V1.1"', 'versionTag="V1.2"'), encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"is V1\.1, and complaint-summary.* tag V1\.2"):
        procedures_of(Checkout(copied))


def test_the_contents_of_a_procedure_do_not_change_with_line_ends(copied: Path) -> None:
    table = copied / "bpmn" / "complaint-handling" / "sla.dmn"
    before = procedures_of(Checkout(copied))[0].contents
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    assert procedures_of(Checkout(copied))[0].contents == before
    table.write_bytes(table.read_bytes() + b" ")
    assert procedures_of(Checkout(copied))[0].contents != before
