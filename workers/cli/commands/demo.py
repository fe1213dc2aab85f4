"""``sop demo``: the whole thing once, from intake to archive."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.demo import RESUME, Demo
from workers.cli.demo_report import DemoReport, collect, show, show_json
from workers.cli.demo_run import DemoRun
from workers.cli.errors import CheckFailed
from workers.cli.examples import Examples
from workers.cli.interruption import interruptible, shielded
from workers.cli.log import configure_log
from workers.cli.options import data_option, json_option
from workers.cli.settings import Settings, load_settings
from workers.cli.stage import StagePlan, stage
from workers.cli.wiring import Application

_DEADLINE: Final = 300


@click.command()
@click.option("--keep", is_flag=True, help="Keep the run's data folder for good.")
@click.option("--resume", is_flag=True, help="Go on with the newest unfinished run.")
@data_option
@click.option(
    "--input",
    "examples",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Complaints to play. [default: examples/ of the checkout]",
)
@click.option(
    "--timeout",
    type=click.IntRange(min=1),
    default=_DEADLINE,
    show_default=True,
    help="Seconds after which it gives up.",
)
@json_option
def command(
    *,
    keep: bool,
    resume: bool,
    data: Path | None,
    examples: Path | None,
    timeout: int,
    as_json: bool,
) -> None:
    """Play example complaints on an engine of its own: intake, staff, workers, mail, archive.

    Staff log in as members of their groups and submit the deployed forms. Each run has a data
    folder of its own, .sop/demo-<n>; the next run removes it unless --keep said otherwise or
    something failed.

    \b
    Example:
      sop demo
      sop demo --keep --input my-complaints/
    """
    deadline = time.monotonic() + timeout
    console = Console()
    configure_log("console", "error")
    with interruptible():
        checkout = Checkout.find()
        base = load_settings().data_dir
        run = (
            DemoRun.resume(base, data)
            if resume
            else DemoRun.begin(base, data, examples or checkout.examples)
        )
        try:
            read = Examples.read(run.examples, checkout.examples, datetime.now(UTC))
            report = _play(run, read, checkout, console, deadline, as_json=as_json)
        except BaseException:
            with shielded():
                _leave(run, console)
            raise
        run.finish(keep=keep or not report.flawless)
        _say_where(run, console, keep=keep)
    if not report.flawless:
        raise CheckFailed("the demo ended, but its checks found something", "See the lines above.")


def _play(
    run: DemoRun,
    examples: Examples,
    checkout: Checkout,
    console: Console,
    deadline: float,
    *,
    as_json: bool,
) -> DemoReport:
    began = time.monotonic()
    console.title(f"{len(examples.complaints)} complaints, data in {run.folder.root}")
    plan = StagePlan(_own_settings(run), checkout, engine_port=None, smtp_port=None)
    with stage(plan, console) as running, Application.open(running.settings) as app:
        demo = Demo(running, app, examples, console)
        demo.prepare()
        demo.hand_in()
        demo.play(deadline)
        report = collect(running, app)
        if as_json:
            show_json(report, console)
        else:
            show(report, running, console)
        console.say("stopping")
    console.say(f"played in {time.monotonic() - began:.0f} s; everything is stopped")
    return report


def _own_settings(run: DemoRun) -> Settings:
    """The run's own folder, store and addresses, whatever the environment says."""
    folder = run.folder
    return load_settings(
        data=folder.root, store_url=f"sqlite:///{folder.cases.absolute()}", engine_url=None
    )


def _leave(run: DemoRun, console: Console) -> None:
    if run.is_new and not run.folder.cases.exists():
        run.discard()
    else:
        console.say(f"the data is kept in {run.folder.root}; {RESUME}")


def _say_where(run: DemoRun, console: Console, *, keep: bool) -> None:
    root = run.folder.root
    until = "" if keep else ", until the next demo (--keep keeps it for good)"
    console.say(f"data kept in {root}: archive/ the case files, mail/ the mails, logs/{until}")
