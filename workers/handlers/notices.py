"""``notice.send``: a letter of the procedure, to whom its declaration says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from workers.casework.letters import LetterError
from workers.casework.procedure_content import NoticeContent
from workers.casework.record import shown
from workers.contract import PARAMETER, PermanentFailure, Variables, handler
from workers.handlers.context import ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.inputs import CaseInput

_BY_PERSON = "当面或电话告知"


class NoticeInput(CaseInput):
    """``notice`` is the id of the letter; ``deadline`` and ``remark`` are facts for it."""

    after_closing: ClassVar[bool] = True
    once_per_task: ClassVar[bool] = True

    notice: Annotated[str, PARAMETER, Field(title="通知")]
    deadline: Annotated[datetime | None, PARAMETER, Field(title="期限")] = None
    remark: Annotated[str | None, PARAMETER, Field(title="附言")] = None

    @property
    def purpose(self) -> str:
        """Each notice of an activity is an effect of its own."""
        return self.notice


class NoticeOutput(Variables):
    """Nothing: the mail stands in the outbox."""


@handler("notice.send", label="发送通知")
def send_notice(data: NoticeInput, context: ExecutionContext) -> NoticeOutput:
    """Queue the notice that the model element names; facts come from the case's record."""
    case = context.case
    if not case.ended:
        file_submissions(context, case)
    queue_notice(context, data.notice, deadline=data.deadline, remark=data.remark)
    return NoticeOutput()


def queue_notice(
    context: ExecutionContext, number: str, *, group: str | None = None, **facts: object
) -> None:
    """Queue a notice once.

    Args:
        context: of this execution.
        number: id of the notice.
        group: whom it goes to instead of whom the declaration says.
        **facts: beside those of the case and its record.

    Raises:
        PermanentFailure: there is no such notice, or a fact is missing.
    """
    case, content = context.case, context.procedure.content
    declared = content.notices.get(number)
    if declared is None:
        raise PermanentFailure(
            f"element {context.task.activity_id} names notice {number!r}, which procedure.toml "
            "does not declare; correct the input parameter `notice` in the model"
        )
    recipient = f"{group}@{context.installation.role_domain}" if group else _to(context, declared)
    if recipient is None:
        context.note(case.case_no, f"通知 {number}", route=_BY_PERSON)
        return
    kept = {name: shown(kind, case.record.get(name)) for name, kind in content.record.items()}
    known = {"case_no": case.case_no, "title": case.title or None, "party": case.party, **kept}
    given = {name: value for name, value in facts.items() if value is not None}
    try:
        letter = context.procedure.letters.compose(number, {**known, **given})
    except LetterError as error:
        raise PermanentFailure(str(error)) from error
    purpose = str(facts.get("purpose") or "")
    context.outbox.queue(
        effect_key=f"{context.effect_key}|{number}|{recipient}|{purpose}",
        task_id=context.task.id,
        case_no=case.case_no,
        notice=number,
        recipient=recipient,
        letter=letter,
        at=context.now,
        acknowledges=declared.acknowledges,
    )
    told = group or declared.to.removeprefix("group:")
    context.note(case.case_no, f"通知 {number}", route=told)


def _to(context: ExecutionContext, declared: NoticeContent) -> str | None:
    kind, _, name = declared.to.partition(":")
    if kind == "group":
        return f"{name}@{context.installation.role_domain}"
    if kind == "record":
        value = str(context.case.record.get(name) or "")
        if not value or "@" in value:
            return value or None
        return f"{value}@{context.installation.role_domain}"
    person = context.case.opened_by
    if kind == "performer":
        performer = context.performer(name)
        person = performer.user if performer else None
    return context.process.mail_of(person) if person else None


HANDLERS = (send_notice,)
