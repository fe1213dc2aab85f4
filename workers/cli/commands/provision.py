"""``sop provision``: groups, accounts, permissions and filters that an engine lacks."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cli.administrator import administrator_of
from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.deployment import starters_of
from workers.cli.errors import Fault
from workers.cli.identity import Directory
from workers.cli.logins import Logins
from workers.cli.options import data_option, engine_options, json_option
from workers.cli.provisioning import Wish, plan
from workers.cli.settings import load_settings
from workers.engine import Engine


@click.command()
@click.option(
    "--list",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Who there should be. [default: the company of the examples]",
)
@click.option(
    "--people/--no-people",
    default=True,
    show_default=True,
    help="Make accounts of staff; without, they come from elsewhere, as from LDAP.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
@engine_options
@json_option
def command(
    *,
    file: Path | None,
    people: bool,
    dry_run: bool,
    yes: bool,
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
    as_json: bool,
) -> None:
    """Give an engine the groups, accounts, permissions and filters that it lacks.

    The plan is shown first. What is there stays, whoever made it; a second time there is nothing
    to do. New accounts get generated passwords, which stand in logins.toml of the data folder.

    \b
    Example:
      sop provision --dry-run
      sop provision --list company.toml --no-people --engine-url https://engine/engine-rest
    """
    console = Console()
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    listed = Directory.read(file) if file else Directory.shipped()
    directory = listed.opened(starters_of(Checkout.find()))
    address = administrator_of(settings)
    folder = settings.folder
    with Engine(
        address, credentials=settings.engine_credentials, tls=settings.engine_tls
    ) as engine:
        health = engine.identity.reach()
        console.say(f"engine {health.engine} {health.version} at {address.host}")
        wish = Wish(
            directory,
            lambda user: Logins.read(folder)[user],
            settings.role_domain,
            people=people,
        )
        planned = plan(engine, wish)
        steps = [step.what for step in planned.steps]
        if as_json:
            console.json({"applied": not dry_run, "steps": steps})
        else:
            for what in steps:
                console.data(what)
        if not steps:
            console.say("nothing is missing")
        elif dry_run:
            console.say(f"{len(steps)} steps would be taken; nothing was changed")
        else:
            question = f"Take these {len(steps)} steps on {address.host}?"
            if not (yes or console.confirm(question, flag="--yes")):
                raise Fault("nothing was changed")
            folder.prepare()
            Logins.ensure(folder, (each.id for each in wish.accounts))
            console.say(f"{planned.apply()} steps taken")
