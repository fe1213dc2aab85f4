"""``check.complete`` and ``check.authority``: the check before an operation (P34, D34)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from workers.casework.deployed import NotDeployed
from workers.casework.record import shown
from workers.contract import PARAMETER, PermanentFailure, Variables, handler
from workers.handlers.context import ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.inputs import CaseInput
from workers.handlers.steps import BranchInput, StepOutput, step_done


class CompleteOutput(StepOutput):
    """``missing_items`` is a list for people, empty where nothing is missing.

    The round goes up where something is: the check comes again, with effects of its own.
    """

    info_complete: bool
    missing_items: str
    round: int


@handler("check.complete", label="核对信息完整性")
def check_complete(data: BranchInput, context: ExecutionContext) -> CompleteOutput:
    """Ask the procedure's table D34 what the record lacks; forms are filed first."""
    case = context.case
    file_submissions(context, case)
    table = context.procedure.content.completeness
    if table is None:
        raise NotDeployed("procedure.toml names no table under `completeness`")
    facts = {name: case.record.get(name) for name in context.procedure.content.record}
    rows = context.decisions.evaluate(table, facts)
    missing = [str(row["missingItem"]) for row in rows if row.get("missingItem")]
    context.note(case.case_no, "核对信息完整性", rule="D34", route="、".join(missing) or "完整")
    listed = "、".join(missing)
    if missing:
        begun = step_done(data.otherwise(), context, remark=listed)
    else:
        begun = step_done(data, context)
    return CompleteOutput(
        info_complete=not missing, missing_items=listed, round=data.round + bool(missing), **begun
    )


class AuthorityInput(CaseInput):
    """``group`` is the group that the person must belong to.

    ``of`` is the user task whose performer is meant, or ``start``. ``amount`` names a field of the
    record that must not exceed ``ceiling`` yuan; without them there is no such bound.
    """

    group: Annotated[str, PARAMETER, Field(title="须属于的岗位组")]
    of: Annotated[str, PARAMETER, Field(title="看谁办理")] = "start"
    amount: Annotated[str | None, PARAMETER, Field(title="金额字段")] = None
    ceiling: Annotated[str | None, PARAMETER, Field(title="金额上限（元）")] = None


class AuthorityOutput(Variables):
    """``authority_problem`` says to people what is wrong; empty where nothing is."""

    authorised: bool
    authority_problem: str


@handler("check.authority", label="核对操作权限")
def check_authority(data: AuthorityInput, context: ExecutionContext) -> AuthorityOutput:
    """Whether whoever acted belongs to the group, and the amount is inside the authority."""
    case = context.case
    file_submissions(context, case)
    person = case.opened_by if data.of == "start" else _performer(data.of, context)
    problem = ""
    if person is None:
        problem = "操作人不明"
    elif not context.process.is_member(person, data.group):
        problem = "操作人不属于规定的岗位"
    elif data.amount and data.ceiling:
        kind = context.procedure.content.record.get(data.amount)
        if kind is None:
            raise PermanentFailure(f"the record has no field {data.amount}; correct the model")
        amount = shown(kind, case.record.get(data.amount))
        if isinstance(amount, Decimal) and amount > Decimal(data.ceiling):
            problem = "金额超出权限"
    context.note(
        case.case_no, "核对操作权限", actor=person or "系统", rule="P34", route=problem or "通过"
    )
    return AuthorityOutput(authorised=not problem, authority_problem=problem)


def _performer(task: str, context: ExecutionContext) -> str | None:
    performer = context.performer(task)
    return performer.user if performer else None


HANDLERS = (check_complete, check_authority)
