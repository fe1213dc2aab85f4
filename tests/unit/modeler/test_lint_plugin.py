"""The rules in the Modeler's panel say what the rules of the same name say in `sop lint`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.lint.conftest import HERE as LINT
from tests.unit.lint.conftest import PAIRS, laid_over
from workers.lint import Kind, Project, rulebook
from workers.lint.bpmnlint import node_command

ROOT = Path(__file__).parents[3]
PLUGIN = ROOT / "modeler" / "bpmnlint-plugin-sop"
RULES = {each.stem for each in (PLUGIN / "rules").glob("*.js")}
BY_ID = {each.id: each for each in rulebook()}
PACKAGES = ROOT / "node_modules" / "bpmnlint-plugin-sop"
Said = set[tuple[str, str, str]]
"""File, rule, element."""


@pytest.fixture(scope="module")
def node() -> str:
    found = node_command()
    if found is None or not PACKAGES.is_dir():
        pytest.skip("bpmnlint needs Node, and its packages: npm ci")
    return found


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Project]:
    """Ours, both halves of each rule's pair, and the twenty models of others."""
    folder = tmp_path_factory.mktemp("projects")
    found = [Project.load(ROOT)]
    for rule in sorted(RULES):
        for half in ("valid", "broken"):
            found.append(laid_over(PAIRS / rule / half, folder / f"{rule}-{half}"))
    for each in sorted((LINT / "foreign").iterdir()):
        found.append(Project.load(Path(shutil.copytree(each, folder / each.name))))
    return found


def by_sop_lint(projects: list[Project]) -> Said:
    """What our own rules say about models, where the plug-in has a rule of that name."""
    return {
        (str(project.root / flaw.source.path), rule, flaw.element)
        for project in projects
        for rule in RULES
        for flaw in BY_ID[rule].look(project)
        if flaw.source.path.suffix == ".bpmn" and not of_groups(flaw.problem)
    }


def of_groups(problem: str) -> bool:
    """The plug-in knows no groups, so it cannot compare the post with them."""
    return problem.startswith("说明写的岗位是")


def by_plugin(node: str, projects: list[Project], descriptors: str) -> list[dict[str, str]]:
    files = [str(each.root / model.path) for each in projects for model in each.models]
    done = subprocess.run(
        [node, str(Path(__file__).with_name("lint_report.cjs")), descriptors],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def test_every_rule_is_one_of_sop_lint_and_of_the_same_weight() -> None:
    text = (PLUGIN / "index.js").read_text(encoding="utf-8")
    faults, conventions = (
        set(re.findall(r"'([a-z0-9-]+)'", part)) for part in re.findall(r"= \[(.*?)\];", text, re.S)
    )
    assert faults | conventions == RULES
    assert BY_ID.keys() >= RULES
    assert {each for each in RULES if BY_ID[each].kind is Kind.FAULT} == faults


@pytest.mark.parametrize("descriptors", ["plain", "camunda"])
def test_both_say_the_same_of_every_model(
    node: str, projects: list[Project], descriptors: str
) -> None:
    """As the command line reads models, and as the Modeler does."""
    found = by_plugin(node, projects, descriptors)
    unreadable = {each["file"] for each in found if each["rule"] == "unreadable"}
    assert len(unreadable) < 3
    found = [each for each in found if each["file"] not in unreadable]
    said = {(each["file"], each["rule"].removeprefix("sop/"), each["element"]) for each in found}
    expected = {each for each in by_sop_lint(projects) if each[0] not in unreadable}
    short = sorted(tuple(shown(each)) for each in said ^ expected)
    assert short == []
    assert {rule for _, rule, _ in said} == RULES
    assert [each for each in found if each["category"] == "rule-error"] == []
    assert [each for each in found if not re.search(r"[\u4e00-\u9fff]{2}", each["message"])] == []


def shown(said: tuple[str, str, str]) -> Iterator[str]:
    file, rule, element = said
    yield "/".join(Path(file).parts[-4:])
    yield rule
    yield element
