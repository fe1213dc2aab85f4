"""Lints a copy of the project with one break after another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutations import of_forms, of_models, of_tables
from tests.mutations.mutant import ROOT, Mutant
from workers.lint import Preset, Project, check, rulebook
from workers.lint.bpmnlint import bpmnlint

COPIED = ("bpmn", "forms", "workers/procedures/complaint/letters", "workers/casework/frames")
SINGLE = ("lint.toml", "workers/cli/identity.toml", ".bpmnlintrc", "package.json")


@dataclass(frozen=True)
class Verdict:
    """What lint made of a break."""

    mutant: Mutant
    rules: tuple[str, ...]
    """Rules that found something; none where lint did not see it."""


def mutants() -> Iterator[Mutant]:
    """Every break, kind by kind."""
    for kind in (*of_models.KINDS, *of_tables.KINDS, *of_forms.KINDS):
        yield from kind()


def copy(root: Path) -> None:
    """What lint reads of the project, so that a break stays in the copy."""
    for folder in COPIED:
        shutil.copytree(ROOT / folder, root / folder)
    for file in SINGLE:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    if (ROOT / "node_modules").is_dir():
        (root / "node_modules").symlink_to((ROOT / "node_modules").resolve())


def found_unbroken(root: Path) -> list[str]:
    """Rules that find something in the copy as it is: every break would seem to be caught."""
    return sorted({each.rule for each in check(Project.load(root), Preset.CI).findings})


def judge(mutant: Mutant, root: Path) -> Verdict:
    """Lint the copy with one break, as CI does."""
    file = root / mutant.file
    whole = file.read_bytes()
    try:
        if mutant.text is None:
            file.unlink()
        else:
            file.write_text(mutant.text, encoding="utf-8")
        project = Project.load(root)
        rules = list(rulebook())
        asked, _ = bpmnlint(project)
        if asked is not None and mutant.file.endswith(".bpmn"):
            rules.append(asked)
        report = check(project, Preset.CI, rules)
        return Verdict(mutant, tuple(sorted({each.rule for each in report.findings})))
    finally:
        file.write_bytes(whole)
