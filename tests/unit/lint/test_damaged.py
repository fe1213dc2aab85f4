"""Files that are damaged in any way give findings, never a crash."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from workers.lint import Preset, Project, Report, check

BASE = Path(__file__).parent / "base"
STRANGE = ("", "x", "${", "$", "-1", "客")
MODELS = ("bpmn/purchase/purchase.bpmn", "bpmn/purchase-delivery/purchase-delivery.bpmn")
TABLE = "bpmn/purchase/approval.dmn"
FORMS = ("forms/purchase-request.form", "forms/purchase-review.form", "forms/goods-inspection.form")
DAMAGES = 15


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "project"))


def looked_at(root: Path) -> Report:
    return check(Project.load(root), Preset.CI)


def damaged_xml(text: str, chance: random.Random) -> Iterator[bytes]:
    """One attribute taken out or made strange, or one element taken out, each time."""
    places = [
        (number, name)
        for number, element in enumerate(ET.fromstring(text).iter())
        for name in (*element.attrib, *(() if number == 0 else (None,)))
    ]
    for number, name in chance.sample(places, DAMAGES):
        tree = ET.fromstring(text)
        element = list(tree.iter())[number]
        if name is None:
            (parent,) = [each for each in tree.iter() if element in list(each)]
            parent.remove(element)
        elif chance.random() < 0.5:
            del element.attrib[name]
        else:
            element.attrib[name] = chance.choice(STRANGE)
        yield ET.tostring(tree)


# Any: the JSON of a form.
def damaged_json(text: str, chance: random.Random) -> Iterator[bytes]:
    """One value at any depth is another, each time."""
    for _ in range(DAMAGES):
        whole: Any = json.loads(text)
        holder, key, value = None, None, whole
        while (
            isinstance(value, dict | list) and value and (holder is None or chance.random() < 0.8)
        ):
            keys = list(value) if isinstance(value, dict) else range(len(value))
            holder, key = value, chance.choice(list(keys))
            value = holder[key]
        holder[key] = chance.choice([None, 1, "x", [], {}, [1], {"a": 1}, True])
        yield json.dumps(whole).encode()


@pytest.mark.parametrize("file", [*MODELS, TABLE, *FORMS])
def test_one_damage_at_a_time(file: str, root: Path) -> None:
    text = (BASE / file).read_text(encoding="utf-8")
    damage = damaged_json if file.endswith(".form") else damaged_xml
    for data in damage(text, random.Random(file)):
        (root / file).write_bytes(data)
        for finding in looked_at(root).findings:
            assert finding.problem
            assert finding.line >= 1


@pytest.mark.parametrize("file", [*MODELS, TABLE, *FORMS, "letters/P01.txt.j2"])
def test_a_file_that_is_cut_off_is_one_finding_of_that_file(file: str, root: Path) -> None:
    whole = (BASE / file).read_bytes()
    half = whole[: len(whole) // 2] if file != "letters/P01.txt.j2" else b"{% if x %}"
    (root / file).write_bytes(half)
    of_file = [each for each in looked_at(root).findings if each.file == file]
    assert [each.rule for each in of_file] == ["file-is-readable"]


def test_a_file_that_may_not_be_read_is_one_finding(root: Path) -> None:
    file = root / MODELS[0]
    file.unlink()
    file.mkdir()
    (file / "inside.bpmn").write_bytes(b"\x00\xff")
    findings = [each for each in looked_at(root).findings if "inside" in each.file]
    assert [each.rule for each in findings] == ["file-is-readable"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"<a/>", b"<?xml version='1.0' encoding='nonsense'?><a/>", b"\xff\xfe<"],
)
@pytest.mark.parametrize("name", ["odd.bpmn", "odd.dmn", "odd.form", "procedure.toml"])
def test_what_is_something_else_altogether(name: str, data: bytes, root: Path) -> None:
    folder = "forms" if name.endswith(".form") else "bpmn/odd"
    (root / folder).mkdir(exist_ok=True)
    (root / folder / name).write_bytes(data)
    rules = {each.rule for each in looked_at(root).findings if each.file == f"{folder}/{name}"}
    assert rules <= {"file-is-readable"}
    assert rules or (name == "procedure.toml" and not data)


def test_entities_are_not_expanded(root: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><definitions>&a;</definitions>'
    (root / "bpmn/purchase/bomb.bpmn").write_text(bomb, encoding="utf-8")
    (finding,) = [each for each in looked_at(root).findings if "bomb" in each.file]
    assert "document type declaration" in finding.problem
