"""Every notice that is declared is sent somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from workers.lint.expression import is_expression
from workers.lint.letter_file import ENDING, Letters, named_notices
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.source import Source
from workers.models.xml import text


@rule("每个声明的通知都在某处发出。", Kind.UPKEEP, Needs.LETTERS)
def look(project: Project) -> Iterator[Flaw]:
    """Notices that no step names and that no worker which some model uses sends by itself."""
    if project.unreadable:
        return
    for letters in project.letter_books:
        models = [file for file in project.models if project.letters_of(file) is letters]
        yield from _look(letters, models)


def _look(letters: Letters, models: Sequence[ModelFile]) -> Iterator[Flaw]:
    named = {
        notice
        for file in models
        for node in file.nodes()
        for each in file.extensions(node.id, "inputOutput/inputParameter")
        for notice in named_notices(letters, str(each.get("name")), text(each))
    }
    if any(map(is_expression, named)):
        return
    topics = {topic for file in models for _, topic in file.external_tasks()}
    by_workers = {
        notice
        for topic, notices in letters.sent_by.items()
        if topic in topics
        for notice in notices
    }
    for notice in sorted(set(letters.facts) - named - by_workers):
        name = f"{notice}{ENDING}"
        source = letters.files.get(name) or Source(PurePosixPath(letters.folder, name), "")
        yield Flaw(
            source,
            "",
            f"通知 {notice} 没有任何步骤或工作者发出。",
            "在模型中加发送任务，或在 lint.toml 的 [letters.sent_by] 写明由谁发出，或删去它。",
        )
