"""What general topics may do beside their own work: set the status, run limits, send notices.

Steps that always follow each other are one task of a model (design §3), so that a worker step
which files a form can also begin the limit of the next task.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from workers.contract import PARAMETER, Variables
from workers.handlers.context import ExecutionContext
from workers.handlers.fields import put_all
from workers.handlers.inputs import CaseInput
from workers.handlers.notices import queue_notice


class StepInput(CaseInput):
    """What happens to the case when the step's own work is done.

    ``status`` is set, and so are fields of the record: ``sets`` lists them as ``field=value``.
    ``begins`` and ``ends`` name limits and ``notices`` letters. Lists are separated by commas.
    """

    status: Annotated[str | None, PARAMETER, Field(title="案件状态")] = None
    sets: Annotated[str | None, PARAMETER, Field(title="写入的字段")] = None
    begins: Annotated[str | None, PARAMETER, Field(title="开始的时限")] = None
    ends: Annotated[str | None, PARAMETER, Field(title="结束的时限")] = None
    notices: Annotated[str | None, PARAMETER, Field(title="发出的通知")] = None


class BranchInput(StepInput):
    """A step that ends one way or the other: what it does then stands under ``otherwise``."""

    otherwise_begins: Annotated[str | None, PARAMETER, Field(title="否则开始的时限")] = None
    otherwise_notices: Annotated[str | None, PARAMETER, Field(title="否则发出的通知")] = None

    def otherwise(self) -> StepInput:
        """What is done where the step says no. Limits end either way."""
        return StepInput(
            begins=self.otherwise_begins, notices=self.otherwise_notices, ends=self.ends
        )


class StepOutput(Variables):
    """Of the last limit that was begun: when it is due, and the cycle of its timer.

    Both are null where none was begun, so that a model may map them in either case. Private fields
    are null, too: they leave the process here.
    """

    model_config = ConfigDict(extra="allow")

    due: datetime | None = None
    rungs: str | None = None


def listed(text: str | None) -> tuple[str, ...]:
    """The items of a list that a designer wrote with commas."""
    return tuple(each.strip() for each in (text or "").split(",") if each.strip())


def step_done(
    data: StepInput, context: ExecutionContext, *, remark: str | None = None
) -> dict[str, object]:
    """Set the status and fields, end and begin limits, queue notices.

    Args:
        data: of the step.
        context: of this execution.
        remark: a fact for the notices.

    Answers the fields of :class:`StepOutput`.
    """
    case = context.case
    if data.status:
        case.status = data.status
    put_all(case, context, data.sets)
    for span in listed(data.ends):
        context.limits.stop(case.case_no, span, context.now)
    written: dict[str, object] = {"due": None, "rungs": None}
    for span in listed(data.begins):
        turn = sum(each.span == span for each in context.limits.spans(case.case_no))
        begun = context.limits.begin(case, span, at=context.now, round=turn)
        written = {"due": begun.due, "rungs": begun.rungs}
    for notice in listed(data.notices):
        queue_notice(context, notice, deadline=written.get("due"), remark=remark)
    return {**dict.fromkeys(context.procedure.content.case.private), **written}
