"""Every process and table carries the version of its SOP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_VERSION = re.compile(r"V\d+(?:\.\d+)+")
_TAG = "{http://camunda.org/schema/1.0/dmn}versionTag"


@rule("每个流程和决策表都带规程的版本号。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Missing version tags, and tags that are no version such as V1.1."""
    remedy = "在“版本标签”中填规程的版本，例如 V1.1。"
    for file in project.models:
        for process in file.processes:
            if not _VERSION.fullmatch(process.version_tag or ""):
                yield Flaw(file, process.id, _problem(process.version_tag), remedy)
    for table in project.tables:
        for decision in table.decisions:
            tag = table.elements[decision].get(_TAG)
            if not _VERSION.fullmatch(tag or ""):
                yield Flaw(table, decision, _problem(tag), remedy)


def _problem(tag: str | None) -> str:
    return f"版本标签“{tag}”不是规程的版本号。" if tag else "没有版本标签。"
