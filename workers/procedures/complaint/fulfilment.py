"""Execution of an approved solution: step C09 of P01, table D09."""

from __future__ import annotations

from datetime import datetime

from workers.contract import Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notification import tell_role
from workers.services.complaints import CaseStatus, ComplaintCase

PAYMENT = "Task_PayCompensation"
_STEPS = {
    "维修": "execution-repair",
    "换货": "execution-replace",
    "补偿": "execution-compensation",
}


class OrderInput(CaseInput):
    """The approved solution and who executes it."""

    solution_type: str
    executor_group: str
    department_executes: bool
    finance_pays: bool
    approved_by: str
    ticket_no: str


class OrderOutput(Variables):
    """By when it must be done."""

    status: str
    due_execution: datetime


@handler("execution.order", label="下达执行")
def order_execution(data: OrderInput, context: ComplaintContext) -> OrderOutput:
    """Tell the specialist and the executing departments that the solution is approved.

    A step's limit never reaches beyond the total cycle, as long as that is not over.
    """
    case = context.case
    case.status = CaseStatus.IN_PROGRESS
    step = _STEPS.get(data.solution_type, "execution-other")
    due = context.sla.instant(case, step, context.now)
    cycle = context.sla.due_of(case.case_no, "total-cycle")
    due = min(due, cycle) if cycle is not None and cycle > context.now else due
    groups = [data.executor_group] if data.department_executes else []
    groups += ["finance"] if data.finance_pays and "finance" not in groups else []
    tell_role(context, case, "N08", "cs-specialist", decision=f"同意（{data.approved_by}）")
    for group in groups:
        tell_role(
            context,
            case,
            "N05",
            group,
            ticket_no=data.ticket_no,
            requirement="执行已批准的处理方案",
            deadline=due,
        )
    context.note(case.case_no, "下达执行", rule="D09", route="、".join(groups))
    return OrderOutput(status=case.status, due_execution=due)


class RecordExecutionInput(CaseInput):
    """What the executing departments submitted."""

    department_executes: bool
    finance_pays: bool
    execution_result: str | None = None
    payment_reference: str | None = None
    payment_note: str | None = None


class RecordExecutionOutput(Variables):
    """The case now waits for the customer's word."""

    status: str
    due_feedback: datetime


@handler("execution.record", label="记录执行结果")
def record_execution(
    data: RecordExecutionInput, context: ComplaintContext
) -> RecordExecutionOutput:
    """Keep what was done and paid."""
    case = context.case
    if data.department_executes:
        context.file_form(
            case,
            "C09",
            "方案执行记录",
            "Task_ExecuteSolution",
            {"executionResult": data.execution_result},
            round=data.round,
        )
    if data.finance_pays:
        context.file_form(
            case,
            "C09",
            "补偿支付记录",
            PAYMENT,
            {"paymentReference": data.payment_reference, "paymentNote": data.payment_note},
            round=data.round,
        )
        record_payment(case, context)
    case.status = CaseStatus.AWAITING_CUSTOMER
    due = context.sla.begin(case, "feedback", round=data.round, at=context.now).due
    return RecordExecutionOutput(status=case.status, due_feedback=due)


def record_payment(case: ComplaintCase, context: ComplaintContext) -> None:
    """Note as paid what finance has paid, by the engine's history; nothing if it is noted."""
    payer = context.performer(PAYMENT)
    if payer is not None:
        context.payments.record(
            case.case_no, paid_by=payer.user, step_completed_at=payer.ended_at, at=context.now
        )


def take_back(case: ComplaintCase, context: ComplaintContext, reason: str) -> dict[str, str]:
    """Release what is approved and unpaid; claim back what was paid, and tell finance so.

    A payment that finance has completed counts even where no worker has recorded it yet.

    Returns:
        Both sums as the timeline shows them.
    """
    record_payment(case, context)
    released, claimed = context.payments.take_back(
        case.case_no, task_id=context.task.id, reason=reason, at=context.now
    )
    if claimed:
        context.note(case.case_no, "发起补偿追回", route=f"{claimed:.2f}元", reason=reason)
        tell_role(context, case, "N15", "finance", amount=claimed, reason=reason)
    return {"released": f"{released:.2f}", "claimedBack": f"{claimed:.2f}"}


HANDLERS = (order_execution, record_execution)
