"""``sop case``: look at cases. Contact data are shown only when asked for by ``--contact``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from workers.casework.archive import Archive
from workers.casework.cases import Case, Cases
from workers.casework.mail.outcome import Undelivered, undelivered
from workers.casework.privacy import mask_text
from workers.casework.timezone import in_shanghai
from workers.cli.case_letters import letters_of, saved
from workers.cli.case_money import as_data, as_rows, movements
from workers.cli.console import Console
from workers.cli.identity import Directory
from workers.cli.log import configure_log
from workers.cli.options import data_option, json_option
from workers.cli.settings import load_settings
from workers.cli.table import table
from workers.cli.timeline import timeline_json, timeline_table, title_of
from workers.cli.wiring import Application
from workers.services.complaints import Complaints
from workers.services.correspondence import Correspondence
from workers.services.inbox import Inbox


@click.group()
def command() -> None:
    """Look at cases: state, forms, timeline."""


@command.command("list")
@data_option
@json_option
def list_cases(*, data: Path | None, as_json: bool) -> None:
    """Every case, oldest first.

    \b
    Example:
      sop case list --json
    """
    console = Console()
    with _session(data) as (session, _archive):
        cases = Cases(session).all()
    if as_json:
        console.json([_as_data(case) for case in cases])
        return
    rows = [
        (
            case.case_no,
            f"{in_shanghai(case.received_at):%m-%d %H:%M}",
            case.status,
            case.urgency,
            case.party or "",
        )
        for case in cases
    ]
    console.data(table(("编号", "受理", "状态", "紧急程度", "当事方"), rows))


@command.command()
@click.argument("case_no", metavar="NUMBER")
@click.option("--contact", is_flag=True, help="Show name, telephone number and mail address, too.")
@data_option
@json_option
def show(*, case_no: str, contact: bool, data: Path | None, as_json: bool) -> None:
    """One case with its forms, its money, archived documents, and the mails that did not leave.

    \b
    Example:
      sop case show TS-20261121-0001
      sop case show TS-20261121-0001 --contact
    """
    console = Console()
    with _session(data) as (session, archive):
        cases = Cases(session)
        case = cases.get(case_no)
        forms = cases.forms(case_no)
        documents = [
            str(archive.path(case_no, entry.document)) for entry in archive.entries(case_no)
        ]
        mails = undelivered(session, case_no)
        money = movements(session, case_no)
    if as_json:
        listed = [
            {"form": each.form, "title": each.title, "by": each.submitted_by, "data": each.data}
            for each in forms
        ]
        reach = case.contact() if contact else {}
        console.json(
            {
                **_as_data(case),
                **reach,
                "forms": listed,
                "archived": documents,
                "money": as_data(money),
                "undelivered": [_mail_as_data(each) for each in mails],
            }
        )
        return
    console.data(title_of(case))
    if contact:
        console.data(" ".join(value for value in case.contact().values() if value))
    console.data(case.about)
    rows = [
        (f"{in_shanghai(each.submitted_at):%m-%d %H:%M}", each.form, each.title, each.submitted_by)
        for each in forms
    ]
    if rows:
        console.data("\n" + table(("时间", "表单", "名称", "提交人"), rows))
    if money:
        console.data("\n" + table(("时间", "补偿", "金额（元）", "说明"), as_rows(money)))
    if mails:
        console.data(
            "\n"
            + table(("时间", "通知", "状态", "未送达的邮件"), [_mail_row(each) for each in mails])
        )
    for document in documents:
        console.data(document)


@command.command()
@click.argument("case_no", metavar="NUMBER")
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the originals and their attachments there; nothing is overwritten.",
)
@data_option
def letters(*, case_no: str, save: Path | None, data: Path | None) -> None:
    """What the customer sent, whole and as it came: contact data, too.

    \b
    Example:
      sop case letters TS-20261121-0001
      sop case letters TS-20261121-0001 --save letters/
    """
    console = Console()
    with _open(data) as (app, session):
        case = Complaints(session).get(case_no)
        received = letters_of(session, case, Inbox(session, app.installation.attachments))
    if save is not None:
        for path in saved(received, save):
            console.data(str(path))
        return
    for letter in received:
        console.data(letter.heading)
        console.data(f"{letter.text.rstrip()}\n")


@command.command("set-aside")
@data_option
@json_option
def set_aside(*, data: Path | None, as_json: bool) -> None:
    """Mails that opened no case: bounces, absence notes, bulk mails, our own come back.

    \b
    Example:
      sop case set-aside
      sop start complaint-handling --anyway mail:0f3c…
    """
    console = Console()
    with _open(data) as (app, session):
        inbox = Inbox(session, app.installation.attachments)
        mails = [
            (message, letter)
            for letter in Correspondence(session).set_aside()
            if (message := inbox.get(letter.intake_id)) is not None
        ]
    if as_json:
        console.json(
            [
                {
                    "id": letter.intake_id,
                    "receivedAt": message.received_at.isoformat(),
                    "reason": letter.reason,
                    "caseNo": letter.case_no,
                }
                for message, letter in mails
            ]
        )
        return
    rows = [
        (
            letter.intake_id,
            f"{in_shanghai(message.received_at):%m-%d %H:%M}",
            letter.reason,
            letter.case_no or "",
            mask_text(str(message.payload.get("subject") or ""))[:30],
        )
        for message, letter in mails
    ]
    console.data(table(("来信", "时间", "类别", "相关案件", "主题"), rows))


@command.command()
@click.argument("case_no", metavar="NUMBER")
@data_option
@json_option
def timeline(*, case_no: str, data: Path | None, as_json: bool) -> None:
    """Who did what, when, by which rule, along which route.

    \b
    Example:
      sop case timeline TS-20261121-0001
    """
    console = Console()
    with _session(data) as (session, _archive):
        cases = Cases(session)
        case = cases.get(case_no)
        events = cases.timeline(case_no)
    if as_json:
        console.json(timeline_json(events))
        return
    names = Directory.shipped().names
    console.data(title_of(case))
    console.data(timeline_table(events, names))


@contextmanager
def _session(data: Path | None) -> Iterator[tuple[Session, Archive]]:
    with _open(data) as (app, session):
        yield session, Archive(session, app.installation.archive)


@contextmanager
def _open(data: Path | None) -> Iterator[tuple[Application, Session]]:
    settings = load_settings(data)
    configure_log("console", "error")
    settings.require_store()
    with Application.open(settings, read_only=True) as app, app.store.read() as session:
        yield app, session


def _mail_row(mail: Undelivered) -> tuple[str, ...]:
    said = f"{mail.said}（{mail.reason}）" if mail.said else "等待发送"
    queued = f"{in_shanghai(mail.queued_at):%m-%d %H:%M}"
    return queued, mail.notice, "未发出" if mail.refused else "待发送", said


# object: JSON of mixed types.
def _mail_as_data(mail: Undelivered) -> dict[str, object]:
    return {
        "notice": mail.notice,
        "queuedAt": mail.queued_at.isoformat(),
        "refused": mail.refused,
        "cause": mail.cause or None,
        "reason": mail.reason or None,
    }


# object: JSON of mixed types.
def _as_data(case: Case) -> dict[str, object]:
    return {
        "caseNo": case.case_no,
        "procedure": case.procedure,
        "processInstanceId": case.process_instance_id,
        "status": case.status,
        "urgency": case.urgency,
        "party": case.party,
        **case.facts(),
        "receivedAt": case.received_at.isoformat(),
        "closedAt": case.closed_at.isoformat() if case.closed_at else None,
        "closingReason": case.closing_reason,
    }
