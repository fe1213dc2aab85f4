"""Solution and its approval: steps C07b and C08 of P01, table D07, requirements R227–R229."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from workers.casework.money import AmountError, parse_yuan
from workers.contract import BpmnError, ErrorCode, Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notification import tell_role
from workers.procedures.complaint.rounds import NewApproval
from workers.services.compensation import DELEGATED, CompensationEntry
from workers.services.complaints import CaseStatus, ComplaintCase

SOLUTION_INVALID = ErrorCode("SOLUTION_INVALID", "处理方案填写有误，退回修改")
REFER_TO_MANAGER = ErrorCode("REFER_TO_MANAGER", "授权审批不成立，转客服经理")
FOUR_EYES = ErrorCode("FOUR_EYES", "须由另一人办理，重新办理")

DRAFT = "Task_DraftSolution"
REJECTIONS_BEFORE_DIRECTOR = 3
_TYPES = ("维修", "换货", "补偿", "其他")
_APPROVER_GROUPS = {
    "manager": "cs-manager",
    "director": "cs-director",
    "general-manager": "general-manager",
}
_RECORDS = {"F01": "投诉登记表", "F02": "分类分级结果", "F04": "调查记录", "F06": "处理方案"}


class SubmitSolutionInput(CaseInput):
    """F06 as the specialist submitted it."""

    solution_type: str | None = None
    solution_text: str | None = None
    cause_summary: str | None = None
    compensation_amount: str | None = None
    special_channel: bool | None = None
    special_required: bool = False
    special_type: str | None = None
    special_reason: str | None = None


class SubmitSolutionOutput(NewApproval):
    """The solution with its amount as a two-decimal string, "0.00" when there is none."""

    compensation_amount: str
    special_channel: bool
    solution_problem: None = None
    referral_reasons: None = None
    due_approval: datetime
    status: str


@handler("solution.submit", label="校验并提交方案", errors=(SOLUTION_INVALID,))
def submit_solution(data: SubmitSolutionInput, context: ComplaintContext) -> SubmitSolutionOutput:
    """Check type and amount of a solution, keep it, and put it up for approval."""
    case = context.case
    special = bool(data.special_channel) or data.special_required
    amount = _amount_or_error(data, special=special)
    context.file_form(
        case,
        "F06",
        "《处理方案》",
        DRAFT,
        {
            "solutionType": data.solution_type,
            "solutionText": data.solution_text,
            "causeSummary": data.cause_summary,
            "compensationAmount": f"{amount:.2f}",
            "specialChannel": special,
        },
        round=data.round,
    )
    if special:
        context.file_form(
            case,
            "F11",
            "《特批申请》",
            DRAFT,
            {"type": data.special_type, "reason": data.special_reason, "skipLevels": True},
            round=data.round,
        )
    case.status = CaseStatus.IN_APPROVAL
    context.sla.stop(case.case_no, "solution", context.now)
    route = _route(context, amount, special=special)
    step = "approval-manager" if route in ("manager", "worker") else "approval-director"
    due = context.sla.instant(case, step, context.now)
    if route in _APPROVER_GROUPS:
        tell_role(
            context, case, "N07", _APPROVER_GROUPS[route], amount=amount or None, deadline=due
        )
    return SubmitSolutionOutput(
        compensation_amount=f"{amount:.2f}",
        special_channel=special,
        due_approval=due,
        status=case.status,
    )


def _amount_or_error(data: SubmitSolutionInput, *, special: bool) -> Decimal:
    problem = None
    amount = Decimal("0.00")
    try:
        amount = parse_yuan(data.compensation_amount) or amount
    except AmountError as error:
        problem = str(error)
    if data.solution_type not in _TYPES:
        problem = "请选择方案类型：维修、换货、补偿或其他"
    elif not (data.solution_text and data.cause_summary):
        problem = "请填写方案内容和原因分析"
    elif data.solution_type == "补偿" and problem is None and amount <= 0:
        problem = "方案类型为补偿时，补偿金额必填且大于0"
    elif special and not data.special_reason and not data.special_required:
        problem = "申请特批通道须填写特批理由"
    if problem:
        raise BpmnError(SOLUTION_INVALID.code, problem, {"round": data.round + 1})
    return amount


def _route(context: ComplaintContext, amount: Decimal, *, special: bool) -> str:
    rows = context.decisions.evaluate(
        "compensation-approval", {"specialChannel": special, "compensationAmount": f"{amount:.2f}"}
    )
    return str(rows[0]["approvalRoute"])


class ApproveInput(CaseInput):
    """The solution and the rule of D07 that sent it here."""

    compensation_amount: str
    approval_rule: str = ""
    due_approval: datetime


class ApproveOutput(Variables):
    """The delegated approval."""

    approval_outcome: str
    approved_by: str
    referral_reasons: None = None


@handler("compensation.approve", label="按授权审批补偿", errors=(REFER_TO_MANAGER,))
def approve_compensation(data: ApproveInput, context: ComplaintContext) -> ApproveOutput:
    """Approve a compensation under ¥5000 on the manager's delegation, or refer it to him."""
    case = context.case
    amount = parse_yuan(data.compensation_amount) or Decimal("0.00")
    drafter = context.performer(DRAFT)
    on_file = {form.form for form in context.cases.forms(case.case_no)}
    delegation, checks = context.compensations.check(
        case,
        amount,
        proposer=drafter.user if drafter else None,
        missing_records=[name for form, name in _RECORDS.items() if form not in on_file],
        at=context.now,
    )
    failed = [check.reason for check in checks if not check.passed]
    facts = [[check.name, check.passed] for check in checks]
    if failed or delegation is None:
        reasons = "；".join(failed)
        context.note(
            case.case_no,
            "转客服经理审批",
            rule=data.approval_rule,
            route=reasons,
            checks=facts,
        )
        tell_role(
            context,
            case,
            "N07",
            "cs-manager",
            amount=amount,
            rule=data.approval_rule,
            deadline=data.due_approval,
        )
        raise BpmnError(
            REFER_TO_MANAGER.code,
            f"{len(failed)} policy checks failed",
            {"referralReasons": reasons},
        )
    approver = f"授权审批（{delegation.delegator}，授权{delegation.id}号）"
    _book(
        case,
        amount,
        context,
        authority=DELEGATED,
        approver=approver,
        rule=data.approval_rule,
        delegation_id=delegation.id,
        checks=facts,
    )
    context.note(
        case.case_no,
        "按授权批准补偿",
        actor=approver,
        rule=data.approval_rule,
        route=f"{amount:.2f}元",
        checks=facts,
    )
    return ApproveOutput(approval_outcome="approved", approved_by=approver, referral_reasons=None)


def _book(
    case: ComplaintCase,
    amount: Decimal,
    context: ComplaintContext,
    *,
    authority: str,
    approver: str,
    rule: str,
    delegation_id: int | None = None,
    checks: Sequence[Sequence[object]] = (),
) -> None:
    context.compensations.book(
        CompensationEntry(
            effect_key=context.effect_key,
            task_id=context.task.id,
            case_no=case.case_no,
            customer_id=case.customer_id,
            order_no=case.order_no,
            amount=amount,
            authority=authority,
            approver=approver,
            delegation_id=delegation_id,
            rule=rule,
            checks=list(checks),
            booked_at=context.now,
        )
    )


class VerifyInput(CaseInput):
    """F06's approval part and the opinions before it."""

    approval_route: str
    approval_rule: str = ""
    approval_decision: str | None = None
    approval_comment: str | None = None
    compensation_amount: str
    due_approval: datetime
    special_channel: bool = False
    legal_opinion: str | None = None
    finance_opinion: str | None = None
    director_decision: str | None = None
    director_comment: str | None = None


class VerifyOutput(NewApproval):
    """The decision of a person who may take it."""

    approval_outcome: str
    approved_by: str
    approval_problem: None = None
    rejection_count: int
    due_approval: datetime
    special_required: bool
    special_channel: bool
    special_channel_decided: bool
    round: int


_APPROVAL_TASKS = {
    "director": "Task_ApproveDirector",
    "general-manager": "Task_ApproveGeneralManager",
}


@handler("approval.verify", label="核对审批人并记录", errors=(FOUR_EYES,))
def verify_approval(data: VerifyInput, context: ComplaintContext) -> VerifyOutput:
    """Read from the engine's history who approved, refuse the proposer, record the decision."""
    case = context.case
    activity = _APPROVAL_TASKS.get(data.approval_route, "Task_ApproveManager")
    approver = _independent_approver(data, activity, context)
    _file_opinions(case, data, context)
    context.file_form(
        case,
        "F06",
        "《处理方案审批表》",
        activity,
        {
            "approvalLevel": data.approval_route,
            "approvalRule": data.approval_rule,
            "approved": data.approval_decision,
            "approvalComment": data.approval_comment,
            "compensationAmount": data.compensation_amount,
            "approver": approver,
        },
        round=data.round,
    )
    if data.approval_decision in ("同意", "特批"):
        return _approved(case, data, approver, context)
    return _rejected(case, data, approver, context)


def _independent_approver(data: VerifyInput, activity: str, context: ComplaintContext) -> str:
    approver, proposer = context.performer(activity), context.performer(DRAFT)
    problem = None
    if approver is None:
        problem = "审批任务没有认领人，请认领后审批"
    elif proposer is not None and approver.user == proposer.user:
        problem = "审批人不得是方案提出人"
    elif data.approval_decision not in ("同意", "特批", "驳回"):
        problem = "请选择审批结论"
    elif data.approval_decision == "驳回" and not (data.approval_comment or "").strip():
        problem = "驳回须填写意见"
    if problem or approver is None:
        context.note(context.case.case_no, "审批无效，重新审批", rule="双人复核", route=problem)
        raise BpmnError(
            FOUR_EYES.code,
            "the approval was not taken by an independent person with a reason",
            {**NewApproval().written(), "approvalProblem": problem, "round": data.round + 1},
        )
    return approver.user


def _file_opinions(case: ComplaintCase, data: VerifyInput, context: ComplaintContext) -> None:
    """File what legal, finance and, before the general manager, the director said."""
    for text, activity, department in (
        (data.legal_opinion, "Task_LegalOpinion", "legal"),
        (data.finance_opinion, "Task_FinanceOpinion", "finance"),
    ):
        if text and context.performer(activity):
            context.file_form(
                case,
                "F05",
                "《跨部门协同意见》",
                activity,
                {"department": department, "opinion": text},
                round=data.round,
            )
    if data.approval_route == "general-manager":
        context.file_form(
            case,
            "F06",
            "《处理方案审批表》（总监意见）",
            "Task_ApproveDirector",
            {"opinion": data.director_decision, "approvalComment": data.director_comment},
            round=data.round,
        )


def _approved(
    case: ComplaintCase, data: VerifyInput, approver: str, context: ComplaintContext
) -> VerifyOutput:
    amount = parse_yuan(data.compensation_amount) or Decimal("0.00")
    if amount > 0:
        _book(
            case,
            amount,
            context,
            authority=data.approval_route,
            approver=approver,
            rule=data.approval_rule,
        )
    context.note(
        case.case_no,
        "批准方案",
        actor=approver,
        rule=data.approval_rule,
        route=f"{amount:.2f}元",
    )
    special = data.special_channel or data.approval_decision == "特批"
    return _verdict(case, data, "approved", approver, decided=special)


def _rejected(
    case: ComplaintCase, data: VerifyInput, approver: str, context: ComplaintContext
) -> VerifyOutput:
    case.rejection_count += 1
    escalated = case.rejection_count == REJECTIONS_BEFORE_DIRECTOR
    context.note(
        case.case_no,
        "驳回三次，转客服总监" if escalated else "驳回方案",
        actor=approver,
        rule=data.approval_rule,
        route=data.approval_comment,
    )
    if not escalated:
        case.status = CaseStatus.IN_PROGRESS
        tell_role(
            context, case, "N08", "cs-specialist", decision="驳回", comment=data.approval_comment
        )
        return _verdict(case, data, "rejected", approver)
    due = context.sla.instant(case, "approval-director", context.now)
    return _verdict(case, data, "escalated", approver, due=due)


def _verdict(
    case: ComplaintCase,
    data: VerifyInput,
    outcome: str,
    approver: str,
    *,
    decided: bool = False,
    due: datetime | None = None,
) -> VerifyOutput:
    """The verdict; ``due`` is the limit of the next approval where one follows at once."""
    approved, required = outcome == "approved", outcome == "escalated"
    return VerifyOutput(
        approval_outcome=outcome,
        approved_by=approver,
        approval_decision=data.approval_decision if approved else None,
        approval_comment=None if required else data.approval_comment,
        rejection_count=case.rejection_count,
        due_approval=due or data.due_approval,
        special_required=required,
        special_channel=data.special_channel or required,
        special_channel_decided=decided,
        round=data.round if approved else data.round + 1,
    )


HANDLERS = (submit_solution, approve_compensation, verify_approval)
