"""Every handler has a task in some model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.source import Source


@rule("每个工作者都有模型在用。", Kind.UPKEEP, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Handlers whose topic stands in no model. A topic that is an expression may mean any."""
    if project.unreadable or any(
        node.topic and "{" in node.topic for file in project.models for node in file.nodes()
    ):
        return
    used = {topic for file in project.models for _, topic in file.external_tasks()}
    for topic, handler in sorted((project.handlers or {}).items()):
        if topic not in used and topic not in project.offered:
            yield Flaw(
                Source(PurePosixPath("lint.toml"), ""),
                "",
                f"工作者 {topic}（{handler.label}）没有任何模型在用。",
                "在模型中加上用它的任务，或请开发人员删去这个工作者。",
            )
