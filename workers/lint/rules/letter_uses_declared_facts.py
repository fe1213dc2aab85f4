"""A letter speaks only of facts that its notice declares."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.letter_file import Letters
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule


@rule("信函只用其通知声明的内容。", Kind.FAULT, Needs.LETTERS)
def look(project: Project) -> Iterator[Flaw]:
    """Undeclared facts: the letter cannot be written, and the case stops there."""
    for letters in project.letter_books:
        yield from _look(letters)


def _look(letters: Letters) -> Iterator[Flaw]:
    for letter in letters.files.values():
        declared = letters.facts.get(letter.notice)
        if declared is None:
            continue
        for file, fact in letters.spoken_of(letter):
            if fact not in declared:
                near = get_close_matches(fact, declared, 1)
                hint = (
                    f"是不是 {near[0]}？" if near else f"可用的有：{'、'.join(sorted(declared))}。"
                )
                yield Flaw(
                    file,
                    fact,
                    f"通知 {letter.notice} 没有声明内容 {fact}，信函写不出来。",
                    f"核对名称的拼写，{hint}",
                )
