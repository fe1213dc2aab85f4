"""Closing: archive, withdrawal and the request for a summary. Steps C12 and C13 of P01."""

from __future__ import annotations

import json
from datetime import datetime

from workers.contract import PermanentFailure, Variables, handler
from workers.handlers.desk import SYSTEM, Desk
from workers.handlers.fulfilment import take_back
from workers.handlers.inputs import CaseInput
from workers.services.cases import CaseStatus
from workers.services.dossier import documents
from workers.services.inbox import DamagedFile
from workers.services.privacy import mask_contact, mask_name, on_screen

_SUMMARY = "complaint-summary"


class ArchiveInput(CaseInput):
    """F09 where a person checked the file, and how the case ended."""

    file_complete: bool | None = None
    archive_note: str | None = None
    closed_unsatisfied: bool | None = None


class ArchiveOutput(Variables):
    """The case is closed."""

    status: str
    archived_documents: int


@handler("archive.store", label="归档")
def archive_case(data: ArchiveInput, desk: Desk) -> ArchiveOutput:
    """Close the case and store its complete file, hash-chained (R058, R232)."""
    case = desk.case
    archivist = SYSTEM
    if data.file_complete is not None and case.case_status is not CaseStatus.WITHDRAWN:
        archivist = desk.file_form(
            case,
            "F09",
            "投诉档案检查",
            "Task_CheckFile",
            {"completeness": data.file_complete, "archiveNote": data.archive_note},
            round=data.round,
        )
    if case.case_status is not CaseStatus.WITHDRAWN:
        case.status = CaseStatus.CLOSED
        case.closing_reason = case.closing_reason or (
            "已解决（客户仍不满意）" if data.closed_unsatisfied else "已解决"
        )
    case.closed_at = desk.now
    desk.sla.close(case.complaint_no, desk.now)
    desk.note(case.complaint_no, "归档", actor=archivist, route=case.closing_reason)
    desk.session.flush()
    try:
        files = documents(desk.session, case, desk.inbox)
    except DamagedFile as damaged:
        raise PermanentFailure(f"{damaged}; restore it from a backup, then retry") from damaged
    added = desk.archive.store(case.complaint_no, files, by=archivist, at=desk.now)
    return ArchiveOutput(status=case.status, archived_documents=len(added))


class WithdrawInput(CaseInput):
    """What the message ``ComplaintWithdrawn`` brought."""

    withdrawal_reason: str | None = None


class WithdrawOutput(Variables):
    """The case is withdrawn."""

    status: str


@handler("case.withdraw", label="撤诉处理")
def withdraw_case(data: WithdrawInput, desk: Desk) -> WithdrawOutput:
    """Close the case on the customer's wish and undo its compensation."""
    case = desk.case
    money = take_back(case, desk, "客户撤诉")
    case.status = CaseStatus.WITHDRAWN
    case.closing_reason = data.withdrawal_reason or "客户撤诉"
    desk.note(
        case.complaint_no,
        "客户撤诉",
        actor="客户",
        route="ComplaintWithdrawn",
        **money,
    )
    return WithdrawOutput(status=case.status)


class RequestSummaryOutput(Variables):
    """Nothing: the summary is a process of its own."""


@handler("summary.request", label="发起投诉总结")
def request_summary(_data: CaseInput, desk: Desk) -> RequestSummaryOutput:
    """Start the summary process of a closed complaint, once."""
    case = desk.case
    if not desk.process.is_running(_SUMMARY, case.complaint_no):
        desk.process.correlate(
            "ComplaintClosed",
            case.complaint_no,
            {
                "complaintNo": case.complaint_no,
                "problemDescription": on_screen(case.problem_description),
                "companyName": case.company_name,
                "urgency": case.urgency,
                "channel": case.channel,
                "complainantMasked": mask_name(case.complainant_name),
                "contactMasked": mask_contact(case.contact_phone, case.contact_email),
                "complaintType": case.classification.get("complaintType"),
                "responsibleDept": _last_said(desk, "F04", "responsibleDept"),
                "cause": _last_said(desk, "F04", "cause"),
                "solutionText": _last_said(desk, "F06", "solutionText"),
                "dueSummary": desk.sla.instant(case, "summary", desk.now),
            },
        )
    desk.note(case.complaint_no, "发起投诉总结", route=_SUMMARY)
    return RequestSummaryOutput()


def _last_said(desk: Desk, form: str, field: str) -> str | None:
    """The newest text of a field in the forms on file, masked; ``None`` if nobody filled it."""
    filed = desk.cases.forms(desk.case.complaint_no, form)
    said = (str(each.data[field]) for each in reversed(filed) if each.data.get(field))
    text = next(said, None)
    return on_screen(text) if text else None


class RecordSummaryInput(CaseInput):
    """F10 as submitted."""

    root_cause: str
    measure: str
    prevent_repeat: str
    forward: str


class RecordSummaryOutput(Variables):
    """When it was recorded."""

    summarised_at: datetime


@handler("summary.record", label="归入投诉档案")
def record_summary(data: RecordSummaryInput, desk: Desk) -> RecordSummaryOutput:
    """Keep the summary F10 and add it to the archived file."""
    case = desk.case
    summary = data.model_dump(by_alias=True, exclude={"round"})
    user = desk.file_form(case, "F10", "《投诉总结》", "Task_WriteSummary", summary)
    content = {**summary, "writtenBy": user, "writtenAt": desk.now.isoformat()}
    desk.archive.store(
        case.complaint_no,
        {"投诉总结.json": json.dumps(content, ensure_ascii=False, indent=2).encode()},
        by=user,
        at=desk.now,
    )
    return RecordSummaryOutput(summarised_at=desk.now)


HANDLERS = (archive_case, withdraw_case, request_summary, record_summary)
