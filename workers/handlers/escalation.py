"""SLA rungs: a timer woke us, the ledger decides (design §4, tables sla and D36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from workers.contract import Variables, handler
from workers.handlers.desk import Desk
from workers.handlers.inputs import CaseInput
from workers.handlers.notification import tell_role
from workers.services.cases import ComplaintCase
from workers.services.sla import DueRung


class RungInput(CaseInput):
    """``sla_step`` is the code of the escalation that was thrown, for example SLA_SOLUTION."""

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
"""Escalation code → span of the ledger, boundary timer in the model, who handles the step.

Opinions are handled by every department that is asked and has not answered.
"""


@handler("sla.rung", label="提醒与升级")
def climb_rung(data: RungInput, desk: Desk) -> RungOutput:
    """Remind and escalate for every rung that the ledger calls due, each once."""
    span, timer, handling = WATCHED[data.sla_step]
    case = desk.case
    handlers = [handling] if handling else _silent_departments(case, data.round, desk)
    for rung in desk.sla.due_rungs(case, span, desk.now):
        _act(case, rung, handlers, desk)
    following = _wake(desk.sla.next_rung(case.complaint_no, span), desk.now)
    desk.process.move_timer(desk.task.process_instance_id, timer, following)
    return RungOutput()


def move_timers(desk: Desk) -> None:
    """Let the timers of the open spans follow the ledger: its limits have changed."""
    for span, timer, _handling in WATCHED.values():
        following = desk.sla.next_rung(desk.case.complaint_no, span)
        if following is not None:
            desk.process.move_timer(
                desk.task.process_instance_id, timer, _wake(following, desk.now)
            )


def _wake(next_rung: datetime | None, now: datetime) -> datetime:
    """When the timer fires next: always after now, else timer and worker would chase each other."""
    if next_rung is None:
        return now + _AT_REST
    return next_rung if next_rung > now else now + _LOOK_AGAIN


def _silent_departments(case: ComplaintCase, turn: int, desk: Desk) -> list[str]:
    """Departments that were asked in this round and have not given their opinion."""
    tickets = desk.cases.forms(case.complaint_no, "F07")
    asked = [str(group) for group in tickets[-1].data["supportDepts"]] if tickets else []
    opinions = desk.cases.forms(case.complaint_no, "F05")
    given = {form.data["department"] for form in opinions if form.round == turn}
    return [group for group in asked if group not in given]


def _act(case: ComplaintCase, rung: DueRung, handlers: Sequence[str], desk: Desk) -> None:
    for row in desk.decisions.evaluate("escalation", {"percent": rung.percent}):
        role = str(row["recipientRole"])
        for group in handlers if role == "handler" else (role,):
            tell_role(
                desk,
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
            desk.sla.raise_review(case.complaint_no, rung, desk.now)
    desk.note(case.complaint_no, "时限提醒", rule="D36", route=f"{rung.limit_name} {rung.percent}%")


HANDLERS = (climb_rung,)
