"""Each process is deployed with all that it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.cli.checkout import Checkout
from workers.cli.deployment import PROCESSES, files_of
from workers.cli.errors import Fault

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_deployment_holds_model_tables_and_every_form(process: str) -> None:
    names = {file.name for file in files_of(Checkout(ROOT), process)}
    model = (ROOT / "bpmn" / process / f"{process}.bpmn").read_text(encoding="utf-8")
    forms = {f"{name}.form" for name in re.findall(r'formRef="([^"]+)"', model)}
    tables = {f"{name}.dmn" for name in re.findall(r'decisionRef="([^"$]+)"', model)}
    assert forms
    assert {f"{process}.bpmn", *forms, *tables} <= names


def test_every_shipped_form_belongs_to_a_process() -> None:
    used = {f.name for each in PROCESSES for f in files_of(Checkout(ROOT), each)}
    assert {form.name for form in (ROOT / "forms").glob("*.form")} <= used


def test_a_missing_form_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "bpmn" / "p"
    folder.mkdir(parents=True)
    (folder / "p.bpmn").write_text('<userTask camunda:formRef="gone"/>', encoding="utf-8")
    with pytest.raises(Fault, match=r"gone\.form is missing"):
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
