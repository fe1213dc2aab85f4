"""A limit of a person's step, as workers work it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A due date, and the timer that wakes at its rungs."""

    due: str
    """The expression of the due date."""
    label: str
    rungs: str
    """The expression of the timer; empty where nothing reminds."""
    word: str
    """What ids are made of: ``FirstResponse``."""
    escalation: Mapping[str, str] | None
    """Code and name of the escalation that a rung ends in."""

    def as_data(self) -> dict[str, object]:
        """What the plug-in of the Modeler reads."""
        return {"timer": self.rungs, "word": self.word, "escalation": self.escalation}
