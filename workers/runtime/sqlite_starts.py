"""Start counts in an SQLite file, for the workers of one machine."""

from __future__ import annotations

from pathlib import Path

from workers.runtime.sqlite_file import SqliteFile

__all__ = ["SqliteStartCounts"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS start (
    task_id TEXT PRIMARY KEY, starts INTEGER NOT NULL, latest TEXT NOT NULL
)"""


class SqliteStartCounts:
    """Implements :class:`~workers.runtime.StartCounts`. **Thread-safe**, and safe for processes.

    A commit is not synced to the disk: it must outlive a killed process, not a power failure.
    Counts of tasks that never came again are dropped after 30 days.
    """

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, sync=False)
        with self._file.connection() as connection:
            connection.execute("DELETE FROM start WHERE latest < datetime('now', '-30 days')")

    def starts(self, task_id: str) -> int:
        """How many starts are counted."""
        with self._file.connection() as connection:
            row = connection.execute(
                "SELECT starts FROM start WHERE task_id = ?", (task_id,)
            ).fetchone()
        return int(row[0]) if row else 0

    def started(self, task_id: str) -> int:
        """Count one more start; how many there are now."""
        with self._file.connection() as connection:
            (starts,) = connection.execute(
                "INSERT INTO start VALUES (?, 1, datetime('now')) ON CONFLICT (task_id) DO UPDATE "
                "SET starts = starts + 1, latest = excluded.latest RETURNING starts",
                (task_id,),
            ).fetchone()
        return int(starts)

    def clear(self, task_id: str) -> None:
        """Forget the starts of a task."""
        with self._file.connection() as connection:
            connection.execute("DELETE FROM start WHERE task_id = ?", (task_id,))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
