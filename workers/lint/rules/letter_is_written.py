"""Every notice that is declared has its template, and every template its notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workers.lint.letter_file import ENDING, Letters
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.source import Source


@rule("每个声明的通知都有信函模板，每个模板都有通知。", Kind.FAULT, Needs.LETTERS)
def look(project: Project) -> Iterator[Flaw]:
    """Notices nobody wrote, templates nobody declared, frames that are not there."""
    for letters in project.letter_books:
        yield from _look(project, letters)


def _look(project: Project, letters: Letters) -> Iterator[Flaw]:
    frames = {frame for file in letters.files.values() for frame in file.frames}
    for notice in sorted(letters.facts):
        name = f"{notice}{ENDING}"
        if name not in letters.files and not _is_unreadable(project, name):
            yield Flaw(
                Source(PurePosixPath(letters.folder, name), ""),
                "",
                f"通知 {notice} 没有信函模板。",
                f"写 {name}：第一行是主题，空一行后是正文。",
            )
    for name, file in sorted(letters.files.items()):
        if file.notice not in letters.facts and name not in frames:
            yield Flaw(file, "", f"没有通知叫 {file.notice}。", "改成通知的编号，或删去这个文件。")
        for frame in file.frames:
            if frame not in {**letters.frames, **letters.files} and not _is_unreadable(
                project, frame
            ):
                yield Flaw(file, "", f"引用的模板 {frame} 不存在。", "改成现有的模板。")


def _is_unreadable(project: Project, name: str) -> bool:
    return any(each.path.name == name for each in project.unreadable)
