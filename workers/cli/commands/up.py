"""``sop up``: engine, workers and mail catcher on a persistent data folder."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from pathlib import Path
from typing import Final

import click

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.errors import UsageFault
from workers.cli.flavour import Flavour
from workers.cli.interruption import Interrupted, interruptible
from workers.cli.log import configure_log
from workers.cli.logins import ADMIN
from workers.cli.options import data_option, health_option, revise_option
from workers.cli.settings import Settings, load_settings
from workers.cli.stage import Stage, StagePlan, stage
from workers.cli.table import table
from workers.cli.wiring import Application

_TICK: Final = 0.5
_SHOWN: Final = ("cs-specialist", "cs-supervisor", "cs-manager", "ops")


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Engine."
)
@click.option(
    "--smtp-port",
    type=click.IntRange(1, 65535),
    default=8025,
    show_default=True,
    help="Mail catcher.",
)
@click.option(
    "--engine",
    type=click.Choice([each.value for each in Flavour]),
    default=Flavour.CAMUNDA.value,
    show_default=True,
    help="Which engine; each takes over the database of the other.",
)
@health_option
@revise_option
@data_option
def command(
    *,
    port: int,
    smtp_port: int,
    engine: str,
    health_port: int | None,
    revise: str | None,
    data: Path | None,
) -> None:
    """Keep engine, workers and mail catcher running until Ctrl-C.

    All data lies in one folder and is there again the next time.

    \b
    Example:
      sop up
      sop up --port 9090 --data /var/lib/sop
      sop up --engine operaton
    """
    console = Console()
    configure_log("console", "error")
    with interruptible():
        checkout = Checkout.find()
        settings = load_settings(data, running=False, health_port=health_port)
        if settings.engine_url is not None:
            raise UsageFault(
                f"the engine {settings.engine_url} is named, and `sop up` brings its own",
                "Use `sop deploy` and `sop work` with that one, or unset SOP_ENGINE_URL.",
            )
        try:
            plan = StagePlan(settings, checkout, port, smtp_port, revise, Flavour(engine))
            with stage(plan, console) as running:
                with Application.open(running.settings) as app:
                    resumed = app.intake_desk().resume()
                if resumed:
                    console.say(f"{len(resumed)} complaints from the inbox started")
                _banner(running, plan.flavour, smtp_port, console)
                while True:
                    running.check()
                    time.sleep(_TICK)
        except Interrupted:
            console.say("everything is stopped")  # this is how it is meant to end


def _probes(running: Stage) -> str:
    settings = running.settings
    if settings.health_port is None:
        return ""
    root = f"http://{settings.health_host}:{settings.health_port}"
    return f"  Workers   {root}/metrics, /health/live, /health/ready\n"


def _banner(running: Stage, flavour: Flavour, smtp_port: int, console: Console) -> None:
    apps = flavour.apps(running.engine.root)
    directory, logins = running.directory, running.logins
    people = [
        (directory.names[group], person.name, person.id, logins[person.id])
        for group in _SHOWN
        for person in directory.members(group)[:2]
    ]
    folder = running.settings.folder
    console.title("\nsop is up. Ctrl-C stops everything; the data stays.")
    console.data(
        f"  Tasklist  {apps}/tasklist/\n"
        f"  Cockpit   {apps}/cockpit/\n"
        f"  REST      {running.engine.rest}\n"
        f"  SMTP      {running.settings.smtp_host}:{smtp_port} (caught in {folder.mail})\n"
        f"  Data      {folder.root.absolute()}\n"
        f"{_probes(running)}"
        f"  Logs      {folder.logs}\n"
    )
    rows = [*people, ("管理员", "", ADMIN, logins[ADMIN])]
    console.data(table(("组", "姓名", "user", "password"), rows))
    console.data(f"\n  All logins: {folder.logins_file}")
    console.say(f"\nNext, in another terminal:\n{next_steps(Path(sys.argv[0]), folder.root)}")
    console.warn("for trial on this machine only: not for production")


def next_steps(program: Path, data: Path) -> str:
    """Commands that hand in a first complaint, as they work from the same directory.

    Args:
        program: how this program was called.
        data: the data folder that is running.
    """
    found = shutil.which(program.name)
    on_path = found is not None and Path(found).resolve() == program.resolve()
    sop = program.name if on_path else shlex.quote(os.path.relpath(program))
    is_default = data == Settings.model_fields["data_dir"].default
    option = "" if is_default else f" --data {shlex.quote(str(data))}"
    return (
        f"  {sop} register seed examples/register{option}\n"
        f"  {sop} start complaint-handling"
        f" --input examples/complaints/01-faulty-part-3200.eml{option}\n"
        "Then log in to Tasklist as one of the 客服专员: the task is in the filter 本组待认领."
    )
