"""``review.verify``: what several people decided, each by the engine's history (P33)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from workers.contract import PARAMETER, PermanentFailure, handler
from workers.handlers.context import UNKNOWN_PERSON, ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.steps import BranchInput, StepOutput, listed, step_done
from workers.ports import Submission


class VerifyInput(BranchInput):
    """The user tasks that decide, and where their forms say how.

    ``tasks`` and ``verdicts`` are lists of equal length: user task ids, and the names of the fields
    with the verdict. ``agrees`` is the value that means yes. ``not_by`` names a user task or
    ``start`` whose performer may not be among them. ``table`` is a decision table that answers
    ``approved`` from the verdicts, ``distinct`` and the fields of the record that ``facts``
    lists; without a table all must agree and be distinct.
    """

    once_per_task: ClassVar[bool] = True
    """A loop that comes back here has other verdicts."""

    tasks: Annotated[str, PARAMETER, Field(title="作出结论的任务")]
    verdicts: Annotated[str, PARAMETER, Field(title="结论所在的字段")]
    agrees: Annotated[str, PARAMETER, Field(title="表示同意的值")] = "同意"
    comments: Annotated[str | None, PARAMETER, Field(title="意见所在的字段")] = None
    not_by: Annotated[str | None, PARAMETER, Field(title="不得由其经办人办理")] = None
    table: Annotated[str | None, PARAMETER, Field(title="判断用的决策表")] = None
    facts: Annotated[str | None, PARAMETER, Field(title="决策表另用的案件字段")] = None


class VerifyOutput(StepOutput):
    """``distinct`` tells whether as many people as tasks decided, none of them excluded."""

    approved: bool
    distinct: bool
    approved_by: str
    approval_comment: str
    round: int


@handler("review.verify", label="核对审批人和结论")
def verify_approval(data: VerifyInput, context: ExecutionContext) -> VerifyOutput:
    """Read who decided what from the engine's history; all agree, and all are different people."""
    case = context.case
    file_submissions(context, case)
    tasks, verdicts = listed(data.tasks), listed(data.verdicts)
    if len(tasks) != len(verdicts):
        raise PermanentFailure("`tasks` and `verdicts` differ in length; correct the model")
    last = {each.activity_id: each for each in context.submissions}
    decided = [(last.get(task), field) for task, field in zip(tasks, verdicts, strict=True)]
    people = [each.user or UNKNOWN_PERSON for each, _ in decided if each is not None]
    excluded = _excluded(data, context)
    distinct = len(set(people)) == len(tasks) and not excluded.intersection(people)
    agreed = all(
        each is not None and each.values.get(field) == data.agrees for each, field in decided
    )
    approved = agreed and distinct
    if data.table:
        said = {field: each.values.get(field) if each else None for each, field in decided}
        known = {field: case.record.get(field) for field in listed(data.facts)}
        rows = context.decisions.evaluate(data.table, {**known, **said, "distinct": distinct})
        approved = distinct and any(row.get("approved") is True for row in rows)
    remarks = _remarks(decided, listed(data.comments), data.agrees)
    if agreed and not distinct:
        remarks = "须由不同的人员分别审核"
    context.note(
        case.case_no,
        "审核通过" if approved else "审核未通过",
        actor="、".join(people),
        rule="双人复核" if len(tasks) > 1 else None,
        route=remarks or None,
    )
    return VerifyOutput(
        approved=approved,
        distinct=distinct,
        approved_by="、".join(people),
        approval_comment=remarks,
        round=data.round if approved else data.round + 1,
        **_done(data, context, approved=approved, remarks=remarks),
    )


def _done(
    data: VerifyInput, context: ExecutionContext, *, approved: bool, remarks: str
) -> dict[str, object]:
    if approved:
        return step_done(data, context)
    return step_done(data.otherwise(), context, remark=remarks or None)


def _excluded(data: VerifyInput, context: ExecutionContext) -> set[str]:
    names: set[str] = set()
    for each in listed(data.not_by):
        if each == "start":
            names.add(context.case.opened_by or "")
        else:
            performer = context.performer(each)
            names.add(performer.user if performer else "")
    return names - {""}


def _remarks(
    decided: list[tuple[Submission | None, str]], fields: tuple[str, ...], agrees: str
) -> str:
    """What those who did not agree wrote."""
    texts = []
    for position, (each, verdict) in enumerate(decided):
        if each is None or each.values.get(verdict) == agrees or position >= len(fields):
            continue
        text = str(each.values.get(fields[position]) or "").strip()
        if text:
            texts.append(text)
    return "；".join(texts)


HANDLERS = (verify_approval,)
