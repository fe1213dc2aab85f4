"""What a customer adds to a case that runs: kept, shown in the next form, and read again.

Reached by the message ``ComplaintLetterReceived`` at any time, and by ``ComplaintInfoSupplied``
while the case waits for its customer. Neither carries a text: letters lie in the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, TypedDict

from workers.casework.privacy import on_screen
from workers.casework.timezone import in_shanghai
from workers.contract import Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.classification import amount_text, proposal
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.escalation import move_timers
from workers.procedures.complaint.notification import tell_role
from workers.services.classifier import classify
from workers.services.complaints import ComplaintCase
from workers.services.correspondence import Correspondence

_RANKS = ("普通", "紧急", "特急")
"""Urgencies of D04, the mildest first."""
_CONFIRMED = "F02"


@dataclass(frozen=True, slots=True)
class Added:
    """One text of the customer; ``by_stranger`` marks one from an address the case did not know."""

    text: str
    by_stranger: bool = False


class Reading(TypedDict):
    """The fields of :class:`CaseReading`."""

    problem_description: str
    order_no: str | None
    contract_no: str | None
    claimed_amount: str
    urgency: str


class CaseReading(Variables):
    """What the forms show of a case after its customer has added something."""

    problem_description: str
    order_no: str | None
    contract_no: str | None
    claimed_amount: str
    urgency: str


class LetterInput(CaseInput):
    """What the register told; the letters themselves lie in the store."""

    key_customer: bool = False
    repeat_complaint: bool = False
    once_per_task: ClassVar[bool] = True
    """Every letter wakes the case anew; one that is filed is not filed again."""


@handler("letter.file", label="并入客户来信")
def file_letters(data: LetterInput, context: ComplaintContext) -> CaseReading:
    """Take every letter that came for this case into it."""
    reading = read_again(
        context,
        letters_to_file(context),
        key_customer=data.key_customer,
        repeat_complaint=data.repeat_complaint,
    )
    read = CaseReading(**reading)
    # A form that shows the text stands in a called process, which has variables of its own.
    context.process.share(context.task.process_instance_id, read.written())
    return read


def letters_to_file(context: ComplaintContext) -> list[Added]:
    """The texts of the case's letters that were not filed yet; from now on they are."""
    case = context.case
    added = []
    for letter in Correspondence(context.session).not_filed(case.case_no):
        message = context.inbox.get(letter.intake_id)
        if message is None:
            continue
        letter.filed_at = context.now
        added.append(
            Added(str(message.payload["problem_description"]), by_stranger=not letter.known_writer)
        )
        context.note(case.case_no, "并入客户来信", actor="客户", route=letter.reason)
    return added


def read_again(
    context: ComplaintContext, added: Sequence[Added], *, key_customer: bool, repeat_complaint: bool
) -> Reading:
    """Keep the texts, and read claim, numbers and urgency from what the case says by now.

    Before the supervisor has confirmed the classification the proposal follows the new reading.
    Afterwards his word stands: what reads differently is put beside the text and he is told.
    A stranger's text is shown and nothing follows from it.
    """
    case = context.case
    for each in added:
        case.problem_description += _entry(context, each)
    trusted = "\n".join(each.text for each in added if not each.by_stranger)
    if trusted:
        read = classify("", trusted, model=context.installation.classifier)
        case.order_no = case.order_no or read.order_no
        case.contract_no = case.contract_no or read.contract_no
        newest = proposal(
            context, case, key_customer=key_customer, repeat_complaint=repeat_complaint
        )
        claimed = read.claimed_amount or case.claimed_amount
        urgency = max(case.urgency, str(newest["urgency"]), key=_RANKS.index)
        if context.cases.forms(case.case_no, _CONFIRMED):
            _tell_difference(context, case, claimed, urgency)
        else:
            more_urgent = urgency != case.urgency
            case.claimed_amount, case.urgency = claimed, urgency
            case.proposal = {**newest, "urgency": urgency, "claimedAmount": amount_text(claimed)}
            if more_urgent:
                context.sla.rebudget(case)
                move_timers(context)
    return {
        "problem_description": on_screen(case.problem_description),
        "order_no": case.order_no,
        "contract_no": case.contract_no,
        "claimed_amount": amount_text(case.claimed_amount),
        "urgency": case.urgency,
    }


def _entry(context: ComplaintContext, added: Added) -> str:
    who = "来信（发件人与案件联系人不一致，请核实）" if added.by_stranger else "客户补充"
    return f"\n【{who} {in_shanghai(context.now):%m-%d %H:%M}】{added.text}"


def _tell_difference(
    context: ComplaintContext, case: ComplaintCase, claimed: Decimal | None, urgency: str
) -> None:
    differences = []
    if claimed is not None and claimed != case.claimed_amount:
        differences.append(f"客户现要求 {claimed:.2f} 元")
    if urgency != case.urgency:
        differences.append(f"内容显示紧急程度可能为{urgency}")
    if not differences:
        return
    found = "，".join(differences)
    case.problem_description += f"\n【系统提示】{found}，请核实。"
    context.note(case.case_no, "来信内容与分类不一致", route=found)
    tell_role(context, case, "N16", "cs-supervisor", findings=found, purpose=context.task.id)


HANDLERS = (file_letters,)
