"""Closing: archive, withdrawal and the request for a summary. Steps C12 and C13 of P01."""

from __future__ import annotations

import json
from datetime import datetime
from typing import ClassVar

from workers.casework.privacy import mask_contact, mask_name, on_screen
from workers.contract import PermanentFailure, Variables, handler
from workers.handlers.context import SYSTEM
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.dossier import documents
from workers.procedures.complaint.fulfilment import take_back
from workers.services.complaints import CaseStatus
from workers.services.inbox import DamagedFile

_SUMMARY = "complaint-summary"


class ArchiveInput(CaseInput):
    """F09 where a person checked the file, and how the case ended."""

    after_closing: ClassVar[bool] = True

    file_complete: bool | None = None
    archive_note: str | None = None
    closed_unsatisfied: bool | None = None


class ArchiveOutput(Variables):
    """The case is closed."""

    status: str
    archived_documents: int


@handler("archive.store", label="归档")
def archive_case(data: ArchiveInput, context: ComplaintContext) -> ArchiveOutput:
    """Close the case and store its complete file, hash-chained (R058, R232)."""
    case = context.case
    archivist = SYSTEM
    if data.file_complete is not None and case.case_status is not CaseStatus.WITHDRAWN:
        archivist = context.file_form(
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
    case.closed_at = context.now
    context.sla.close(case.case_no, context.now)
    context.note(case.case_no, "归档", actor=archivist, route=case.closing_reason)
    context.session.flush()
    try:
        files = documents(context.session, case, context.inbox)
    except DamagedFile as damaged:
        raise PermanentFailure(f"{damaged}; restore it from a backup, then retry") from damaged
    added = context.archive.store(case.case_no, files, by=archivist, at=context.now)
    return ArchiveOutput(status=case.status, archived_documents=len(added))


class WithdrawInput(CaseInput):
    """What the message ``ComplaintWithdrawn`` brought."""

    withdrawal_reason: str | None = None


class WithdrawOutput(Variables):
    """The case is withdrawn."""

    status: str


@handler("case.withdraw", label="撤诉处理")
def withdraw_case(data: WithdrawInput, context: ComplaintContext) -> WithdrawOutput:
    """Close the case on the customer's wish and undo its compensation."""
    case = context.case
    money = take_back(case, context, "客户撤诉")
    case.status = CaseStatus.WITHDRAWN
    case.closing_reason = data.withdrawal_reason or "客户撤诉"
    context.note(
        case.case_no,
        "客户撤诉",
        actor="客户",
        route="ComplaintWithdrawn",
        **money,
    )
    return WithdrawOutput(status=case.status)


class RequestSummaryInput(CaseInput):
    """The round alone."""

    after_closing: ClassVar[bool] = True


class RequestSummaryOutput(Variables):
    """Nothing: the summary is a process of its own."""


@handler("summary.request", label="发起投诉总结")
def request_summary(_data: RequestSummaryInput, context: ComplaintContext) -> RequestSummaryOutput:
    """Start the summary process of a closed complaint, once."""
    case = context.case
    if not context.process.is_running(_SUMMARY, case.case_no):
        context.process.correlate(
            "ComplaintClosed",
            case.case_no,
            {
                "complaintNo": case.case_no,
                "problemDescription": on_screen(case.problem_description),
                "companyName": case.company_name,
                "urgency": case.urgency,
                "channel": case.channel,
                "complainantMasked": mask_name(case.complainant_name),
                "contactMasked": mask_contact(case.contact_phone, case.contact_email),
                "complaintType": case.classification.get("complaintType"),
                "responsibleDept": _last_said(context, "F04", "responsibleDept"),
                "cause": _last_said(context, "F04", "cause"),
                "solutionText": _last_said(context, "F06", "solutionText"),
                "dueSummary": context.sla.instant(case, "summary", context.now),
            },
        )
    context.note(case.case_no, "发起投诉总结", route=_SUMMARY)
    return RequestSummaryOutput()


def _last_said(context: ComplaintContext, form: str, field: str) -> str | None:
    """The newest text of a field in the forms on file, masked; ``None`` if nobody filled it."""
    filed = context.cases.forms(context.case.case_no, form)
    said = (str(each.data[field]) for each in reversed(filed) if each.data.get(field))
    text = next(said, None)
    return on_screen(text) if text else None


class RecordSummaryInput(CaseInput):
    """F10 as submitted."""

    after_closing: ClassVar[bool] = True

    root_cause: str
    measure: str
    prevent_repeat: str
    forward: str


class RecordSummaryOutput(Variables):
    """When it was recorded."""

    summarised_at: datetime


@handler("summary.record", label="归入投诉档案")
def record_summary(data: RecordSummaryInput, context: ComplaintContext) -> RecordSummaryOutput:
    """Keep the summary F10 and add it to the archived file."""
    case = context.case
    summary = data.model_dump(by_alias=True, exclude={"round"})
    user = context.file_form(case, "F10", "《投诉总结》", "Task_WriteSummary", summary)
    content = {**summary, "writtenBy": user, "writtenAt": context.now.isoformat()}
    context.archive.store(
        case.case_no,
        {"投诉总结.json": json.dumps(content, ensure_ascii=False, indent=2).encode()},
        by=user,
        at=context.now,
    )
    return RecordSummaryOutput(summarised_at=context.now)


HANDLERS = (archive_case, withdraw_case, request_summary, record_summary)
