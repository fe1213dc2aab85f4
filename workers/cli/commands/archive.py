"""``sop archive``: list and verify the complaint archive."""

from __future__ import annotations

from pathlib import Path

import click

from workers.casework.archive import Archive
from workers.casework.timezone import in_shanghai
from workers.cli.console import Console
from workers.cli.errors import CheckFailed
from workers.cli.log import configure_log
from workers.cli.options import data_option, json_option
from workers.cli.settings import load_settings
from workers.cli.table import table
from workers.cli.wiring import Application


@click.group()
def command() -> None:
    """The complaint archive."""


@command.command("list")
@data_option
@json_option
def list_entries(*, data: Path | None, as_json: bool) -> None:
    """Every archived document, in the order of the chain.

    \b
    Example:
      sop archive list
    """
    console = Console()
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings, read_only=True) as app, app.store.read() as session:
        archive = Archive(session, app.installation.archive)
        entries = [(each, archive.path(each.case_no, each.document)) for each in archive.entries()]
    if as_json:
        console.json(
            [
                {
                    "sequence": each.sequence,
                    "caseNo": each.case_no,
                    "document": each.document,
                    "path": str(path),
                    "sha256": each.content_hash,
                    "archivedBy": each.archived_by,
                    "archivedAt": each.archived_at.isoformat(),
                }
                for each, path in entries
            ]
        )
        return
    rows = [
        (
            str(each.sequence),
            f"{in_shanghai(each.archived_at):%Y-%m-%d %H:%M}",
            str(each.size),
            str(path),
        )
        for each, path in entries
    ]
    console.data(table(("序号", "归档", "字节", "文件"), rows))


@command.command()
@data_option
@json_option
def verify(*, data: Path | None, as_json: bool) -> None:
    """Check that nothing was changed, removed or cut off; exit 4 if something was.

    \b
    Example:
      sop archive verify
    """
    console = Console()
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings, read_only=True) as app, app.store.read() as session:
        archive = Archive(session, app.installation.archive)
        count, findings = len(archive.entries()), archive.verify()
    if as_json:
        listed = [
            {"caseNo": each.case_no, "document": each.document, "problem": each.problem}
            for each in findings
        ]
        console.json({"documents": count, "findings": listed})
    else:
        for each in findings:
            console.data(f"{each.case_no} {each.document}: {each.problem}".strip())
    if findings:
        raise CheckFailed(
            f"{len(findings)} findings in an archive of {count} documents",
            "Restore the documents named above from a backup.",
        )
    console.say(f"{count} documents are as they were archived")
