"""Feedback, revisit and reopening: steps C10 and C11 of P01, table D11."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from workers.contract import BpmnError, Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.dossier import content_index
from workers.procedures.complaint.fulfilment import take_back
from workers.procedures.complaint.rounds import NewInvestigation
from workers.procedures.complaint.solution import DRAFT, FOUR_EYES
from workers.services.complaints import CaseStatus

_ATTEMPTS = 3
_REACHED, _NOT_REACHED = "已联系上", "未联系上"
_ANSWERS = ("customerReached", "resolved", "satisfactionScore", "satisfactionLevel", "remark")


class RecordFeedbackInput(CaseInput):
    """First part of F08."""

    feedback_channel: str | None = None
    customer_understood: bool | None = None
    customer_confirmation: str | None = None
    feedback_note: str | None = None


class RecordFeedbackOutput(Variables):
    """By when the customer is revisited."""

    due_revisit: datetime


@handler("feedback.record", label="记录客户反馈")
def record_feedback(data: RecordFeedbackInput, context: ComplaintContext) -> RecordFeedbackOutput:
    """Keep what the customer said to the result."""
    case = context.case
    case.result_feedback_at = context.now
    context.sla.stop(case.case_no, "feedback", context.now)
    context.file_form(
        case,
        "F08",
        "结果反馈记录",
        "Task_FeedBackResult",
        data.model_dump(by_alias=True, exclude={"round"}),
        round=data.round,
    )
    return RecordFeedbackOutput(due_revisit=context.sla.instant(case, "revisit", context.now))


class RecordRevisitInput(CaseInput):
    """F08 as submitted; numbers may come as text."""

    customer_reached: str | None = None
    resolved: bool | None = None
    satisfaction_score: int | float | str | None = None
    satisfaction_level: str | None = None
    remark: str | None = None


class RecordRevisitOutput(Variables):
    """What D11 judges by, or when to try again with an empty form.

    A customer who was never reached is not judged: the case is closed.
    """

    revisit_result: str
    satisfaction_outcome: str | None
    revisit_problem: None = None
    customer_reached: None = None
    satisfaction_level: None = None
    remark: None = None
    resolved: bool | None
    satisfaction_score: int | None
    revisit_retry_at: datetime | None
    due_archive: datetime
    content_index: str
    round: int


@handler("revisit.record", label="记录回访", errors=(FOUR_EYES,))
def record_revisit(data: RecordRevisitInput, context: ComplaintContext) -> RecordRevisitOutput:
    """Keep the revisit; who worked out the solution may not be the one who asks about it."""
    case = context.case
    visitor, drafter = context.performer("Task_RevisitCustomer"), context.performer(DRAFT)
    score = _score(data.satisfaction_score)
    reached = data.customer_reached == _REACHED
    problem, said = None, dict[str, None]()
    if visitor is None or (drafter is not None and visitor.user == drafter.user):
        # What that person says the customer said is no evidence: the next one begins afresh.
        problem, said = "回访人不得是方案制定人", dict.fromkeys(_ANSWERS)
    elif data.customer_reached not in (_REACHED, _NOT_REACHED):
        problem = "请选择是否联系上客户"
    elif reached and score is None:
        problem = "满意度须为0至100的整数"
    if problem:
        context.note(case.case_no, "回访无效，重新回访", rule="双人复核", route=problem)
        raise BpmnError(
            FOUR_EYES.code,
            "the revisit was not made by an independent person or has no score",
            {**said, "revisitProblem": problem, "round": data.round + 1},
        )
    case.revisit_attempts += 1
    context.file_form(
        case,
        "F08",
        "《客户满意度回访表》",
        "Task_RevisitCustomer",
        {
            "customerReached": data.customer_reached,
            "resolved": bool(data.resolved) if reached else None,
            "satisfactionScore": score if reached else None,
            "satisfactionLevel": data.satisfaction_level if reached else None,
            "remark": data.remark if reached else None,
            "attempt": case.revisit_attempts,
        },
        round=data.round,
    )
    result = "reached" if reached else "retry" if case.revisit_attempts < _ATTEMPTS else "given-up"
    if result == "given-up":
        case.closing_reason = "未能回访"
    return RecordRevisitOutput(
        revisit_result=result,
        satisfaction_outcome="close" if result == "given-up" else None,
        revisit_problem=None,
        customer_reached=None,
        satisfaction_level=None,
        remark=None,
        resolved=None if result == "retry" else reached and bool(data.resolved),
        satisfaction_score=None if result == "retry" else score if reached else 0,
        revisit_retry_at=context.sla.instant(case, "revisit-retry", context.now),
        due_archive=context.sla.instant(case, "archive", context.now),
        content_index=content_index(context.session, case, context.inbox),
        round=data.round + 1,
    )


def _score(value: int | float | str | None) -> int | None:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    whole = number == number.to_integral_value()
    return int(number) if whole and 0 <= number <= 100 else None  # noqa: PLR2004 - the DC scale


class ReopenInput(CaseInput):
    """What D11 decided."""

    satisfaction_outcome: str


class ReopenOutput(NewInvestigation):
    """A new round of investigation and solution, with clocks of its own."""

    status: str
    reopen_count: int
    second_complaint: bool
    special_required: bool
    special_channel: bool
    round: int
    due_investigation: datetime
    due_solution: datetime
    rungs_solution: str
    resolved: None = None
    satisfaction_score: None = None


@handler("case.reopen", label="重新处理")
def reopen_case(data: ReopenInput, context: ComplaintContext) -> ReopenOutput:
    """Undo the compensation and begin again; the third time by the special channel."""
    case = context.case
    case.reopen_count += 1
    case.revisit_attempts = 0
    case.status = CaseStatus.IN_PROGRESS
    money = take_back(case, context, "重新处理")
    special = data.satisfaction_outcome == "special"
    solution = context.sla.begin(case, "solution", round=case.reopen_count, at=context.now)
    context.note(
        case.case_no,
        "客户不满意，重新处理",
        rule="D11",
        route="特批通道" if special else "重新调查",
        **money,
    )
    return ReopenOutput(
        status=case.status,
        reopen_count=case.reopen_count,
        second_complaint=True,
        special_required=special,
        special_channel=special,
        round=data.round + 1,
        due_investigation=solution.due,
        due_solution=solution.due,
        rungs_solution=solution.rungs,
    )


HANDLERS = (record_feedback, record_revisit, reopen_case)
