"""``sop deploy``: models, decision tables and forms to an engine."""

from __future__ import annotations

from pathlib import Path

import click

from workers.casework.clock import SystemClock
from workers.casework.store import Store
from workers.cli.administrator import administrator_of
from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.deployment import Publisher, deploy_all
from workers.cli.errors import Fault
from workers.cli.options import data_option, engine_options, json_option, revise_option
from workers.cli.settings import load_settings
from workers.engine import Engine
from workers.engine.deployments import Deployment


@click.command()
@data_option
@engine_options
@revise_option
@click.option("--yes", is_flag=True, help="Do not ask before changing an engine elsewhere.")
@json_option
def command(
    *,
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
    revise: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Deploy every procedure with its decision tables and forms, and register it.

    What the engine has already stays as it is; running cases keep their version. The content of an
    effective version changes only with its version, or on purpose with --revise.

    \b
    Example:
      sop deploy
      SOP_ENGINE_PASSWORD=… sop deploy --engine-url https://engine/engine-rest --engine-user admin
    """
    console = Console()
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    checkout = Checkout.find()
    address = administrator_of(settings)
    with Engine(
        address, credentials=settings.engine_credentials, tls=settings.engine_tls
    ) as engine:
        health = engine.identity.reach()
        console.say(f"engine {health.engine} {health.version} at {address.host}")
        if not (
            address.is_loopback
            or yes
            or console.confirm(f"Deploy to {address.host}?", flag="--yes")
        ):
            raise Fault("nothing was deployed")
        settings.folder.prepare()
        by = Publisher(address.user or "unknown", SystemClock().now(), revise)
        store = Store(settings.store_address)
        try:
            done = deploy_all(engine, checkout, store, by)
        finally:
            store.close()
    if as_json:
        console.json([_as_data(each) for each in done])
    else:
        for each in done:
            _show(each, console)


def _show(deployment: Deployment, console: Console) -> None:
    state = "new" if deployment.is_new else "unchanged"
    console.data(f"{deployment.name}: {state}")
    for process in deployment.definitions:
        tag = f" {process.version_tag}" if process.version_tag else ""
        console.data(f"  process {process.key}{tag}, version {process.version}")
    for decision in deployment.decisions:
        console.data(f"  decision {decision.key}, version {decision.version}")


# object: JSON of mixed types.
def _as_data(deployment: Deployment) -> dict[str, object]:
    return {
        "name": deployment.name,
        "deploymentId": deployment.id,
        "new": deployment.is_new,
        "processes": {each.key: each.version for each in deployment.definitions},
        "decisions": {each.key: each.version for each in deployment.decisions},
    }
