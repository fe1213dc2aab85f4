"""Values of variables that Python has no type of its own for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self


class Xml(str):
    """An XML text, kept by the engine as type ``Xml``; what it holds is not checked here."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file variable. Its content is not fetched with the task but when it is read.

    ``File.of("letter.pdf", content, "application/pdf")`` makes one for an output.
    """

    name: str
    mime_type: str | None = None
    encoding: str | None = None
    """Character set of a text file."""
    source: Callable[[], bytes] = field(default=bytes, repr=False, compare=False)

    @classmethod
    def of(
        cls, name: str, content: bytes, mime_type: str | None = None, encoding: str | None = None
    ) -> Self:
        """A file that is here already."""
        return cls(name, mime_type, encoding, lambda: content)

    def read(self) -> bytes:
        """The content; asks the engine each time if the file came from there."""
        return self.source()
