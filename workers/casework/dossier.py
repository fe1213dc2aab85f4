"""The file of a case of any procedure: which documents a closed case leaves behind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from workers.casework.cases import Case, Cases
from workers.casework.outbox import OutboxMail
from workers.casework.sla import SlaPause, SlaRung, SlaSpan
from workers.casework.store import Base


def documents(session: Session, case: Case) -> dict[str, bytes]:
    """Every document of the case: name → content, JSON in UTF-8.

    Record, timeline, each form by its number, letters, limits with pauses and rungs, links.
    """
    cases = Cases(session)
    files: dict[str, Sequence[Base]] = {
        "案件.json": [case],
        "时间线.json": cases.timeline(case.case_no),
        "信函.json": _of_case(session, OutboxMail, case),
        "时限.json": [*_of_case(session, SlaSpan, case), *_of_case(session, SlaPause, case)],
        "时限提醒.json": _rungs(session, case),
        "关联案件.json": cases.links(case.case_no),
    }
    by_form: dict[str, list[Base]] = defaultdict(list)
    for form in cases.forms(case.case_no):
        by_form[f"表单{form.form}.json"].append(form)
    return {name: as_json(rows) for name, rows in {**files, **by_form}.items() if rows}


def as_json(rows: Sequence[Base]) -> bytes:
    """Rows of the store as a document."""
    data = [columns(row) for row in rows]
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain).encode()


def columns(row: Base) -> dict[str, object]:
    """A row by the names of its columns."""
    return {each.key: getattr(row, each.key) for each in inspect(row).mapper.column_attrs}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    raise TypeError(type(value).__name__)


def _of_case(
    session: Session, table: type[OutboxMail] | type[SlaSpan] | type[SlaPause], case: Case
) -> list[Base]:
    query = select(table).where(table.case_no == case.case_no).order_by(table.id)
    return list(session.scalars(query))


def _rungs(session: Session, case: Case) -> list[Base]:
    query = (
        select(SlaRung)
        .join(SlaSpan, SlaSpan.id == SlaRung.span_id)
        .where(SlaSpan.case_no == case.case_no)
        .order_by(SlaRung.id)
    )
    return list(session.scalars(query))
