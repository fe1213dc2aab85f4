"""``case.archive`` and ``case.retract``: how a case ends."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from workers.casework.dossier import documents
from workers.contract import PARAMETER, Variables, handler
from workers.handlers.context import SYSTEM, ExecutionContext
from workers.handlers.fields import put_all
from workers.handlers.filing import file_submissions
from workers.handlers.inputs import CaseInput

CLOSED, WITHDRAWN = "已关闭", "已撤回"


class ArchiveInput(CaseInput):
    """``reason`` says how the case ended; ``sets`` is as in every step."""

    after_closing: ClassVar[bool] = True

    reason: Annotated[str, PARAMETER, Field(title="结案方式")] = "办结"
    sets: Annotated[str | None, PARAMETER, Field(title="写入的字段")] = None


class ArchiveOutput(Variables):
    """The case is closed."""

    status: str
    archived_documents: int


@handler("case.archive", label="结案归档")
def archive_case(data: ArchiveInput, context: ExecutionContext) -> ArchiveOutput:
    """Close the case and store its complete file, hash-chained; its limits end."""
    case = context.case
    file_submissions(context, case)
    put_all(case, context, data.sets)
    if case.status != WITHDRAWN:
        case.status = CLOSED
        case.closing_reason = data.reason
    case.closed_at = case.closed_at or context.now
    context.limits.close(case.case_no, context.now)
    context.note(case.case_no, "归档", route=case.closing_reason)
    context.session.flush()
    added = context.archive.store(
        case.case_no,
        documents(context.session, case),
        by=SYSTEM,
        at=context.now,
        retention_years=context.procedure.content.retention,
    )
    return ArchiveOutput(status=case.status, archived_documents=len(added))


class WithdrawInput(CaseInput):
    """``reason`` is what the party gave."""

    reason: Annotated[str | None, PARAMETER, Field(title="结案方式")] = None


class WithdrawOutput(Variables):
    """The case is withdrawn."""

    status: str


@handler("case.retract", label="撤回案件")
def withdraw_case(data: WithdrawInput, context: ExecutionContext) -> WithdrawOutput:
    """Close the case on the wish of whoever opened it."""
    case = context.case
    case.status = WITHDRAWN
    case.closing_reason = data.reason or "申请人撤回"
    context.limits.close(case.case_no, context.now)
    context.note(case.case_no, "撤回", route=case.closing_reason)
    return WithdrawOutput(status=case.status)


HANDLERS = (archive_case, withdraw_case)
