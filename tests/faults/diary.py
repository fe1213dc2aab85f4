"""What a worker process writes down for the judge: one line of JSON for each thing.

Times are those of the monotonic clock, which all processes of a machine share and no step of a
wall clock moves. Standard library only, so that every peer can write one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class Diary:
    """One process' own file; a line is written at once or, if the process dies, not at all."""

    def __init__(self, folder: Path, worker_id: str) -> None:
        self._worker_id = worker_id
        self._file = os.open(
            folder / f"{os.getpid()}-{time.monotonic_ns()}.diary",
            os.O_CREAT | os.O_WRONLY | os.O_APPEND,
        )
        self.note("hello")

    def note(self, what: str, task_id: str = "", detail: str = "") -> None:
        """Write down that something has happened."""
        entry = [what, time.monotonic(), os.getpid(), self._worker_id, task_id, detail]
        os.write(self._file, (json.dumps(entry) + "\n").encode())


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``hello`` of a process, ``began`` a handler, ``told`` the engine."""

    what: str
    at: float
    pid: int
    worker_id: str
    task_id: str
    detail: str


def read(folder: Path) -> list[Entry]:
    """All lines of all processes, in order of time."""
    entries = [Entry(*json.loads(line)) for file in folder.glob("*.diary") for line in _lines(file)]
    return sorted(entries, key=lambda entry: entry.at)


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield line
