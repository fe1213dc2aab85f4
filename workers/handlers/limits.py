"""``limit.begin`` and ``limit.rung``: the limits of steps, by the procedure's own table (D36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from workers.casework.deployed import NotDeployed
from workers.casework.sla import DueRung
from workers.contract import PARAMETER, PermanentFailure, Variables, handler
from workers.handlers.context import ExecutionContext
from workers.handlers.inputs import CaseInput
from workers.handlers.notices import queue_notice
from workers.handlers.steps import StepInput, StepOutput, step_done

AT_REST = timedelta(days=3650)
"""Where a timer is moved whose rungs have all acted; it ends with its task."""
LOOK_AGAIN = timedelta(minutes=15)
"""When a timer looks again whose next rung is past and may not act yet, for the case rests."""
PREFIX = "LIMIT_"


class LimitInput(StepInput):
    """Which limits begin and end."""

    once_per_task: ClassVar[bool] = True
    """A loop that comes back here begins them anew."""


@handler("limit.begin", label="开始计时")
def begin_limit(data: LimitInput, context: ExecutionContext) -> StepOutput:
    """Begin and end limits without any other work."""
    return StepOutput(**step_done(data, context))


class RungInput(CaseInput):
    """``limit_code`` is the code of the escalation that was thrown, for example LIMIT_REVIEW."""

    limit_code: str
    notice: Annotated[str, PARAMETER]
    once_per_task: ClassVar[bool] = True
    """Every firing is an execution of its own; the ledger keeps a rung from acting twice."""


class RungOutput(Variables):
    """Nothing: the case goes on as it was."""


@handler("limit.rung", label="提醒与升级")
def climb_rung(data: RungInput, context: ExecutionContext) -> RungOutput:
    """Remind and escalate for every rung that the ledger calls due, each once."""
    span = span_of(data.limit_code)
    try:
        source = context.process.escalation(context.step, data.limit_code)
    except LookupError as error:
        raise PermanentFailure(f"{error}; correct the escalation's code in the model") from error
    case = context.case
    for rung in context.limits.due_rungs(case, span, context.now):
        _act(rung, source.groups, data.notice, context)
    following = wake(context.limits.next_rung(case.case_no, span), context.now)
    context.process.move_timer(context.task.process_instance_id, source.timer, following)
    return RungOutput()


def span_of(code: str) -> str:
    """LIMIT_HEAD_REVIEW is the limit ``head-review``."""
    return code.removeprefix(PREFIX).lower().replace("_", "-")


def wake(next_rung: datetime | None, now: datetime) -> datetime:
    """When the timer fires next: always after now, else timer and worker would chase each other."""
    if next_rung is None:
        return now + AT_REST
    return next_rung if next_rung > now else now + LOOK_AGAIN


def _act(rung: DueRung, handling: Sequence[str], notice: str, context: ExecutionContext) -> None:
    """Each group is told once, by the highest row of the table that names it."""
    table = context.procedure.content.escalation
    if table is None:
        raise NotDeployed("procedure.toml names no table under `escalation`")
    case = context.case
    told: dict[str, str] = {}
    for row in context.decisions.evaluate(table, {"percent": rung.percent}):
        role = str(row["recipientRole"])
        for group in handling if role == "handler" else (role,):
            told[group] = str(row["action"])
        if row.get("reviewItem") is True:
            context.limits.raise_review(case.case_no, rung, context.now)
    for group, action in told.items():
        queue_notice(
            context,
            notice,
            group=group,
            step=rung.limit_name,
            deadline=rung.due,
            percent=rung.percent,
            action=action,
            purpose=f"{rung.span}:{rung.percent}",
        )
    context.note(
        case.case_no, f"时限 {rung.percent}%", rule="D36", route=rung.limit_name, span=rung.span
    )


HANDLERS = (begin_limit, climb_rung)
