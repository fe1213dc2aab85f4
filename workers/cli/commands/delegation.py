"""``sop delegation``: the authority to compensate that a manager gives to the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import click

from workers.casework.money import AmountError, parse_yuan
from workers.casework.timezone import written
from workers.cli.console import Console
from workers.cli.errors import UsageFault
from workers.cli.log import configure_log
from workers.cli.options import data_option, engine_options, json_option
from workers.cli.settings import load_settings
from workers.cli.table import table
from workers.cli.wiring import Application
from workers.services.compensation import Compensations, Delegation
from workers.services.intake import IntakeError, fields

_MANAGERS: Final = "cs-manager"


@click.group()
def command() -> None:
    """Delegated authority to compensate (below ¥5000)."""


# object: click hands in text.
def _yuan(_context: click.Context, _parameter: click.Parameter, value: str) -> Decimal:
    try:
        amount = parse_yuan(value)
    except AmountError as error:
        raise click.BadParameter(str(error)) from None
    if amount is None:
        raise click.BadParameter("an amount in yuan is needed, such as 4000.00")
    return amount


def _instant(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> datetime | None:
    if value is None:
        return None
    try:
        return fields.instant("", "date", value)
    except IntakeError:
        raise click.BadParameter("write it as 2026-12-31 or 2026-12-31T18:00 (Shanghai)") from None


def _end(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A day alone means until its end."""
    instant = _instant(context, parameter, value)
    only_a_day = value is not None and ":" not in value
    return instant + timedelta(days=1) if instant and only_a_day else instant


def _dates(function: Callable[..., None]) -> Callable[..., None]:
    function = click.option(
        "--to", "valid_to", required=True, callback=_end, help="Last day, or instant (Shanghai)."
    )(function)
    return click.option(
        "--from", "valid_from", callback=_instant, help="First day, or instant. [default: now]"
    )(function)


@command.command()
@click.option("--delegator", required=True, metavar="USER", help="The manager who gives it.")
@_dates
@click.option("--ceiling", required=True, callback=_yuan, help="Most for one case, in yuan.")
@click.option("--monthly-budget", required=True, callback=_yuan, help="Most for a month, in yuan.")
@data_option
@engine_options
def grant(
    *,
    delegator: str,
    valid_from: datetime | None,
    valid_to: datetime,
    ceiling: Decimal,
    monthly_budget: Decimal,
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
) -> None:
    """Record that a manager delegates his authority to the worker.

    The engine is asked whether the delegator is a member of cs-manager.

    \b
    Example:
      sop delegation grant --delegator chenjing --to 2026-12-31 --ceiling 4000 \
        --monthly-budget 20000
    """
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    configure_log("console", "error")
    with Application.open(settings) as app:
        if _MANAGERS not in app.engine.identity.groups_of(delegator):
            raise UsageFault(
                f"{delegator} is not a member of {_MANAGERS} on {app.engine.address.host}",
                "Only a manager can delegate.",
            )
        with app.store.begin() as session:
            try:
                given = Compensations(session).delegate(
                    delegator,
                    valid_from=valid_from or app.installation.clock.now(),
                    valid_to=valid_to,
                    ceiling=ceiling,
                    monthly_budget=monthly_budget,
                )
            except ValueError as error:
                raise UsageFault(str(error)) from None
    Console().say(f"delegation {given.id} is recorded")


@command.command()
@click.argument("number", type=click.IntRange(min=1))
@data_option
def revoke(*, number: int, data: Path | None) -> None:
    """End delegation NUMBER now.

    \b
    Example:
      sop delegation revoke 1
    """
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings) as app, app.store.begin() as session:
        ended = Compensations(session).revoke(number, app.installation.clock.now())
    if ended is None:
        raise UsageFault(f"there is no delegation {number}", "`sop delegation list` shows them.")
    Console().say(f"delegation {number} is revoked")


@command.command("list")
@data_option
@json_option
def list_delegations(*, data: Path | None, as_json: bool) -> None:
    """All delegations ever given.

    \b
    Example:
      sop delegation list
    """
    console = Console()
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings, read_only=True) as app, app.store.read() as session:
        given = Compensations(session).delegations()
    if as_json:
        console.json([_as_data(each) for each in given])
        return
    rows = [
        (
            str(each.id),
            each.delegator,
            written(each.valid_from),
            written(each.valid_to),
            f"{each.ceiling:.2f}",
            f"{each.monthly_budget:.2f}",
            written(each.revoked_at) if each.revoked_at else "",
        )
        for each in given
    ]
    console.data(table(("号", "授权人", "自", "至", "单笔上限", "月度额度", "撤销"), rows))


# object: JSON of mixed types.
def _as_data(each: Delegation) -> dict[str, object]:
    return {
        "id": each.id,
        "delegator": each.delegator,
        "validFrom": each.valid_from.isoformat(),
        "validTo": each.valid_to.isoformat(),
        "ceiling": f"{each.ceiling:.2f}",
        "monthlyBudget": f"{each.monthly_budget:.2f}",
        "revokedAt": each.revoked_at.isoformat() if each.revoked_at else None,
    }
