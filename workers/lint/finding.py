"""What lint tells: where, what is wrong, how to mend it. Texts are read by designers: Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Whether a finding fails the check; the value is the word that people read."""

    ERROR = "错误"
    WARNING = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit."""

    file: str
    """Relative to the project, with forward slashes."""
    line: int
    """From 1, where the element begins."""
    element: str
    """Id of the element; empty where the finding is about the whole file."""
    name: str
    """What people call the element; empty where it has no name."""
    rule: str
    severity: Severity
    problem: str
    remedy: str

    @property
    def place(self) -> str:
        """The element by name and id."""
        if not self.element:
            return "整个文件"
        return f"「{self.name}」（{self.element}）" if self.name else self.element

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Sorts findings as a person reads the files."""
        return (self.file, self.line, self.rule, self.problem)
