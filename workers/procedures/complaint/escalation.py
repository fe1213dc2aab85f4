"""SLA rungs: a timer woke us, the ledger decides (design §4, tables sla and D36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from workers.casework.sla import DueRung
from workers.contract import Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notification import tell_role
from workers.services.complaints import ComplaintCase


class RungInput(CaseInput):
    """``sla_step`` names the limit whose timer fired, for example SLA_SOLUTION."""

    sla_step: str
    once_per_task: ClassVar[bool] = True
    """Every firing is an execution of its own; the ledger keeps a rung from acting twice."""


class RungOutput(Variables):
    """Nothing: the case goes on as it was."""


_AT_REST = timedelta(days=3650)
"""Where a timer is moved whose rungs have all acted; it ends with its task."""
_LOOK_AGAIN = timedelta(minutes=15)
"""When a timer looks again whose next rung is past and may not act yet, for the case rests."""
WATCHED = {
    "SLA_FIRST_RESPONSE": ("first-response", "Timer_FirstResponse", "cs-specialist"),
    "SLA_CLASSIFICATION": ("classification", "Timer_Classification", "cs-supervisor"),
    "SLA_OPINION": ("opinion", "Timer_Opinion", None),
    "SLA_SOLUTION": ("solution", "Timer_Solution", "cs-specialist"),
}
"""Limit as the models name it → span of the ledger, timer in the model, who handles the step.

Opinions are handled by every department that is asked and has not answered.
"""


@handler("sla.rung", label="提醒与升级")
def climb_rung(data: RungInput, context: ComplaintContext) -> RungOutput:
    """Remind and escalate for every rung that the ledger calls due, each once."""
    span, timer, handling = WATCHED[data.sla_step]
    case = context.case
    handlers = [handling] if handling else _silent_departments(case, data.round, context)
    for rung in context.sla.due_rungs(case, span, context.now):
        _act(case, rung, handlers, context)
    following = _wake(context.sla.next_rung(case.case_no, span), context.now)
    context.process.move_timer(context.task.process_instance_id, timer, following)
    return RungOutput()


def move_timers(context: ComplaintContext) -> None:
    """Let the timers of the open spans follow the ledger: its limits have changed."""
    for span, timer, _handling in WATCHED.values():
        following = context.sla.next_rung(context.case.case_no, span)
        if following is not None:
            context.process.move_timer(
                context.task.process_instance_id, timer, _wake(following, context.now)
            )


def _wake(next_rung: datetime | None, now: datetime) -> datetime:
    """When the timer fires next: always after now, else timer and worker would chase each other."""
    if next_rung is None:
        return now + _AT_REST
    return next_rung if next_rung > now else now + _LOOK_AGAIN


def _silent_departments(case: ComplaintCase, turn: int, context: ComplaintContext) -> list[str]:
    """Departments that were asked in this round and have not given their opinion."""
    tickets = context.cases.forms(case.case_no, "F07")
    asked = [str(group) for group in tickets[-1].data["supportDepts"]] if tickets else []
    opinions = context.cases.forms(case.case_no, "F05")
    given = {form.data["department"] for form in opinions if form.round == turn}
    return [group for group in asked if group not in given]


def _act(
    case: ComplaintCase, rung: DueRung, handlers: Sequence[str], context: ComplaintContext
) -> None:
    for row in context.decisions.evaluate("escalation", {"percent": rung.percent}):
        role = str(row["recipientRole"])
        for group in handlers if role == "handler" else (role,):
            tell_role(
                context,
                case,
                "N13",
                group,
                purpose=f"{rung.span}:{rung.percent}:{row['action']}",
                step=rung.limit_name,
                deadline=rung.due,
                percent=rung.percent,
                action=str(row["action"]),
            )
        if row.get("reviewItem") is True:
            context.sla.raise_review(case.case_no, rung, context.now)
    context.note(case.case_no, "时限提醒", rule="D36", route=f"{rung.limit_name} {rung.percent}%")


HANDLERS = (climb_rung,)
