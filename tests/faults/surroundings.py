"""What every worker process is told, ours or a peer's, and what is the same for all of them.

Standard library only, as peers run in virtual environments of their own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

LOCK = 10
"""Seconds that a lock lasts: short, so that recoveries are seen."""
LONG_POLL = 2
"""Seconds that a poll may wait."""
SLOTS = 8
"""Handlers that run at the same time in one process, where a client has such a thing."""

_NAMES = {
    "url": "FAULTS_URL",
    "user": "FAULTS_USER",
    "password": "FAULTS_PASSWORD",
    "folder": "FAULTS_FOLDER",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The engine as the worker sees it, and the folder of ledger and diaries."""

    url: str
    user: str
    password: str
    folder: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.sqlite"

    @classmethod
    def from_environment(cls) -> Surroundings:
        """As :meth:`to_environment` has left it."""
        told = {field: os.environ[name] for field, name in _NAMES.items()}
        return cls(told["url"], told["user"], told["password"], Path(told["folder"]))

    def to_environment(self) -> dict[str, str]:
        """For the process that is to work there."""
        return {name: str(getattr(self, field)) for field, name in _NAMES.items()}
