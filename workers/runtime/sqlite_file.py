"""One table in an SQLite file, shared by the threads of a process and by processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""


class SqliteFile:
    """A connection behind a lock. **Thread-safe.**

    Args:
        path: the file; it is made when absent.
        schema: idempotent DDL.
        sync: ``True`` syncs each commit to the disk, so that it survives a power failure;
            ``False`` survives the end of the process only, and is much quicker.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """

    def __init__(self, path: Path, schema: str, *, sync: bool) -> None:
        self._guard = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
        self._connection.execute(schema)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time; each statement commits by itself."""
        with self._guard:
            yield self._connection

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._connection.close()
