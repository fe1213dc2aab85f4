"""Every file is what its name says. One finding for each that is not; no other rule sees it."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("每个文件都读得懂。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Files that are no model, table, form, letter or procedure."""
    for file in project.unreadable:
        yield Flaw(
            file,
            "",
            f"文件读不懂，可能被截断或改坏（{file.problem}）。",
            "用 Camunda Modeler 打开它，或从版本库取回上一版。",
        )
