"""``sop start``: hand in complaints."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cases.intake_desk import HandedIn, Outcome
from workers.cli.console import Console
from workers.cli.errors import UsageFault
from workers.cli.log import configure_log
from workers.cli.options import data_option, engine_options, json_option
from workers.cli.settings import load_settings
from workers.cli.wiring import Application
from workers.engine import Engine
from workers.services.intake import read_intake


@click.command()
@click.argument("process")
@click.option(
    "--input",
    "files",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="FILE",
    help="A mail (.eml), web form (.json) or phone note (.txt); may be repeated.",
)
@click.option("--resume", is_flag=True, help="Start what lies in the inbox and was not started.")
@click.option(
    "--anyway",
    "set_aside",
    multiple=True,
    metavar="ID",
    help="Open a case for a mail that was set aside (`sop case set-aside`).",
)
@data_option
@engine_options
@json_option
def command(
    *,
    process: str,
    files: tuple[Path, ...],
    resume: bool,
    set_aside: tuple[str, ...],
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
    as_json: bool,
) -> None:
    """Hand in complaints to PROCESS. Handing in the same one again changes nothing.

    A mail that answers one of ours is added to its case; a bounce, an absence note or a bulk mail
    is kept and set aside.

    \b
    Example:
      sop start complaint-handling --input examples/complaints/01-faulty-part-3200.eml
    """
    if not files and not resume and not set_aside:
        raise click.UsageError("Give --input FILE, --resume, or --anyway ID.")
    console = Console()
    configure_log("console", "error")
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    settings.folder.prepare()
    with Application.open(settings) as app:
        now = app.installation.clock.now()
        for path in files:  # before anything is kept: all or nothing
            read_intake(path, now)
        _require_process(app.engine, process)
        desk = app.intake_desk()
        handed_in = desk.resume(process) if resume else []
        handed_in += [desk.open_anyway(each, process) for each in set_aside]
        handed_in += [desk.hand_in(path, process) for path in files]
    if as_json:
        console.json(
            [
                {
                    "intakeId": each.intake_id,
                    "outcome": each.outcome.name.lower(),
                    "processInstanceId": each.process_instance_id,
                    "caseNo": each.case_no,
                    "reason": each.reason,
                }
                for each in handed_in
            ]
        )
        return
    for each in handed_in:
        console.data(f"{each.intake_id} {_told(each)}")
    console.say("`sop case list` shows the numbers of the cases")


def _told(handed_in: HandedIn) -> str:
    match handed_in.outcome:
        case Outcome.ADDED:
            return f"added to case {handed_in.case_no} ({handed_in.reason})"
        case Outcome.SET_ASIDE:
            about = f", about case {handed_in.case_no}" if handed_in.case_no else ""
            return f"set aside without a case ({handed_in.reason}{about})"
        case Outcome.ALREADY_THERE:
            return f"is there already, process instance {handed_in.process_instance_id}"
        case Outcome.STARTED:
            return f"started, process instance {handed_in.process_instance_id}"


def _require_process(engine: Engine, process: str) -> None:
    if engine.deployments.definitions(process, latest=True):
        return
    known = sorted({each.key for each in engine.deployments.definitions(latest=True)})
    raise UsageFault(
        f"there is no process {process} on {engine.address.host}",
        f"There are {', '.join(known)}." if known else "`sop deploy` deploys the processes.",
    )
