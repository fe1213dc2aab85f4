"""``sop register``: the customer register."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cli.console import Console
from workers.cli.log import configure_log
from workers.cli.options import data_option
from workers.cli.settings import load_settings
from workers.cli.wiring import Application
from workers.services.register import Register


@click.group()
def command() -> None:
    """The customer register: customers, orders, contracts, earlier service."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@data_option
def seed(*, folder: Path, data: Path | None) -> None:
    """Read customers.csv, orders.csv, contracts.csv and service_history.csv of FOLDER.

    Rows that are there already are replaced.

    \b
    Example:
      sop register seed examples/register
    """
    settings = load_settings(data)
    configure_log("console", "error")
    settings.folder.prepare()
    with Application.open(settings) as app, app.store.begin() as session:
        rows = Register(session).seed(folder)
    Console().say(f"{rows} rows read")
