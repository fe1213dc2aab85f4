"""A file of the project as findings point at it: path, lines, what its elements are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Source:
    """One file."""

    path: PurePosixPath
    """Relative to the project."""
    text: str

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def folder(self) -> PurePosixPath:
        """Where it lies; the files of one procedure lie side by side."""
        return self.path.parent

    def label(self, element: str) -> str:
        """What people call an element; empty where it has no name."""
        return ""

    def line(self, element: str) -> int:
        """Where the element begins, from 1; 1 where it cannot be told."""
        if not element:
            return 1
        quoted = re.escape(element)
        found = re.search(rf"""(\bid|"id"|"key")\s*[=:]\s*["']{quoted}["']""", self.text)
        return self.text.count("\n", 0, found.start()) + 1 if found else 1
