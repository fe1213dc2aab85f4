"""A wall clock that can be stepped under a running process (docker/faults/wall-clock.c).

The monotonic clock stays what it is, as it does when the clock of a real machine is put right.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path


class Clock:
    """The wall clock of one process and of its successors.

    Args:
        folder: where the file lies that the preloaded library has mapped.
        name: of that file.
    """

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{name}.clock"
        self.offset = 0
        """Seconds by which the clock is ahead of the true one."""
        self._write()

    def step(self, seconds: int) -> None:
        """Put the clock forward, or back by negative seconds."""
        self.offset += seconds
        self._write()

    def environment(self, library: str, file: str | None = None) -> dict[str, str]:
        """What a process needs to live by this clock, ``file`` being where it sees it."""
        return {"LD_PRELOAD": library, "WALL_CLOCK_FILE": file or str(self.file)}

    def _write(self) -> None:
        # In place and in one write: another file of the same name would not be the mapped one.
        descriptor = os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o644)
        try:
            os.pwrite(descriptor, struct.pack("=q", self.offset), 0)
        finally:
            os.close(descriptor)
