"""Everything that one data folder needs to run: engine, identity, models, mail, workers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workers.casework.clock import SystemClock
from workers.casework.store import Store
from workers.cli.checkout import Checkout
from workers.cli.child_process import ChildProcess
from workers.cli.console import Console
from workers.cli.deployment import Publisher, deploy_all, starters_of
from workers.cli.engine_jar import ensure_jar, find_java
from workers.cli.flavour import Flavour
from workers.cli.identity import Directory
from workers.cli.local_engine import LocalEngine, PortTaken, local_engine
from workers.cli.logins import ADMIN, WORKER, Logins
from workers.cli.mail_catcher import mail_catcher
from workers.cli.ports import LOOPBACK, free_port, require_free
from workers.cli.provisioning import seed_identity
from workers.cli.settings import Settings
from workers.cli.worker_process import check_worker, worker_process
from workers.engine import Engine

_TRIES: Final = 3
_LONG_POLL: Final = 2
"""Seconds. On this machine an empty poll costs nothing, and a stop waits for the last one."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What to bring up. A port of ``None`` means any free one.

    ``revise`` says what changed in an effective version of a procedure.
    """

    settings: Settings
    checkout: Checkout
    engine_port: int | None
    smtp_port: int | None
    revise: str | None = None
    flavour: Flavour = Flavour.CAMUNDA


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs. ``settings`` are those of the workers, ``admin`` may do anything."""

    settings: Settings
    engine: LocalEngine
    admin: Engine
    logins: Logins
    directory: Directory
    workers: ChildProcess

    def check(self) -> None:
        """Make sure that the children still run.

        Raises:
            Fault: one has ended.
        """
        self.engine.check()
        check_worker(self.workers)


@contextmanager
def stage(plan: StagePlan, console: Console) -> Iterator[Stage]:
    """Bring everything up, and stop it in reverse order at the end of the block.

    Raises:
        Fault: something cannot be started; the message says what and the way out.
    """
    folder = plan.settings.folder
    with ExitStack() as running:
        running.enter_context(folder.lock())
        if plan.engine_port is not None:
            require_free(plan.engine_port, "engine", "--port")
        if plan.smtp_port is not None:
            require_free(plan.smtp_port, "mail catcher", "--smtp-port")
        java = find_java()
        jar = ensure_jar(plan.checkout, console, folder, plan.flavour)
        directory = Directory.shipped()
        logins = Logins.ensure(folder, directory.accounts)
        smtp_port = plan.smtp_port or free_port()
        running.enter_context(mail_catcher(folder.mail, smtp_port))
        console.say("starting the engine (about 12 s)")
        engine = _start_engine(running, plan, java, jar, logins)
        admin = running.enter_context(Engine(engine.address()))
        settings = _settings(plan.settings, engine, logins, smtp_port)
        console.progress("users, groups, models and forms")
        with ThreadPoolExecutor(1, "deployment") as pool:
            deploying = pool.submit(_deploy, admin, plan, settings)
            take_over(admin, plan.flavour)
            opened = directory.opened(starters_of(plan.checkout))
            seed_identity(admin, opened, logins, settings.role_domain)
            deploying.result()
        release_locks(admin)
        running.enter_context(
            folder.announce(
                {"engine_url": engine.rest, "smtp_host": LOOPBACK, "smtp_port": smtp_port}
            )
        )
        console.progress("workers")
        workers = running.enter_context(worker_process(settings))
        yield Stage(settings, engine, admin, logins, directory, workers)


def _deploy(admin: Engine, plan: StagePlan, settings: Settings) -> None:
    store = Store(settings.store_address)
    try:
        by = Publisher(ADMIN, SystemClock().now(), plan.revise)
        deploy_all(admin, plan.checkout, store, by)
    finally:
        store.close()


def take_over(admin: Engine, flavour: Flavour) -> None:
    """Make our administrator one also for an engine that found the database of another flavour.

    Its web apps would believe that nobody administers it, and offer the page that makes one.
    """
    admin.identity.ensure_group(flavour.administrators, "系统管理员", kind="SYSTEM")
    admin.identity.ensure_member(flavour.administrators, ADMIN)


def release_locks(admin: Engine) -> None:
    """Free the external tasks that workers of a killed run still hold.

    Only right while we hold the data folder alone and before our workers start.
    """
    for task in admin.external_tasks.find(locked=True):
        admin.worker_calls.unlock(task.id)


def _start_engine(
    running: ExitStack, plan: StagePlan, java: Path, jar: Path, logins: Logins
) -> LocalEngine:
    folder = plan.settings.folder
    for attempt in range(_TRIES):
        port = plan.engine_port or free_port()
        try:
            return running.enter_context(local_engine(folder, java, jar, port, logins))
        except PortTaken:
            if plan.engine_port is not None or attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _settings(base: Settings, engine: LocalEngine, logins: Logins, smtp_port: int) -> Settings:
    changed = {
        "engine_url": engine.rest,
        "engine_user": WORKER,
        "engine_password": logins[WORKER],
        "smtp_host": LOOPBACK,
        "smtp_port": smtp_port,
        "long_poll_seconds": min(base.long_poll_seconds, _LONG_POLL),
    }
    return Settings.model_validate({**base.model_dump(), **changed})
