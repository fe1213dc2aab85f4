"""Three ways to look at the same findings: what fails the check, what is a hint, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from workers.lint.finding import Severity
from workers.lint.rule import Kind


class Preset(Enum):
    """For whom the report is."""

    DESIGNER = "designer"
    """While drawing: conventions are hints, and what a developer has to clear away is left out."""
    TEAM = "team"
    """Before a change is handed on: leftovers are hints."""
    CI = "ci"
    """Before a change is taken: everything fails."""

    def severity(self, kind: Kind) -> Severity | None:
        """How severe a finding of this kind is; ``None`` leaves it out."""
        return _SEVERITY[self].get(kind)


_SEVERITY: Final[Mapping[Preset, Mapping[Kind, Severity]]] = {
    Preset.DESIGNER: {Kind.FAULT: Severity.ERROR, Kind.CONVENTION: Severity.WARNING},
    Preset.TEAM: {
        Kind.FAULT: Severity.ERROR,
        Kind.CONVENTION: Severity.ERROR,
        Kind.UPKEEP: Severity.WARNING,
    },
    Preset.CI: dict.fromkeys(Kind, Severity.ERROR),
}
