"""The case store: one SQLAlchemy database, one transaction per unit of work.

SQLite embedded or PostgreSQL. Tables are declared beside the service that owns them; this
module leaves their meaning to those services.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

_FEN = Decimal("0.01")
_LOOKS = "sop_only_looks"
_PATIENCE_TO_LOOK = 5.0
"""Seconds. Only a database without a write-ahead log makes a reader wait for a writer."""


class StoreUnavailable(Exception):
    """The database cannot be opened; the message says where it is looked for."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant in the store needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Yuan(TypeDecorator[Decimal]):
    """Money in yuan with two decimals, kept as whole fen so that sums are exact everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value != value.quantize(_FEN):
            raise ValueError("money in the store has at most two decimals")
        return int(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / 100).quantize(_FEN)


class Base(DeclarativeBase):
    """Root of all tables of the case store."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        datetime: Instant,
        Decimal: Yuan,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class Store:
    """Opens the database and hands out transactions.

    Args:
        url: SQLAlchemy address, for example ``sqlite:////var/lib/sop/cases.db``.
        read_only: only look: nothing is made or locked, so it works beside a writer, and on a
            file that may not be written.

    Raises:
        StoreUnavailable: the database cannot be opened, or not written where it must be.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        shown = make_url(url).render_as_string()
        self.engine = _open_to_look(url) if read_only else _open(url)
        try:
            if read_only:
                _require_tables(self.engine, shown)
            else:
                Base.metadata.create_all(self.engine)
        except OperationalError as error:
            self.engine.dispose()
            raise StoreUnavailable(_why(error, shown, read_only=read_only)) from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only looks: it waits for no writer, and none waits for it."""
        looking = self.engine.execution_options(**{_LOOKS: True})
        with Session(looking, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back on any exception."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close pooled connections."""
        self.engine.dispose()


def _why(error: OperationalError, shown: str, *, read_only: bool) -> str:
    if "locked" in str(error.orig):
        return f"the case store {shown} is held by another process; try again when that has ended"
    if read_only:
        return (
            f"the case store {shown} cannot be read ({type(error.orig).__name__}); "
            "check that it exists and is readable"
        )
    return (
        f"the case store {shown} cannot be written "
        f"({type(error.orig).__name__}); check that its folder exists and is writable"
    )


def _require_tables(engine: Engine, shown: str) -> None:
    with engine.connect() as connection:
        if not set(inspect(connection).get_table_names()) & set(Base.metadata.tables):
            raise StoreUnavailable(
                f"the case store {shown} holds no cases; `sop up` or `sop work` begins one"
            )


def _open_to_look(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return _open(url)
    path = Path(parsed.database)
    engine = create_engine(parsed, creator=lambda: _connect_to_look(path))

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _connect_to_look(path: Path) -> sqlite3.Connection:
    try:
        return _looking(path, "mode=ro")
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        # A read-only folder cannot take SQLite's shared memory file. Without a log nothing is
        # missing from the file itself, and nobody can write it.
        if os.access(path.parent, os.W_OK, effective_ids=True) or (
            log.exists() and log.stat().st_size
        ):
            raise
        return _looking(path, "immutable=1")


def _filled(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _looking(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_PATIENCE_TO_LOOK,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is off, so that "begin" below can take the
        # write lock at once: a later upgrade of a read transaction would fail, not wait.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        looks = connection.get_execution_options().get(_LOOKS)
        connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")

    return engine
