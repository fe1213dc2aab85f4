"""``sop doctor``: is a live installation in order, and if not, how is it mended?"""

from __future__ import annotations

from pathlib import Path

import click

from workers.casework.calendar import WorkCalendar
from workers.casework.clock import SystemClock
from workers.cli.administrator import administrator_of
from workers.cli.console import Console
from workers.cli.doctor.examination import Result, examine
from workers.cli.doctor.finding import Installation, Level
from workers.cli.errors import CheckFailed
from workers.cli.logins import WORKER, Logins
from workers.cli.options import data_option, engine_options, json_option
from workers.cli.settings import Settings, load_settings
from workers.cli.table import table
from workers.engine import Engine, EngineAddress
from workers.procedures import HANDLERS


@click.command()
@data_option
@engine_options
@json_option
def command(
    *, data: Path | None, engine_url: str | None, engine_user: str | None, as_json: bool
) -> None:
    """Examine a live installation; changes nothing.

    Says of each check whether all is well, what is wrong, and how to mend it. Ends with 4 if
    something is wrong; what needs a date only (soon) is no failure. Takes an administrator's
    login.

    \b
    Example:
      sop doctor
      SOP_ENGINE_PASSWORD=… sop doctor --engine-url https://engine/engine-rest --engine-user admin
    """
    console = Console()
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    address = administrator_of(settings)
    with Engine(
        address, credentials=settings.engine_credentials, tls=settings.engine_tls
    ) as engine:
        health = engine.identity.reach()
        console.say(f"engine {health.engine} {health.version} at {address.host}")
        results = examine(
            Installation(
                engine,
                _worker(settings, address),
                settings.engine_tls,
                frozenset(each.topic for each in HANDLERS),
                WorkCalendar.shipped(settings.calendar_file),
                SystemClock(),
            )
        )
    if as_json:
        console.json([_as_data(each) for each in results])
    else:
        _show(results, console)
    wrong = sum(finding.level is Level.WRONG for result in results for finding in result.findings)
    if wrong:
        raise CheckFailed(f"{wrong} things are wrong", "The table says how to mend each.")


def _worker(settings: Settings, address: EngineAddress) -> EngineAddress | None:
    """The login of the workers, where the data folder has it."""
    password = Logins.read(settings.folder).get(WORKER)
    return EngineAddress(address.url, WORKER, password) if password else None


def _show(results: list[Result], console: Console) -> None:
    rows = []
    for result in results:
        if not result.findings:
            rows.append((result.check, "ok", ""))
        for finding in result.findings:
            rows.append((result.check, finding.level.value, finding.problem))
            rows.append(("", "", f"→ {finding.mend}"))
    console.data(table(("check", "state", ""), rows))


# object: JSON of mixed types.
def _as_data(result: Result) -> dict[str, object]:
    return {
        "check": result.check,
        "findings": [
            {"level": each.level.value, "problem": each.problem, "mend": each.mend}
            for each in result.findings
        ],
    }
