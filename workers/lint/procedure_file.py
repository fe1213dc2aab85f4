"""``procedure.toml``: what the paper says of a procedure (number, version, posts)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final, Self

from workers.lint.source import Source
from workers.models.xml import ModelError

FILE: Final = "procedure.toml"


@dataclass(frozen=True)
class ProcedureFile(Source):
    """One procedure; keys that are not known here are for others to read."""

    entries: Mapping[str, Any]  # Any: TOML.

    @classmethod
    def read(cls, path: PurePosixPath, data: bytes) -> Self:
        """Read a file.

        Raises:
            ModelError: it is no TOML.
        """
        try:
            text = data.decode("utf-8")
            return cls(path, text, tomllib.loads(text))
        except ValueError as error:
            raise ModelError(f"{path.name} is no TOML: {error}") from None

    @property
    def number(self) -> str:
        """For example CSC-2024-001; empty where it is not said."""
        return str(self.entries.get("number", ""))

    @property
    def version(self) -> str:
        """For example V1.1; empty where it is not said."""
        return str(self.entries.get("version", ""))

    @property
    def posts(self) -> tuple[str, ...]:
        """Groups that work on it, by id; empty where they are not said."""
        posts = self.entries.get("posts", ())
        return tuple(map(str, posts)) if isinstance(posts, list | tuple | dict) else ()

    def line(self, element: str) -> int:
        """Where a key stands."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if element and line.split("=")[0].strip() == element:
                return number
        return 1
