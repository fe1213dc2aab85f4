"""Notifications N01–N14: each once, through the customer's own channel or to a role (R231)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar, Final

from pydantic import Field

from workers.casework.letters import LetterError
from workers.casework.money import parse_yuan
from workers.contract import PermanentFailure, Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notices import compose
from workers.services.complaints import ComplaintCase

_ACKNOWLEDGEMENT = "N01"
_BY_PERSON = "由客服专员当面或电话告知"


class NotifyInput(CaseInput):
    """``notice`` is set by the model element; the rest is what letters may speak of."""

    after_closing: ClassVar[bool] = True

    notice: str = Field(title="通知")
    class_code: str = ""
    missing_items: str = ""
    information_deadline_at: datetime | None = None
    solution_text: str = ""
    compensation_amount: str = ""

    @property
    def purpose(self) -> str:
        """Each notice of an activity is an effect of its own."""
        return self.notice


class NotifyOutput(Variables):
    """Nothing: the mail stands in the outbox."""


@handler("notification.send", label="发送通知")
def notify(data: NotifyInput, context: ComplaintContext) -> NotifyOutput:
    """Queue the notice that the model element names."""
    case = context.case
    write = NOTICES.get(data.notice)
    if write is None:
        raise PermanentFailure(
            f"element {context.task.activity_id} names notice {data.notice!r}, which no letter is "
            "written for; correct the input parameter `notice` in the model"
        )
    write(context, case, data)
    return NotifyOutput()


def _acknowledge(context: ComplaintContext, case: ComplaintCase, _: NotifyInput) -> None:
    tell_customer(
        context,
        case,
        "N01",
        received_at=case.received_at,
        first_response_by=context.sla.instant(case, "first-response", case.received_at),
        resolve_by=context.sla.instant(case, "total-cycle", case.received_at),
    )


def _remind(context: ComplaintContext, case: ComplaintCase, data: NotifyInput) -> None:
    tell_customer(
        context,
        case,
        "N02R",
        missing_items=data.missing_items.split("、"),
        information_deadline=data.information_deadline_at,
    )


def _alert(context: ComplaintContext, case: ComplaintCase, _: NotifyInput) -> None:
    groups = ("cs-manager", "cs-director") if case.urgency == "特急" else ("cs-manager",)
    deadline = context.sla.instant(case, "first-response", case.received_at)
    for group in groups:
        tell_role(context, case, "N04", group, urgency=case.urgency, deadline=deadline)


def _tell_result(context: ComplaintContext, case: ComplaintCase, data: NotifyInput) -> None:
    amount = parse_yuan(data.compensation_amount)
    tell_customer(context, case, "N11", solution=data.solution_text, amount=amount or None)


def _tell_archived(context: ComplaintContext, case: ComplaintCase, _: NotifyInput) -> None:
    tell_role(
        context,
        case,
        "N12",
        "cs-supervisor",
        archived_at=case.closed_at or context.now,
        result=case.closing_reason,
    )


def _tell_not_accepted(context: ComplaintContext, case: ComplaintCase, data: NotifyInput) -> None:
    handled_as = {"Q": "咨询", "S": "建议"}.get(data.class_code)
    tell_customer(context, case, "N14", handled_as=handled_as)


NOTICES: Final[Mapping[str, Callable[[ComplaintContext, ComplaintCase, NotifyInput], None]]] = {
    "N01": _acknowledge,
    "N02R": _remind,
    "N04": _alert,
    "N11": _tell_result,
    "N12": _tell_archived,
    "N14": _tell_not_accepted,
}
"""Notices that stand in the model as steps of their own; the others go with another step."""


def tell_customer(
    context: ComplaintContext, case: ComplaintCase, notice: str, **facts: object
) -> None:
    """Queue a letter to the customer; one without a mail address is told by a person."""
    if not case.contact_email:
        context.note(case.case_no, f"通知客户 {notice}", route=_BY_PERSON)
        return
    named = {"complainant": case.complainant_name, **facts}
    _queue(context, case, notice, case.contact_email, named, purpose="customer")
    context.note(case.case_no, f"通知客户 {notice}", route="邮件")


def tell_role(
    context: ComplaintContext,
    case: ComplaintCase,
    notice: str,
    group: str,
    *,
    purpose: str = "",
    **facts: object,
) -> None:
    """Queue an internal mail to a group's address.

    Args:
        context: of this execution.
        case: the complaint.
        notice: id of the letter.
        group: engine group, for example ``cs-manager``.
        purpose: tells several mails of one notice to one group apart.
        **facts: what the letter speaks of.
    """
    recipient = f"{group}@{context.installation.role_domain}"
    _queue(context, case, notice, recipient, facts, purpose=f"{group}:{purpose}")
    context.note(case.case_no, f"内部通知 {notice}", route=group)


def _queue(
    context: ComplaintContext,
    case: ComplaintCase,
    notice: str,
    recipient: str,
    facts: Mapping[str, object],
    *,
    purpose: str,
) -> None:
    try:
        letter = compose(notice, {"case_no": case.case_no, **facts})
    except LetterError as error:
        raise PermanentFailure(str(error)) from error
    context.outbox.queue(
        effect_key=f"{context.effect_key}|{notice}|{purpose}",
        task_id=context.task.id,
        case_no=case.case_no,
        notice=notice,
        recipient=recipient,
        letter=letter,
        at=context.now,
        acknowledges=notice == _ACKNOWLEDGEMENT,
    )


HANDLERS = (notify,)
