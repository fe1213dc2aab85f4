"""A case that waits in a called process is one case: for its customer, its clock and its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_letters import answer, post
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import Desk

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


def _to_missing_data(open_case: OpenCase) -> Complaint:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.waits_only_at("Task_AwaitInformation")
    return case


def _to_an_approval(open_case: OpenCase) -> Complaint:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.waits_only_at("Task_ApproveManager")
    return case


@pytest.mark.parametrize("to_a_wait", [_to_missing_data, _to_an_approval])
def test_a_withdrawal_ends_the_called_processes_with_the_case(
    desk: Desk, open_case: OpenCase, to_a_wait: Callable[[OpenCase], Complaint]
) -> None:
    case = to_a_wait(open_case)
    running = case.engine.instances.find(case.number)
    assert len(running) == 3, "the case, what it calls, and what that calls"
    desk.application.messages().withdraw(case.number, "问题已自行解决")
    case.run_until_idle()
    case.has_ended(at="EndEvent_CaseWithdrawn")
    assert case.engine.instances.find(case.number) == []
    assert case.open_tasks() == []


def test_who_answers_without_what_is_missing_is_asked_again(
    desk: Desk, open_case: OpenCase
) -> None:
    case = _to_missing_data(open_case)
    messages = desk.application.messages()
    messages.supply_information(case.number, {"text": "机器型号是甲型。"})
    case.run_until_idle()
    case.waits_only_at("Task_AwaitInformation")
    assert case.notices().count("N02") == 2
    assert case.record().status == "待补充"
    messages.supply_information(case.number, {"orderNo": "DD20261101-0077"})
    case.run_until_idle()
    case.waits_only_at("Task_ClassifyComplaint")
    assert "机器型号是甲型" in str(case.form_shows("Task_ClassifyComplaint")["problemDescription"])


def test_every_called_process_is_of_the_case_and_has_its_number(open_case: OpenCase) -> None:
    case = open_case()
    case.to_payment()
    case.from_payment_to_archive()
    members = case.engine.history.instances(root_instance=case.instance_id)
    assert {each.business_key for each in members} == {case.number}
    assert {each.process_definition_key for each in members} == {
        "complaint-handling",
        "complaint-registration",
        "complaint-classification",
        "urgent-expediting",
        "complaint-investigation",
        "complaint-solution",
        "solution-approval",
        "solution-execution",
        "result-feedback",
        "customer-revisit",
        "case-closing",
    }


def test_a_letter_moves_the_timer_in_the_called_process(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    before = case.timer_due("Timer_FirstResponse")
    post(desk, answer(case, "设备现在冒烟起火，有人受伤。"))
    case.run_until_idle()
    assert case.record().urgency == "特急"
    assert case.timer_due("Timer_FirstResponse") < before


def test_who_is_out_of_reach_and_what_is_no_complaint_is_archived_unchecked(
    open_case: OpenCase,
) -> None:
    silent = _to_missing_data(open_case)
    silent.advance_until("Task_DecideMissingInformation", within="P1D")
    silent.submit("Task_DecideMissingInformation")
    silent.has_passed("Boundary_CustomerOutOfReach", "Task_ArchiveClosedEarly")
    question = open_case(problemDescription="请问保修期是多久？想咨询一下保养方法。")
    question.submit("Task_RegisterComplaint")
    question.submit("Task_ClassifyComplaint", classCode="Q")
    question.has_passed("Boundary_NotAComplaint", "Task_ArchiveClosedEarly")
    for case in (silent, question):
        case.has_ended(at="EndEvent_ComplaintClosed")
        case.has_not_passed("Call_Investigation", "Task_CheckFile")
