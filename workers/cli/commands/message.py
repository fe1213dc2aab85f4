"""``sop message``: what a customer says to a running case."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cli.console import Console
from workers.cli.errors import UsageFault
from workers.cli.log import configure_log
from workers.cli.options import data_option, engine_options
from workers.cli.settings import load_settings
from workers.cli.wiring import Application


@click.group()
def command() -> None:
    """Tell a case what its customer said."""


@command.command()
@click.argument("case_no", metavar="NUMBER")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@data_option
@engine_options
def supply(
    *,
    case_no: str,
    values: tuple[str, ...],
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
) -> None:
    """Supply missing data: orderNo, contractNo, complainantName, contactPhone, contactEmail, text.

    \b
    Example:
      sop message supply TS-20261121-0006 contactPhone=13800000106 orderNo=DD20261012-0064
    """
    supplied = dict(_pair(each) for each in values)
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    configure_log("console", "error")
    with Application.open(settings) as app:
        try:
            app.messages().supply_information(case_no, supplied)
        except ValueError as error:
            raise UsageFault(str(error)) from None
    Console().say(f"{case_no} has received the data")


@command.command()
@click.argument("case_no", metavar="NUMBER")
@click.option("--reason", required=True, help="Why, in the customer's words.")
@data_option
@engine_options
def withdraw(
    *,
    case_no: str,
    reason: str,
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
) -> None:
    """Withdraw a complaint.

    \b
    Example:
      sop message withdraw TS-20261121-0006 --reason 已自行解决
    """
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    configure_log("console", "error")
    with Application.open(settings) as app:
        app.messages().withdraw(case_no, reason)
    Console().say(f"{case_no} is withdrawn")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value.strip()):
        raise UsageFault(f"{text} is not of the form FIELD=VALUE")
    return name, value.strip()
