"""``sop templates``: element templates of the Camunda Modeler, from what workers declare."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.errors import CheckFailed, Fault
from workers.cli.options import json_option
from workers.lint import Project
from workers.lint.configuration import FILE, ConfigurationError
from workers.modeler import drift, write


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 4 where a file is out of date.")
@json_option
def command(*, check: bool, as_json: bool) -> None:
    """Write bpmn/.camunda/element-templates from the contracts of the workers.

    The Modeler offers them for every model below that folder: each worker with its inputs,
    choices, retries and errors, and the step of a person with its group, form and limit.

    \b
    Example:
      sop templates
      sop templates --check
    """
    console = Console()
    project = _project()
    if check:
        found = drift(project)
        if as_json:
            console.json(found.sentences())
        elif found:
            console.data("\n".join(found.sentences()))
        if found:
            raise CheckFailed(
                "element templates do not say what the workers declare", "Run sop templates."
            )
        return
    written = write(project)
    if as_json:
        console.json([each.as_posix() for each in written])
        return
    for each in written:
        console.data(each.as_posix())
    console.say(f"{len(written)} files changed." if written else "Up to date.")


def _project() -> Project:
    here = Path.cwd()
    own = (each for each in (here, *here.parents) if (each / FILE).is_file())
    try:
        return Project.load(next(own, None) or Checkout.find().root)
    except ConfigurationError as error:
        raise Fault(str(error)) from None
