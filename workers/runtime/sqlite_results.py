"""Recorded results in an SQLite file, for the workers of one machine."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from workers.contract import BpmnError, Completion, Outcome
from workers.engine import decode_all, encode_all
from workers.runtime.replay import RecordedResult
from workers.runtime.sqlite_file import SqliteFile

__all__ = ["SqliteResults"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
    effect_key TEXT PRIMARY KEY, task_id TEXT NOT NULL, recorded TEXT NOT NULL,
    code TEXT, message TEXT, variables TEXT NOT NULL
)"""


class SqliteResults:
    """Implements :class:`~workers.runtime.ResultLedger`. **Thread-safe**, and safe for processes.

    Variables are kept as the engine takes them, so a replay says the same to the engine. **They
    are data of the process: keep the file where such data may lie.**
    """

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, sync=True)

    def find(self, effect_key: str) -> RecordedResult | None:
        """What was recorded under this key."""
        with self._file.connection() as connection:
            row = connection.execute(
                "SELECT task_id, code, message, variables FROM result WHERE effect_key = ?",
                (effect_key,),
            ).fetchone()
        if row is None:
            return None
        task_id, code, message, kept = row
        variables = decode_all(json.loads(kept))
        outcome: Outcome = (
            Completion(variables) if code is None else BpmnError(code, message, variables)
        )
        return RecordedResult(effect_key, task_id, outcome)

    def record(self, result: RecordedResult) -> None:
        """Record a result; the first under a key stays.

        Raises:
            EncodeError: a variable that the engine would not take either.
        """
        outcome = result.outcome
        code, message = (
            (outcome.code, outcome.message) if isinstance(outcome, BpmnError) else (None, None)
        )
        variables = json.dumps(encode_all(outcome.variables))
        with self._file.connection() as connection:
            connection.execute(
                "INSERT INTO result VALUES (?, ?, datetime('now'), ?, ?, ?) ON CONFLICT DO NOTHING",
                (result.effect_key, result.task_id, code, message, variables),
            )

    def forget(self, effect_key: str) -> None:
        """Let the next delivery run again, for an answer that the engine can never take."""
        with self._file.connection() as connection:
            connection.execute("DELETE FROM result WHERE effect_key = ?", (effect_key,))

    def drop_older_than(self, age: timedelta) -> int:
        """Drop results that no redelivery will ask for any more; how many there were."""
        with self._file.connection() as connection:
            return connection.execute(
                "DELETE FROM result WHERE recorded < datetime('now', ?)",
                (f"{-age.total_seconds():+} seconds",),
            ).rowcount

    def close(self) -> None:
        """Close the file."""
        self._file.close()
