"""An engine with the whole company on it, in real time: what a user of the web apps meets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.play import Company
from tests.engine_host import EngineHost, engine_host
from workers.cli.checkout import Checkout
from workers.cli.deployment import Publisher, deploy_all, starters_of
from workers.cli.identity import Directory
from workers.cli.mail_catcher import mail_catcher
from workers.cli.ports import free_port
from workers.cli.provisioning import seed_identity
from workers.cli.settings import load_settings
from workers.cli.wiring import Application
from workers.engine import Engine
from workers.services.register import Register

ROOT = Path(__file__).parents[2]
COMPANY = "海川装备"
"""As it stands in the titles of the web apps."""


@pytest.fixture(scope="session")
def host(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[EngineHost]:
    """The engine; the first test waits for it."""
    folder = tmp_path_factory.mktemp("engine")
    settings = {"SOP_ENGINE_COMPANY": COMPANY}
    with engine_host(folder, Directory.shipped().accounts, settings) as running:
        reporter = request.config.pluginmanager.getplugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(
                f"browser tests use the {running.kind} engine at {running.rest}{running.why}"
            )
        yield running


@pytest.fixture(scope="session")
def company(host: EngineHost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Staff, models, workers, store and mail server."""
    with open_company(host, tmp_path_factory.mktemp("company")) as opened:
        yield opened


@contextmanager
def open_company(host: EngineHost, folder: Path) -> Iterator[Company]:
    """The company on an engine, with its store in a folder; what is there already stays."""
    directory = Directory.shipped()
    smtp_port = free_port()
    with (
        Engine(host.address()) as admin,
        mail_catcher(folder / "mail", smtp_port),
    ):
        settings = load_settings(
            folder,
            engine_url=host.rest,
            engine_user="sop-worker",
            engine_password=host.logins["sop-worker"],
            smtp_port=smtp_port,
            long_poll_seconds=2,
        )
        starters = starters_of(Checkout(ROOT))
        seed_identity(admin, directory.opened(starters), host.logins, settings.role_domain)
        with Application.open(settings) as application:
            by = Publisher("admin", application.installation.clock.now())
            deploy_all(admin, Checkout(ROOT), application.store, by)
            with application.store.begin() as session:
                Register(session).seed(ROOT / "examples" / "register")
            worker = application.worker()
            sender = application.mail_sender()
            thread = threading.Thread(target=worker.run, name="worker")
            thread.start()
            sender.start()
            try:
                yield Company(application, admin, host, directory)
            finally:
                worker.stop()
                thread.join(60)
                sender.stop()
