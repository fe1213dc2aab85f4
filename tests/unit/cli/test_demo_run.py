"""Data folders of demo runs: each its own, found again only when unfinished."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.cli.demo_run import DemoRun
from workers.cli.errors import UsageFault


def test_each_run_has_a_folder_of_its_own(tmp_path: Path) -> None:
    first = DemoRun.begin(tmp_path, None, tmp_path)
    second = DemoRun.begin(tmp_path, None, tmp_path)
    assert [run.folder.root.name for run in (first, second)] == ["demo-1", "demo-2"]


def test_the_newest_unfinished_run_goes_on(tmp_path: Path) -> None:
    runs = [DemoRun.begin(tmp_path, None, tmp_path / f"examples-{n}") for n in range(11)]
    runs[-1].finish(keep=True)
    resumed = DemoRun.resume(tmp_path, None)
    assert resumed.folder.root.name == "demo-10"
    assert resumed.examples == tmp_path / "examples-9"
    assert not resumed.is_new


def test_a_run_that_still_runs_is_not_resumed(tmp_path: Path) -> None:
    run = DemoRun.begin(tmp_path, None, tmp_path)
    with run.folder.lock(), pytest.raises(UsageFault, match="no unfinished demo"):
        DemoRun.resume(tmp_path, None)


def test_a_finished_run_lies_there_until_the_next_one_unless_kept(tmp_path: Path) -> None:
    kept, gone, failed = (DemoRun.begin(tmp_path, None, tmp_path) for _ in range(3))
    kept.finish(keep=True)
    gone.finish(keep=False)
    assert gone.folder.root.is_dir()
    DemoRun.begin(tmp_path, None, tmp_path)
    assert kept.folder.root.is_dir()
    assert failed.folder.root.is_dir()
    assert not gone.folder.root.exists()


def test_a_named_folder_is_resumed_by_name(tmp_path: Path) -> None:
    DemoRun.begin(tmp_path, tmp_path / "mine", tmp_path)
    assert DemoRun.resume(tmp_path, tmp_path / "mine").folder.root == tmp_path / "mine"
    with pytest.raises(UsageFault, match="not empty"):
        DemoRun.begin(tmp_path, tmp_path / "mine", tmp_path)
