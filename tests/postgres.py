"""A PostgreSQL server of the test run: Debian's, as a process on a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.engine_host import required

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "max_connections=40")


def missing() -> str | None:
    """Why no server can be started here, with the way out; ``None`` if one can.

    Raises:
        RuntimeError: it cannot, and SOP_REQUIRE names postgres.
    """
    reason = None
    if _command("initdb") is None:
        reason = "PostgreSQL is not installed (apt-get install postgresql)"
    elif os.geteuid() == 0 and not _account():
        reason = "PostgreSQL does not run as root, and there is no account postgres"
    if reason and "postgres" in required():
        raise RuntimeError(f"SOP_REQUIRE names postgres, but {reason}")
    return reason


@contextmanager
def server() -> Iterator[str]:
    """The SQLAlchemy address of an empty database; the server ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="sop-pg-"))  # short: a socket's path has 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user="postgres")
        data = folder / "data"
        _run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(
            f"-c {setting}" for setting in (*_SETTINGS, f"unix_socket_directories={folder}")
        )
        _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(url: str) -> None:
    """Take every table out of the database."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _command(name: str) -> str | None:
    return shutil.which(name) or next(
        (str(folder / name) for folder in _BINARIES if (folder / name).exists()), None
    )


def _account() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


def _run(name: str, *arguments: str) -> None:
    account = "postgres" if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(_command(name)), *arguments],
        user=account,
        group=account,
        extra_groups=[] if account else None,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip() or done.stdout.strip()}")
