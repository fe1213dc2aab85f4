"""``sop new``: lay out a procedure that runs, to be changed in the Modeler."""

from __future__ import annotations

import click

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.new_procedure import Draft, lay_out


@click.command()
@click.argument("name")
@click.option("--title", required=True, help="Chinese name, for example 用印申请流程.")
@click.option("--number", required=True, help="Number of the procedure, for example ADM-2026-050.")
@click.option("--prefix", required=True, help="Begin of its case numbers, for example YZ.")
def command(*, name: str, title: str, number: str, prefix: str) -> None:
    """Lay out a procedure NAME: model, tables, forms, letters, declaration and a scenario.

    \b
    Example:
      sop new seal-request --title 用印申请流程 --number ADM-2026-050 --prefix YZ
      sop lint && make test TEST=tests/scenarios/seal_request
    """
    console = Console()
    checkout = Checkout.find()
    for file in lay_out(checkout.root, Draft(name, title, number, prefix)):
        console.data(str(file.relative_to(checkout.root)))
    console.say(f"open bpmn/{name}/{name}.bpmn in the Camunda Modeler; then sop lint, sop render")
