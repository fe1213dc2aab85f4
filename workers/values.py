"""Values of variables that Python has no type of its own for; contract and engine share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function, str_schema


class Xml(str):
    """An XML text, kept by the engine as type ``Xml``; what it holds is not checked here."""

    __slots__ = ()

    # Any: pydantic's own protocol.
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A text in a model; validated to this type."""
        return no_info_after_validator_function(cls, str_schema())


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
