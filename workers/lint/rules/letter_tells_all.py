"""A letter tells every fact that its notice needs."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.letter_file import Letters
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule


@rule("通知必需的内容，信函都写到。", Kind.CONVENTION, Needs.LETTERS)
def look(project: Project) -> Iterator[Flaw]:
    """Facts that must be given and are then told to nobody."""
    for letters in project.letter_books:
        yield from _look(letters)


def _look(letters: Letters) -> Iterator[Flaw]:
    for letter in letters.files.values():
        needed = letters.needed.get(letter.notice, frozenset())
        told = {fact for _, fact in letters.spoken_of(letter)}
        for fact in sorted(needed - told):
            yield Flaw(
                letter,
                "",
                f"通知 {letter.notice} 必需内容 {fact}，信函却没有写到它。",
                f"在信函中写上 {{{{ {fact} }}}}，或请开发人员把它改为可选。",
            )
