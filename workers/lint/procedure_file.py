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
    def owner(self) -> str:
        """The group that answers for it, by id; empty where it is not said."""
        return str(self.entries.get("owner", ""))

    @property
    def posts(self) -> tuple[str, ...]:
        """Who works on it, by the name of the group; empty where they are not said."""
        return self._listed("posts")

    @property
    def processes(self) -> tuple[str, ...]:
        """Its processes, by id; empty where they are not said."""
        return self._listed("processes")

    @property
    def declares_cases(self) -> bool:
        """Whether its steps are general topics, which find here what they need."""
        return "case" in self.entries

    @property
    def record(self) -> tuple[str, ...]:
        """Fields of the case's record."""
        return tuple(self._table("record"))

    @property
    def notices(self) -> Mapping[str, Mapping[str, Any]]:  # Any: TOML.
        """Notices by id."""
        return {key: each for key, each in self._table("notices").items() if isinstance(each, dict)}

    def table(self, key: str) -> str:
        """Id of the decision table that a key names; empty where it is not said."""
        return str(self.entries.get(key, ""))

    def _table(self, key: str) -> Mapping[str, Any]:  # Any: TOML.
        found = self.entries.get(key, {})
        return found if isinstance(found, dict) else {}

    def _listed(self, key: str) -> tuple[str, ...]:
        found = self.entries.get(key, ())
        return tuple(map(str, found)) if isinstance(found, list | tuple) else ()

    def line(self, element: str) -> int:
        """Where a key stands."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if element and line.split("=")[0].strip() == element:
                return number
        return 1
