"""The small project that the rules are tried on, and what is laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workers.lint import Project

HERE = Path(__file__).parent
PAIRS = HERE / "rules"


def laid_over(folder: Path, root: Path) -> Project:
    """The small project with the files of a folder in place of its own."""
    shutil.copytree(HERE / "base", root)
    if folder.is_dir():
        shutil.copytree(folder, root, dirs_exist_ok=True)
    return Project.load(root)


@pytest.fixture
def variant(tmp_path: Path) -> Callable[[str, str], Project]:
    """The valid or the broken project of a rule's pair."""

    def make(rule: str, name: str) -> Project:
        return laid_over(PAIRS / rule / name, tmp_path / name)

    return make
