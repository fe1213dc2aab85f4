"""``sop lint``: what it prints, what it asks, how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.conftest import run
from workers.lint import rulebook

LINT = Path(__file__).parents[1] / "lint"
BASE = LINT / "base"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small project, in which all is well."""
    return Path(shutil.copytree(BASE, tmp_path / "project"))


@pytest.fixture
def broken(project: Path) -> Path:
    """The same, with a topic that nobody serves and a text area that is too long."""
    for rule in ("topic-has-handler", "text-area-bounded"):
        shutil.copytree(LINT / "rules" / rule / "broken", project, dirs_exist_ok=True)
    return project


def test_a_project_in_which_all_is_well_is_exit_0(project: Path) -> None:
    result = run("lint", str(project), "--preset", "ci", "--no-bpmnlint")
    assert result.exit_code == 0
    assert result.stdout.startswith("查了 10 个文件：没有发现问题。\n")
    assert result.stderr == ""


def test_findings_are_exit_4(broken: Path) -> None:
    result = run("lint", str(broken), "--no-bpmnlint")
    assert result.exit_code == 4
    assert "「告知申请人未批准」（Task_TellRefused）" in result.stdout
    assert "错误 2 处" in result.stdout
    assert result.stderr == "sop: 2 findings. docs/lint/ has a page for each rule.\n"


def test_json_has_every_field(broken: Path) -> None:
    result = run("lint", str(broken), "--json", "--no-bpmnlint")
    assert result.exit_code == 4
    data = json.loads(result.stdout)
    assert [each["rule"] for each in data["findings"]] == [
        "topic-has-handler",
        "text-area-bounded",
    ]
    first = data["findings"][0]
    assert first["file"] == "bpmn/purchase/purchase.bpmn"
    assert first["element"] == "Task_TellRefused"
    assert first["name"] == "告知申请人未批准"
    assert first["severity"] == "error"
    lines = (broken / first["file"]).read_text(encoding="utf-8").splitlines()
    assert 'id="Task_TellRefused"' in lines[first["line"] - 1]


def test_annotations_stand_on_one_line_each(broken: Path) -> None:
    result = run("lint", str(broken), "--github", "--no-bpmnlint")
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=bpmn/purchase/purchase.bpmn,line=")
    assert ",title=topic-has-handler::" in lines[0]


def test_a_path_narrows_the_report(broken: Path) -> None:
    result = run("lint", str(broken / "forms"), "--json", "--no-bpmnlint")
    assert [each["rule"] for each in json.loads(result.stdout)["findings"]] == ["text-area-bounded"]
    assert run("lint", str(broken / "letters"), "--no-bpmnlint").exit_code == 0


def test_a_designer_is_not_stopped_by_conventions(project: Path) -> None:
    shutil.copytree(LINT / "rules" / "name-convention" / "broken", project, dirs_exist_ok=True)
    for preset, code in (("designer", 0), ("team", 4), ("ci", 4)):
        result = run("lint", str(project), "--preset", preset, "--no-bpmnlint")
        assert result.exit_code == code, preset
        assert "名称“Tell”不是中文" in result.stdout


def test_a_folder_without_configuration_says_what_it_could_not_check(tmp_path: Path) -> None:
    shutil.copy(BASE / "bpmn/purchase/purchase.bpmn", tmp_path)
    result = run("lint", str(tmp_path), "--no-bpmnlint")
    assert "未检查（lint.toml 没有写 handlers（工作者在哪里））：" in result.stdout
    assert "topic-has-handler" in result.stdout


def test_an_accepted_finding_is_counted_and_shown_when_asked_for(broken: Path) -> None:
    with (broken / "lint.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[accepted]]\nrule = "text-area-bounded"\nfile = "forms/purchase-review.form"\n'
            'elements = ["reviewComment"]\nreason = "供应商的表单，下个月换掉。"\n'
        )
    result = run("lint", str(broken), "--preset", "ci", "--no-bpmnlint")
    assert "错误 1 处" in result.stdout
    assert "另有 1 处已接受" in result.stdout
    shown = run("lint", str(broken), "--accepted", "--no-bpmnlint").stdout
    assert "理由：供应商的表单，下个月换掉。" in shown


@pytest.mark.parametrize("preset", ["team", "ci"])
def test_what_is_accepted_and_occurs_no_longer_is_a_finding(project: Path, preset: str) -> None:
    with (project / "lint.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[accepted]]\nrule = "text-area-bounded"\nfile = "forms/purchase-review.form"\n'
            'elements = ["reviewComment"]\nreason = "供应商的表单，下个月换掉。"\n'
        )
    result = run("lint", str(project), "--preset", preset, "--no-bpmnlint")
    assert "已接受的问题不再出现：规则 text-area-bounded" in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("models = [", "lint.toml 读不懂"),
        ('colour = "red"', "lint.toml 的 colour 有误"),
        ('handlers = "nowhere.at_all:HANDLERS"', "lint.toml 的 handlers"),
        ('identity = "nowhere.toml"', "lint.toml 的 identity 读不了"),
        (
            '[[accepted]]\nrule = "a"\nfile = "b"\nreason = ""',
            "lint.toml 的 accepted.0.reason 有误",
        ),
    ],
)
def test_a_configuration_that_cannot_be_used_is_one_line(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "lint.toml").write_text(text, encoding="utf-8")
    result = run("lint", str(tmp_path))
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_path_that_is_not_there_is_a_usage_error() -> None:
    assert run("lint", "nowhere").exit_code == 2


def test_json_and_annotations_exclude_each_other(project: Path) -> None:
    assert run("lint", str(project), "--json", "--github").exit_code == 2


def test_the_rules_are_listed_with_what_they_ask() -> None:
    lines = run("lint", "--rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [each.id for each in rulebook()]
    assert all(line.endswith("。") for line in lines)


def test_without_bpmnlint_the_report_says_so_and_ci_fails(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("workers.lint.bpmnlint.find_spec", lambda _: None)
    result = run("lint", str(project))
    assert result.exit_code == 0
    assert "未检查（没有 Node" in result.stdout
    assert run("lint", str(project), "--preset", "ci").exit_code == 4


def test_without_paths_the_project_around_is_checked(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken / "bpmn" / "purchase")
    result = run("lint", "--json", "--no-bpmnlint")
    assert len(json.loads(result.stdout)["findings"]) == 2


def test_paths_of_two_projects_are_a_usage_error(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(BASE, other)
    assert run("lint", str(project), str(other)).exit_code == 2
