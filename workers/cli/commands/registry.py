"""``sop registry``: the procedures, their versions, and who changed what when (P40)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from workers.casework.registry import Registry, Version
from workers.casework.timezone import in_shanghai
from workers.cli.console import Console
from workers.cli.errors import Fault
from workers.cli.log import configure_log
from workers.cli.options import data_option, json_option
from workers.cli.settings import load_settings
from workers.cli.table import table
from workers.cli.wiring import Application


@click.group(invoke_without_command=True)
@data_option
@json_option
@click.pass_context
def command(context: click.Context, *, data: Path | None, as_json: bool) -> None:
    """The registry of procedures: which version of each is effective.

    \b
    Example:
      sop registry
      sop registry show CSC-2024-001
    """
    if context.invoked_subcommand is not None:
        return
    console = Console()
    versions = [versions[-1] for versions in _all(data).values()]
    if as_json:
        console.json([_as_data(each) for each in versions])
        return
    rows = [
        (
            each.entry.number,
            each.entry.version,
            each.status,
            _day(each.entry.effective_at),
            each.entry.department,
            each.entry.name,
        )
        for each in versions
    ]
    console.data(table(("编号", "版本", "状态", "生效日期", "责任部门", "名称"), rows))


@command.command()
@click.argument("number", metavar="NUMBER")
@data_option
@json_option
def show(*, number: str, data: Path | None, as_json: bool) -> None:
    """Every version of one procedure, the oldest first.

    \b
    Example:
      sop registry show CSC-2024-001
    """
    console = Console()
    found = _all(data)
    if number not in found:
        known = ", ".join(found) or "none; `sop deploy` registers them"
        raise Fault(f"no procedure {number} is registered", f"There are {known}.")
    versions = found[number]
    if as_json:
        console.json([_as_data(each) for each in versions])
        return
    newest = versions[-1].entry
    console.data(f"{newest.number} {newest.name}")
    console.data(f"适用范围：{newest.scope}")
    console.data(f"责任部门：{newest.department}  负责人：{newest.owner}")
    console.data(f"岗位：{'、'.join(newest.posts)}\n")
    rows = [
        (
            each.entry.version,
            str(each.entry.revision),
            each.status,
            _day(each.entry.effective_at),
            f"{each.repealed_by} {_day(each.repealed_at)}" if each.repealed_by else "",
            each.entry.recorded_by,
            each.entry.approval,
            each.entry.change,
        )
        for each in versions
    ]
    header = ("版本", "修订", "状态", "生效日期", "废止于", "登记人", "审批", "变更内容")
    console.data(table(header, rows))


def _all(data: Path | None) -> dict[str, list[Version]]:
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings, read_only=True) as app, app.store.read() as session:
        registry = Registry(session)
        return {number: registry.versions(number) for number in registry.numbers()}


def _day(at: datetime | None) -> str:
    return f"{in_shanghai(at):%Y-%m-%d}" if at else ""


# object: JSON of mixed types.
def _as_data(version: Version) -> dict[str, object]:
    entry = version.entry
    return {
        "number": entry.number,
        "name": entry.name,
        "version": entry.version,
        "revision": entry.revision,
        "status": version.status,
        "effectiveAt": entry.effective_at.isoformat() if entry.effective_at else None,
        "repealedBy": version.repealed_by,
        "repealedAt": version.repealed_at.isoformat() if version.repealed_at else None,
        "scope": entry.scope,
        "department": entry.department,
        "posts": entry.posts,
        "owner": entry.owner,
        "change": entry.change,
        "approval": entry.approval,
        "files": entry.files,
        "recordedBy": entry.recorded_by,
        "recordedAt": entry.recorded_at.isoformat(),
    }
