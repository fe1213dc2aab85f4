"""The schema of the case store, version by version (Alembic).

A new store is made at the newest version. An older one is brought up to date when it is opened to
write, with its cases. The files of :mod:`versions` never change once released: they speak of
plain columns, not of today's classes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

NEWEST: Final = "0004"
"""The version that this program reads and writes; the last of :mod:`versions`."""
_FIRST: Final = "0001"
_TABLE: Final = "alembic_version"
_LOCK: Final = 7_301_945
"""Of PostgreSQL's advisory locks the one under which a schema is looked at and changed."""


class TooNew(Exception):
    """The store was made by a newer version of the program."""


def version_of(connection: Connection) -> str | None:
    """The version of a store; ``None`` for one without tables.

    Stores made before versions were counted are of the first one.
    """
    tables = set(inspect(connection).get_table_names())
    if _TABLE in tables:
        stated = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608
        return str(stated) if stated else None
    return _FIRST if "complaint_case" in tables else None


def lock(connection: Connection) -> None:
    """Let nobody else change the schema until the transaction ends; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def mark(connection: Connection, version: str) -> None:
    """Write the version into a store that has none."""
    connection.execute(
        text(
            f"CREATE TABLE IF NOT EXISTS {_TABLE} (version_num VARCHAR(32) NOT NULL, "
            f"CONSTRAINT {_TABLE}_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text(f"DELETE FROM {_TABLE}"))  # noqa: S608
    connection.execute(
        text(f"INSERT INTO {_TABLE} (version_num) VALUES (:version)"),  # noqa: S608
        {"version": version},
    )


def upgrade(connection: Connection, version: str) -> None:
    """Bring a store of that version up to date, within the connection's transaction.

    Args:
        connection: to the store; on PostgreSQL with the lock taken.
        version: what :func:`version_of` answers.

    Raises:
        TooNew: this program does not know the version.
    """
    # Imported here: it takes a third of a second, and most stores need no change.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version not in known:
        raise TooNew(version)
    config.attributes["connection"] = connection
    if _TABLE not in inspect(connection).get_table_names():
        mark(connection, version)
    command.upgrade(config, NEWEST)
