"""Twenty models as other people write them: findings, no crash, and nothing said that is wrong.

Each folder is a project without configuration. Its ``expected.txt`` was read line by line against
the model; whoever changes a rule and sees one change has to read it again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from workers.lint import Preset, Project, check
from workers.lint.report_text import as_text

FOREIGN = sorted(each for each in (Path(__file__).parent / "foreign").iterdir() if each.is_dir())


def test_there_are_twenty() -> None:
    assert len(FOREIGN) == 20


@pytest.mark.parametrize("folder", FOREIGN, ids=lambda each: each.name)
def test_the_report_is_as_it_was_read(folder: Path) -> None:
    text = as_text(check(Project.load(folder), Preset.CI)) + "\n"
    expected = folder / "expected.txt"
    if os.environ.get("LINT_EXPECTED") == "write":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOREIGN, ids=lambda each: each.name)
def test_where_workers_and_groups_are_known_topics_and_groups_of_others_are_reported(
    folder: Path, tmp_path: Path
) -> None:
    """The same with our own small project's workers, groups and notices: no rule gives up."""
    root = Path(shutil.copytree(folder, tmp_path / "project"))
    base = folder.parents[1] / "base"
    shutil.copy(base / "identity.toml", root)
    shutil.copytree(base / "letters", root / "letters")
    settings = (base / "lint.toml").read_text(encoding="utf-8")
    known = settings.replace('["bpmn"]', '["."]').replace('["forms"]', '["."]')
    (root / "lint.toml").write_text(known.partition("[brought")[0], encoding="utf-8")
    project = Project.load(root)
    report = check(project, Preset.DESIGNER)
    assert not report.not_checked
    topics = {
        (each.file, each.element) for each in report.findings if each.rule == "topic-has-handler"
    }
    assert topics == {
        (str(file.path), task.id) for file in project.models for task, _ in file.external_tasks()
    }
