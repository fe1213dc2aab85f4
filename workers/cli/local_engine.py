"""The engine as a local Java process on the data folder."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import requests

from workers.cli.child_process import ChildPlan, ChildProcess, stop_leftover
from workers.cli.data_folder import DataFolder
from workers.cli.errors import DeadlinePassed, EngineGone, Fault
from workers.cli.logins import ADMIN, Logins
from workers.cli.ports import LOOPBACK
from workers.engine import EngineAddress

START_PATIENCE: Final = timedelta(seconds=120)
STOP_PATIENCE: Final = timedelta(seconds=20)
_TICK: Final = 0.1
_DATABASE: Final = "sop-engine"
_TAKEN: Final = "already in use"
# A quick start matters more here than peak speed: one compiler tier, one collector thread.
_JVM: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx640m")


class PortTaken(Fault):
    """Somebody else took the engine's port while it was starting."""


class LocalEngine:
    """A running local engine."""

    def __init__(self, child: ChildProcess, port: int, logins: Logins) -> None:
        self.child = child
        self.port = port
        self._logins = logins

    @property
    def root(self) -> str:
        """Address without a path."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def rest(self) -> str:
        """Address of its REST API."""
        return f"{self.root}/engine-rest"

    def address(self, user: str = ADMIN) -> EngineAddress:
        """The REST API with the login of a user of the data folder."""
        return EngineAddress(self.rest, user, self._logins[user])

    def check(self) -> None:
        """Make sure that it still runs.

        Raises:
            EngineGone: it has ended.
        """
        if self.child.exit_code is not None:
            raise EngineGone(
                f"the engine has ended by itself (exit {self.child.exit_code})",
                f"See {self.child.plan.log}.",
            )


@contextmanager
def local_engine(
    folder: DataFolder,
    java: Path,
    jar: Path,
    port: int,
    logins: Logins,
    *,
    job_executor: bool = True,
) -> Iterator[LocalEngine]:
    """Start the engine, wait until it is healthy, and stop it at the end of the block.

    The caller holds the folder's lock. Without ``job_executor`` no timer fires by itself.

    Raises:
        PortTaken: the port was taken meanwhile.
        EngineGone: it ended while starting.
        DeadlinePassed: it did not become healthy in time.
    """
    stop_leftover(folder.run / "engine.pid", STOP_PATIENCE)
    shutil.rmtree(_temporary(folder), ignore_errors=True)
    unfinished = _begin_database(folder)
    child = ChildProcess.start(_plan(folder, java, jar, port, logins, job_executor=job_executor))
    try:
        engine = LocalEngine(child, port, logins)
        wait_until_healthy(engine.root, lambda: _check_start(engine), f"See {child.plan.log}.")
        unfinished.unlink(missing_ok=True)
        yield engine
    finally:
        child.stop(STOP_PATIENCE)


def _begin_database(folder: DataFolder) -> Path:
    """Note that the tables are being created, until the engine is healthy for the first time.

    An engine that is killed in between cannot start on what it left, and nothing is in it yet.
    """
    unfinished = folder.engine / "unfinished"
    if unfinished.exists():
        for file in folder.engine.glob(f"{_DATABASE}.*"):
            file.unlink()
    elif not (folder.engine / f"{_DATABASE}.mv.db").exists():
        unfinished.touch()
    return unfinished


def _plan(
    folder: DataFolder, java: Path, jar: Path, port: int, logins: Logins, *, job_executor: bool
) -> ChildPlan:
    database = folder.engine.absolute() / _DATABASE
    if ";" in str(database):
        raise Fault(
            f"the data folder {folder.root} has a semicolon in its path, which its database "
            "would read as a setting",
            "Choose another place with --data.",
        )
    temporary = _temporary(folder)
    temporary.mkdir(exist_ok=True)
    marker = f"-Dsop.data={folder.root.absolute()}"
    return ChildPlan(
        name="engine",
        command=[
            str(java),
            *_JVM,
            f"-Djava.io.tmpdir={temporary}",
            marker,
            "-jar",
            str(jar),
        ],
        environment={
            **os.environ,
            "SOP_ENGINE_PORT": str(port),
            "SOP_ENGINE_ADDRESS": LOOPBACK,
            "SOP_ENGINE_DB_URL": (f"jdbc:h2:file:{database};WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"),
            "SOP_ENGINE_ADMIN_USER": ADMIN,
            "SOP_ENGINE_ADMIN_PASSWORD": logins[ADMIN],
            "SOP_ENGINE_JOB_EXECUTOR": str(job_executor).lower(),
        },
        log=folder.logs / "engine.log",
        pid_file=folder.run / "engine.pid",
        marker=marker,
    )


def _temporary(folder: DataFolder) -> Path:
    """The engine's own place for temporary files: a killed one leaves them behind."""
    return folder.run.absolute() / "tmp"


def wait_until_healthy(root: str, check: Callable[[], None], hint: str) -> None:
    """Wait until the engine at an address answers.

    Args:
        root: its address without a path.
        check: called meanwhile and at the end; raises if it has ended.
        hint: the way out, should it take too long.

    Raises:
        DeadlinePassed: it did not become healthy in time.
    """
    deadline = time.monotonic() + START_PATIENCE.total_seconds()
    with requests.Session() as session:
        session.trust_env = False  # no proxy between us and this machine
        while not _healthy(session, root):
            check()
            if time.monotonic() > deadline:
                raise DeadlinePassed(
                    f"the engine was not ready within {START_PATIENCE.total_seconds():.0f} s", hint
                )
            time.sleep(_TICK)
    # Another program on the same port may be healthy, too.
    check()


def _healthy(session: requests.Session, root: str) -> bool:
    try:
        return session.get(f"{root}/actuator/health", timeout=2).ok
    except requests.RequestException:
        return False


def _check_start(engine: LocalEngine) -> None:
    code = engine.child.exit_code
    if code is None:
        return
    words = engine.child.last_words()
    if _TAKEN in words:
        raise PortTaken(
            f"port {engine.port} for the engine was taken by another program",
            "Choose another with --port.",
        )
    hint = next((line for line in reversed(words.splitlines()) if "ERROR" in line), "")
    raise EngineGone(
        f"the engine ended while starting (exit {code}) {hint}".strip(),
        f"See {engine.child.plan.log}.",
    )
