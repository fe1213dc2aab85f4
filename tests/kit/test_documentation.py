"""docs/scenario-kit.md: what it tells a reader to write is written into an empty folder and run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workers.testing import EngineUnderTest

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-kit.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```(?:python|xml|json) (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"^```(?:python|xml|json)\b", re.MULTILINE)
FILES: dict[str, str] = dict(FILE.findall(PAGE))
FAILURE = re.compile(r"^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader's folder."""
    root = tmp_path_factory.mktemp("reader")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def run_pytest(project: Path, engine: EngineUnderTest, *arguments: str) -> tuple[int, str]:
    """Pytest as the reader starts it; answers exit code and output."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--scenario-engine", engine.rest, *arguments],
        cwd=project,
        env={
            **os.environ,
            "SCENARIO_ENGINE_USER": engine.user,
            "SCENARIO_ENGINE_PASSWORD": engine.password,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.engine
def test_the_scenarios_of_the_page_pass(project: Path, scenario_engine: EngineUnderTest) -> None:
    code, told = run_pytest(project, scenario_engine)
    assert code == 0, told
    assert " 8 passed" in told


@pytest.mark.engine
def test_a_change_of_the_model_fails_as_the_page_shows(
    project: Path, scenario_engine: EngineUnderTest
) -> None:
    model = project / "models" / "expense-report.bpmn"
    shipped = model.read_text(encoding="utf-8")
    # A key of its own: the deployments of the other tests stay the latest of theirs.
    text = shipped.replace('targetRef="Task_Decide"', 'targetRef="Task_Pay"')
    model.write_text(text.replace('"expense-report"', '"expense-report-changed"'), "utf-8")
    test = project / "test_expense_report.py"
    test.write_text(
        FILES["test_expense_report.py"].replace('"expense-report"', '"expense-report-changed"'),
        "utf-8",
    )
    try:
        code, told = run_pytest(project, scenario_engine, "test_expense_report.py")
    finally:
        model.write_text(shipped, encoding="utf-8")
        test.write_text(FILES[test.name], encoding="utf-8")
    assert code == 1, told
    (shown,) = FAILURE.findall(PAGE)
    # As pytest prints it: the message behind its marker and the exception's name.
    said = re.sub(r"^E +", "", told, flags=re.MULTILINE)
    assert f"ScenarioFailure: {shown}" in said, told


@pytest.mark.engine
def test_the_threshold_of_the_page_fails_a_run_that_reaches_less(
    project: Path, scenario_engine: EngineUnderTest
) -> None:
    (options,) = re.findall(r"^pytest (--scenario-coverage .*)$", PAGE, flags=re.MULTILINE)
    code, told = run_pytest(
        project,
        scenario_engine,
        "--scenario-test-engine",
        *options.split(),
        "-k",
        "daily",
    )
    assert code == 1, told
    assert "1 passed" in told
    assert "1 coverage failure" in told
    assert "flow Withdrawn → Withdrawn (Flow_Withdrawn)" in told
    assert (project / "scenario-coverage" / "coverage.html").exists()


def test_every_block_of_code_names_its_file() -> None:
    assert len(CODE.findall(PAGE)) == len(FILE.findall(PAGE)) == len(FILES)
