"""The complaint file: which documents a closed case leaves behind (catalogue P01.10)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from workers.casework.cases import Cases, FormRecord
from workers.casework.file_name import safe_file_name
from workers.casework.outbox import OutboxMail
from workers.casework.sla import SlaSpan
from workers.casework.store import Base
from workers.services.compensation import Compensations
from workers.services.complaints import ComplaintCase
from workers.services.correspondence import Correspondence
from workers.services.inbox import Inbox
from workers.services.payments import Payments

_INDEX_LIMIT: Final = 1900
"""Characters; emoji in file names take two units of the engine's 4,000."""
_FORM_DOCUMENTS: Final = {
    "F01": "投诉登记表.json",
    "F02": "分类分级结果.json",
    "F03": "技术检测报告.json",
    "F04": "调查记录.json",
    "F05": "部门意见.json",
    "F06": "处理方案与审批.json",
    "F07": "工单.json",
    "F08": "客户反馈与回访.json",
    "C09": "执行记录.json",
    "F09": "档案检查.json",
    "F11": "特批申请.json",
}


def documents(session: Session, case: ComplaintCase, inbox: Inbox) -> dict[str, bytes]:
    """Every document of the case: name → content. JSON documents are UTF-8."""
    files = _records(session, case)
    for name, sha256 in _received(session, case, inbox):
        files[name] = inbox.kept(sha256)
    return files


def content_index(session: Session, case: ComplaintCase, inbox: Inbox) -> str:
    """What the file holds so far, a line each, as the person who checks it reads it.

    Within the length of a process variable; of a longer list it says how many are not named.
    """
    names = [name.removesuffix(".json") for name in _records(session, case)]
    names += [name for name, _sha256 in _received(session, case, inbox)]
    room, shown = _INDEX_LIMIT, 0
    while shown < len(names) and room > len(names[shown]):
        room -= len(names[shown]) + 1
        shown += 1
    left = [f"……另有 {len(names) - shown} 份"] if shown < len(names) else []
    return "\n".join([*names[:shown], *left])


def _received(session: Session, case: ComplaintCase, inbox: Inbox) -> Iterator[tuple[str, str]]:
    """What the customer sent: name within the file, and hash of the content."""
    added = (letter.intake_id for letter in Correspondence(session).of_case(case.case_no))
    position = 0
    for number, intake_id in enumerate([case.intake_id, *added], start=1):
        original = inbox.original(intake_id)
        if original is not None:
            yield f"原始来信/{number:02d}-{safe_file_name(original.name)}", original.sha256
            if original.readable_sha256 is not None:
                yield f"原始来信/{number:02d}-来信全文.txt", original.readable_sha256
        for attachment in inbox.attachments(intake_id):
            position += 1
            name = safe_file_name(attachment.name) or "附件"
            yield f"附件/{position:02d}-{name}", attachment.sha256


def _records(session: Session, case: ComplaintCase) -> dict[str, bytes]:
    cases = Cases(session)
    files = {"案件.json": _json(_columns(case)), "时间线.json": _json(_timeline(cases, case))}
    forms = cases.forms(case.case_no)
    for number, name in _FORM_DOCUMENTS.items():
        records = [form for form in forms if form.form == number]
        if records:
            files[name] = _json([_form(record) for record in records])
    ledger = Compensations(session).of_case(case.case_no)
    if ledger:
        files["补偿台账.json"] = _json([_columns(entry) for entry in ledger])
    for name, rows in _money_moved(session, case).items():
        if rows:
            files[name] = _json([_columns(row) for row in rows])
    files["沟通记录.json"] = _json(_rows(session, OutboxMail, case))
    files["时限记录.json"] = _json(_rows(session, SlaSpan, case))
    return files


def _money_moved(session: Session, case: ComplaintCase) -> Mapping[str, Sequence[Base]]:
    payments = Payments(session)
    return {
        "补偿支付.json": payments.of_case(case.case_no),
        "补偿追回.json": payments.reclaims(case.case_no),
    }


def _timeline(cases: Cases, case: ComplaintCase) -> list[dict[str, object]]:
    return [_columns(event) for event in cases.timeline(case.case_no)]


def _rows(
    session: Session, table: type[OutboxMail] | type[SlaSpan], case: ComplaintCase
) -> list[dict[str, object]]:
    query = select(table).where(table.case_no == case.case_no).order_by(table.id)
    return [_columns(row) for row in session.scalars(query)]


def _form(record: FormRecord) -> dict[str, object]:
    return {
        "表单": record.form,
        "名称": record.title,
        "提交人": record.submitted_by,
        "提交时间": record.submitted_at,
        "轮次": record.round,
        "内容": record.data,
    }


def _columns(row: Base) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no place in a document")
