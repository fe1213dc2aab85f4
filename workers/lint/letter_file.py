"""Templates of letters, and what each may speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, Self

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from workers.lint.source import Source
from workers.models.xml import ModelError

ENDING: Final = ".txt.j2"
# Only read here, never rendered: what escapes what does not matter.
_ENVIRONMENT: Final = Environment(autoescape=True)
_ENVIRONMENT.filters["one_line"] = str


@dataclass(frozen=True)
class LetterFile(Source):
    """One template."""

    tree: nodes.Template

    @classmethod
    def read(cls, path: PurePosixPath, data: bytes) -> Self:
        """Read a file.

        Raises:
            ModelError: it is no template.
        """
        try:
            text = data.decode("utf-8")
            return cls(path, text, _ENVIRONMENT.parse(text))
        except UnicodeDecodeError:
            raise ModelError(f"{path.name} is no UTF-8 text") from None
        except TemplateSyntaxError as error:
            raise ModelError(f"{path.name} line {error.lineno}: {error.message}") from None

    @property
    def notice(self) -> str:
        """Id of the notice, by the file's name."""
        return self.path.name.removesuffix(ENDING)

    @cached_property
    def facts(self) -> frozenset[str]:
        """Names that the template itself speaks of."""
        return frozenset(meta.find_undeclared_variables(self.tree))

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """Files that it extends or includes."""
        return tuple(each for each in meta.find_referenced_templates(self.tree) if each)

    def line_of(self, fact: str) -> int:
        """Where a fact is named first."""
        lines = [each.lineno for each in self.tree.find_all(nodes.Name) if each.name == fact]
        return min(lines, default=1)

    def line(self, element: str) -> int:
        """A fact is the only element of a letter."""
        return self.line_of(element) if element else 1


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a procedure, or of all models that belong to none with letters of its own."""

    files: Mapping[str, LetterFile]
    """By file name."""
    folder: PurePosixPath
    facts: Mapping[str, frozenset[str]]
    """Notice → facts that are declared for it."""
    needed: Mapping[str, frozenset[str]]
    """Notice → those of them that must be given."""
    parameter: str
    sent_by: Mapping[str, Collection[str]]
    frames: Mapping[str, LetterFile]
    """Shared by all procedures, by file name."""
    steps: Collection[str] = ()
    """Input parameters that name several notices, with commas between them."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Notice → what it is called, where its declaration says so."""

    def spoken_of(self, letter: LetterFile) -> Iterator[tuple[LetterFile, str]]:
        """Every fact that comes into a letter, with the file that names it."""
        seen: set[str] = set()
        waiting = [letter]
        while waiting:
            file = waiting.pop()
            if file.path.name in seen:
                continue
            seen.add(file.path.name)
            for fact in sorted(file.facts):
                yield file, fact
            known = {**self.frames, **self.files}
            waiting += [known[each] for each in file.frames if each in known]


def named_notices(letters: Letters | None, parameter: str, value: str) -> tuple[str, ...]:
    """The notices that an input parameter of a step names."""
    if letters is None:
        return ()
    if parameter == letters.parameter:
        return (value,)
    if parameter in letters.steps:
        return tuple(each.strip() for each in value.split(","))
    return ()
