"""What an examination looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from workers.casework.calendar import WorkCalendar
from workers.engine import Engine, EngineAddress
from workers.engine.tls import Tls
from workers.ports import Clock


class Level(StrEnum):
    """How bad it is."""

    WRONG = "wrong"
    """Mend it now: something is open, or will not work."""
    SOON = "soon"
    """It works today; have a date for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; ``mend`` says what to do, in one sentence."""

    level: Level
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Installation:
    """What is examined. Nothing of it is changed.

    ``engine`` carries the login of an administrator, ``worker`` that of the workers, if it is
    known. ``topics`` are those that the workers of this version serve.
    """

    engine: Engine
    worker: EngineAddress | None
    tls: Tls
    topics: AbstractSet[str]
    calendar: WorkCalendar
    clock: Clock

    def as_somebody(self, user: str | None = None, password: str | None = None) -> Engine:
        """The same engine with another login, or with none."""
        return Engine(EngineAddress(self.engine.address.url, user, password), tls=self.tls)
