"""Findings that ``lint.toml`` accepts, and what of that file is out of date."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from workers.lint.configuration import FILE, Accepted
from workers.lint.finding import Finding
from workers.lint.project import Project
from workers.lint.rule import Flaw
from workers.lint.source import Source

CURRENT: Final = "configuration-current"
"""The one rule that no module holds: it looks at what the others found."""


def covers(accepted: Accepted, finding: Finding) -> bool:
    """Whether a finding is one of those that are accepted."""
    here = finding.element in accepted.elements if accepted.elements else not finding.element
    meant = not accepted.saying or any(each in finding.problem for each in accepted.saying)
    return accepted.rule == finding.rule and accepted.file == finding.file and here and meant


def stale(project: Project, found: Collection[Finding], ran: Collection[str]) -> Iterator[Flaw]:
    """What the file says of findings or elements that are there no longer.

    Args:
        project: what was looked at.
        found: everything that was found, accepted or not.
        ran: rules that looked; of the others nothing can be said.
    """
    file = project.root / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    source = Source(PurePosixPath(FILE), text)
    for accepted in project.configuration.accepted:
        gone = _gone(accepted, found) if accepted.rule in ran else []
        if gone:
            yield Flaw(
                source,
                "",
                f"已接受的问题不再出现：规则 {accepted.rule}，{accepted.file}，{'、'.join(gone)}。",
                "从 lint.toml 的 [[accepted]] 中删去这些。",
            )
    nodes = {process.id: file.model for file in project.models for process in file.model.processes}
    for process, elements in project.configuration.brought.items():
        known = nodes[process].nodes if process in nodes else {}
        strange = sorted(set(elements) - set(known))
        if strange or process not in nodes:
            yield Flaw(
                source,
                "",
                f"[brought.{process}] 写了模型中没有的元素：{'、'.join(strange) or process}。",
                "改成现有元素的标识，或删去。",
            )


def _gone(accepted: Accepted, found: Collection[Finding]) -> list[str]:
    covered = [each for each in found if covers(accepted, each)]
    if not covered:
        return ["、".join(accepted.elements) or "整个文件"]
    elements = sorted(set(accepted.elements) - {each.element for each in covered})
    said = [each for each in accepted.saying if not any(each in one.problem for one in covered)]
    return elements + said
