"""How a task gets from one person to another: given back, or handed over by operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.complaints import FIRST_SPECIALIST, SECOND_SPECIALIST
from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk
from tests.scenarios.trespass import OPS
from workers.engine import Engine, EngineError, Unauthorized

OpenCase = Callable[..., Complaint]
Login = Callable[[str], Engine]
pytestmark = pytest.mark.engine
REGISTER = "Task_RegisterComplaint"


@pytest.fixture
def login(desk: Desk) -> Iterator[Login]:
    """The engine with somebody's own login."""
    with ExitStack() as stack:
        yield lambda user: stack.enter_context(Engine(desk.personnel.address(user)))


def test_who_has_claimed_a_task_gives_it_back_to_the_group(
    open_case: OpenCase, login: Login
) -> None:
    case = open_case()
    task, first = case.task(REGISTER), login(FIRST_SPECIALIST)
    first.tasks.claim(task.id, FIRST_SPECIALIST)
    first.tasks.unclaim(task.id)
    case.submit(REGISTER, by=SECOND_SPECIALIST)
    assert case.forms("F01")[-1].submitted_by == SECOND_SPECIALIST


def test_a_claimed_task_may_be_put_off(open_case: OpenCase, login: Login) -> None:
    case = open_case()
    task, first = case.task(REGISTER), login(FIRST_SPECIALIST)
    first.tasks.claim(task.id, FIRST_SPECIALIST)
    whole = first.session.call("GET", f"/task/{task.id}")
    kept = {name: whole[name] for name in ("name", "description", "priority", "assignee", "due")}
    later = {**kept, "followUp": "2030-03-05T09:00:00.000+0800"}
    first.session.call("PUT", f"/task/{task.id}", json=later)
    assert case.task(REGISTER).follow_up is not None


def test_operations_hand_a_task_to_another_member_and_do_not_complete_it(
    open_case: OpenCase, login: Login
) -> None:
    case = open_case()
    task, ops = case.task(REGISTER), login(OPS)
    login(FIRST_SPECIALIST).tasks.claim(task.id, FIRST_SPECIALIST)
    ops.tasks.set_assignee(task.id, SECOND_SPECIALIST)
    with pytest.raises(Unauthorized):
        ops.tasks.complete(task.id)
    case.submit(REGISTER, by=SECOND_SPECIALIST)
    assert case.forms("F01")[-1].submitted_by == SECOND_SPECIALIST


def test_operations_cannot_hand_an_approval_to_who_drafted_the_solution(
    open_case: OpenCase, login: Login, desk: Desk
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.00")
    case.submit("Task_ApproveManager")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult")
    task = case.task("Task_RevisitCustomer")
    with pytest.raises(Unauthorized, match="双人复核"):
        login(OPS).tasks.set_assignee(task.id, FIRST_SPECIALIST)
    login(OPS).tasks.set_assignee(task.id, SECOND_SPECIALIST)
    case.submit("Task_RevisitCustomer", by=SECOND_SPECIALIST)
    case.waits_at("Task_CheckFile")


def test_the_task_of_a_withdrawn_case_cannot_be_completed(
    open_case: OpenCase, login: Login
) -> None:
    case = open_case()
    task, first = case.task(REGISTER), login(FIRST_SPECIALIST)
    first.tasks.claim(task.id, FIRST_SPECIALIST)
    case.message("ComplaintWithdrawn", withdrawalReason="客户撤诉")
    before = (case.actions(), len(case.forms("F01")))
    for finish in (first.tasks.complete, first.tasks.submit_form):
        with pytest.raises(EngineError):
            finish(task.id, {"complaintNo": case.number})
    case.run_until_idle()
    assert (case.actions(), len(case.forms("F01"))) == before


def test_a_due_date_is_moved_by_who_may_assign_all_tasks_and_nothing_else_changes(
    open_case: OpenCase, login: Login
) -> None:
    case = open_case()
    task, first = case.task(REGISTER), login(FIRST_SPECIALIST)
    first.tasks.claim(task.id, FIRST_SPECIALIST)
    with pytest.raises(Unauthorized, match="由流程决定，不能自行修改"):
        first.tasks.set_due(task.id, case.now)
    login(OPS).tasks.set_due(task.id, case.now)
    moved = case.task(REGISTER)
    assert (moved.due, moved.assignee, moved.priority) == (case.now, FIRST_SPECIALIST, 50)
