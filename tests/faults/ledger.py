"""The ledger of effects that all worker processes share: an SQLite file, without any framework.

What a peer needs for its effects is here as well as what an application of ours does beyond
that; so this module stands on the standard library only and runs in any virtual environment.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# No constraint keeps an effect from being booked twice: a double must be seen, not prevented.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS effect (
    number INTEGER PRIMARY KEY, effect_key TEXT NOT NULL, task_id TEXT NOT NULL,
    worker TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS result (effect_key TEXT PRIMARY KEY, variables TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trouble (effect_key TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS cure (at REAL NOT NULL);
"""


class Ledger:
    """Effects, recorded results, and what handlers remember of their troubles.

    **Thread-safe**, and safe for processes. A commit outlives the process, not a power failure.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        with self._writing() as connection:
            connection.execute("SELECT 1")

    def book(self, effect_key: str, task_id: str, worker: str) -> None:
        """Book an effect, as a plain handler would."""
        with self._writing() as connection:
            self._insert(connection, effect_key, task_id, worker)

    def result(self, effect_key: str) -> dict[str, str] | None:
        """What was recorded under this key."""
        row = (
            self._connection()
            .execute("SELECT variables FROM result WHERE effect_key = ?", (effect_key,))
            .fetchone()
        )
        return None if row is None else json.loads(row[0])

    def settle(
        self, effect_key: str, task_id: str, worker: str, variables: dict[str, str]
    ) -> dict[str, str]:
        """Book an effect and record its result in one transaction.

        Returns:
            What is recorded now: another run of the same key may have been first, and then
            nothing is booked.
        """
        with self._writing() as connection:
            recorded = self.result(effect_key)
            if recorded is not None:
                return recorded
            self._insert(connection, effect_key, task_id, worker)
            connection.execute(
                "INSERT INTO result VALUES (?, ?)", (effect_key, json.dumps(variables))
            )
        return variables

    def in_trouble(self, effect_key: str) -> int:
        """Count a trouble of a handler durably; how many there were so far, this included."""
        with self._writing() as connection:
            (times,) = connection.execute(
                "INSERT INTO trouble VALUES (?, 1) ON CONFLICT (effect_key) "
                "DO UPDATE SET times = times + 1 RETURNING times",
                (effect_key,),
            ).fetchone()
        return int(times)

    def cure(self) -> None:
        """Somebody has mended what was poisonous."""
        with self._writing() as connection:
            connection.execute("INSERT INTO cure VALUES (?)", (time.monotonic(),))

    def cured(self) -> bool:
        """Whether that has happened."""
        return self._connection().execute("SELECT 1 FROM cure").fetchone() is not None

    def effects(self) -> Counter[str]:
        """Effect key → how often it was booked."""
        rows = self._connection().execute("SELECT effect_key, count(*) FROM effect GROUP BY 1")
        return Counter(dict(rows.fetchall()))

    def troubles(self) -> dict[str, int]:
        """Effect key → how often its handler had trouble."""
        return dict(self._connection().execute("SELECT effect_key, times FROM trouble").fetchall())

    @staticmethod
    def _insert(connection: sqlite3.Connection, effect_key: str, task_id: str, worker: str) -> None:
        connection.execute(
            "INSERT INTO effect (effect_key, task_id, worker, at) VALUES (?, ?, ?, ?)",
            (effect_key, task_id, worker, time.monotonic()),
        )

    def _connection(self) -> sqlite3.Connection:
        kept: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if kept is None:
            kept = sqlite3.connect(self._path, timeout=30, isolation_level=None)
            kept.execute("PRAGMA journal_mode = WAL")
            kept.execute("PRAGMA synchronous = NORMAL")
            kept.executescript(_SCHEMA)
            self._own.connection = kept
        return kept

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
