"""What a mail server has accepted, noted before the store can be: one line for each mail.

The store's write lock is contended, so between the server's 250 and our commit lie up to some
hundred milliseconds in which a killed process would forget the mail and send it again. A line
appended to a file survives the kill and takes microseconds. It narrows the gap; it cannot
close it, for nothing can (design §5).
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class DeliveryJournal:
    """Message-IDs that were accepted, kept by one process at a time.

    Args:
        path: the file; it is begun if missing, and emptied by :meth:`settle`.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def acquire(self) -> bool:
        """Become its keeper; false while another process is. It ends with the process."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def accepted(self) -> list[str]:
        """The noted Message-IDs, oldest first; a half-written last line is no line."""
        content = os.pread(self._file, os.fstat(self._file).st_size, 0).decode()
        whole, _, _half = content.rpartition("\n")
        return whole.split("\n") if whole else []

    def note(self, message_id: str) -> None:
        """The server has just accepted this mail."""
        os.write(self._file, f"{message_id}\n".encode())

    def settle(self) -> None:
        """The store knows of every noted mail: begin anew."""
        os.ftruncate(self._file, 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
