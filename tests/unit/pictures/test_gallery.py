"""The gallery knows which pictures are old, without drawing any."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.unit.pictures.test_stamp import PNG, SVG
from workers.cli.main import sop
from workers.lint import Project
from workers.pictures.exhibits import exhibits
from workers.pictures.gallery import hang, old, tidy
from workers.pictures.stamp import stamp_of, stamp_png, stamp_svg
from workers.pictures.studio import Picture

ROOT = Path(__file__).parents[3]
BASE = ROOT / "tests" / "unit" / "lint" / "base"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(BASE, tmp_path / "project")
    return Project.load(tmp_path / "project")


@pytest.fixture
def gallery(project: Project) -> Iterator[Path]:
    """A gallery that is up to date, of pictures that show nothing."""
    folder = project.root / "docs" / "pictures"
    subjects = list(exhibits(project))
    for each in subjects:
        mark = stamp_of(each.content)
        hang(folder, each, Picture(stamp_svg(SVG, mark), stamp_png(PNG, mark)))
    tidy(folder, subjects)
    return folder


def told(project: Project, gallery: Path) -> list[str]:
    again = Project.load(project.root)
    return [f"{file.as_posix()} {what}" for file, what in old(gallery, exhibits(again))]


def test_every_model_table_and_form_has_a_picture(project: Project, gallery: Path) -> None:
    files = {each.relative_to(gallery).as_posix() for each in gallery.rglob("*.*")}
    assert files == {
        "README.md",
        "purchase.svg",
        "purchase.png",
        "purchase-delivery.svg",
        "purchase-delivery.png",
        "tables/approval.png",
        "forms/goods-inspection.png",
        "forms/purchase-request.png",
        "forms/purchase-review.png",
    }
    assert told(project, gallery) == []


def test_a_changed_source_makes_its_pictures_old(project: Project, gallery: Path) -> None:
    model = project.root / "bpmn" / "purchase" / "purchase.bpmn"
    model.write_text(model.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    assert told(project, gallery) == [
        "purchase.png is older than its source",
        "purchase.svg is older than its source",
    ]


def test_missing_pictures_and_those_of_nothing_are_told(project: Project, gallery: Path) -> None:
    (gallery / "tables" / "approval.png").unlink()
    (project.root / "forms" / "purchase-review.form").unlink()
    assert told(project, gallery) == [
        "tables/approval.png is missing",
        "forms/purchase-review.png is of a file that there is no longer",
        "README.md lists other pictures",
    ]


def test_other_pictures_in_the_folder_are_left_alone(project: Project, gallery: Path) -> None:
    (gallery / "tasklist.png").write_bytes(PNG)
    assert told(project, gallery) == []
    tidy(gallery, exhibits(project))
    assert (gallery / "tasklist.png").is_file()


def test_tidying_takes_away_what_is_of_nothing(project: Project, gallery: Path) -> None:
    (project.root / "forms" / "purchase-review.form").unlink()
    tidy(gallery, exhibits(Project.load(project.root)))
    assert not (gallery / "forms" / "purchase-review.png").exists()
    assert told(project, gallery) == []


def test_the_command_fails_on_an_old_picture(
    project: Project, gallery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    runner = CliRunner()
    assert runner.invoke(sop, ["render", "--check"]).exit_code == 0
    (gallery / "purchase.png").write_bytes(stamp_png(PNG, "0" * 64))
    failed = runner.invoke(sop, ["render", "--check"])
    assert failed.exit_code == 4
    assert failed.stdout == "purchase.png is older than its source\n"


def test_our_pictures_are_up_to_date() -> None:
    assert list(old(ROOT / "docs" / "pictures", exhibits(Project.load(ROOT)))) == []
