"""The case store: one SQLAlchemy database, one transaction per unit of work.

SQLite embedded or PostgreSQL. Tables are declared beside the service that owns them; this
module leaves their meaning to those services.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    String,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from workers.casework import migrations

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


class Words(TypeDecorator[str]):
    """Text of any length. A NUL, which PostgreSQL refuses, becomes U+FFFD everywhere."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\x00", "\ufffd") if value else value


class Base(DeclarativeBase):
    """Root of all tables of the case store."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        datetime: Instant,
        Decimal: Yuan,
        str: Words,
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
        address = _with_driver(make_url(url))
        shown = address.render_as_string()
        self.engine = _open_to_look(address) if read_only else _open(address)
        try:
            if read_only:
                _require_newest(self.engine, shown)
            else:
                _bring_up_to_date(self.engine, shown)
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


def alone(session: Session, what: str) -> None:
    """From here to the end of the transaction nobody else is alone with the same thing.

    For what is read, decided on and then written: a number, a budget, the end of a chain. SQLite
    has one writer anyway; PostgreSQL locks no rows that are not there yet.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))


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


def _require_newest(engine: Engine, shown: str) -> None:
    with engine.connect() as connection:
        version = migrations.version_of(connection)
    if version is None:
        raise StoreUnavailable(
            f"the case store {shown} holds no cases; `sop up` or `sop work` begins one"
        )
    if version < migrations.NEWEST:
        raise StoreUnavailable(
            f"the case store {shown} was made by an older version of sop-workers; "
            "`sop up` or `sop work` brings it up to date"
        )
    if version > migrations.NEWEST:
        raise _too_new(shown, version)


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    """Make the tables, or give an older store what it lacks: all of it or nothing."""
    with engine.begin() as connection:
        migrations.lock(connection)
        version = migrations.version_of(connection)
        if version is None:
            migrations.mark(connection, migrations.NEWEST)
        elif version != migrations.NEWEST:
            try:
                migrations.upgrade(connection, version)
            except migrations.TooNew:
                raise _too_new(shown, version) from None
        Base.metadata.create_all(connection)


def _too_new(shown: str, version: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"the case store {shown} was made by a newer version of sop-workers (schema {version}, "
        f"this one knows {migrations.NEWEST}); install that version"
    )


def _with_driver(address: URL) -> URL:
    """``postgresql://…`` means the driver that is installed with this program."""
    if address.drivername in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    return address


def _open_to_look(parsed: URL) -> Engine:
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return _open(parsed)
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


def _open(parsed: URL) -> Engine:
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
