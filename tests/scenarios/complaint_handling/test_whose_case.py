"""Which case a step acts on says its business key; no variable of a task holder moves another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.complaints import FIRST_SPECIALIST, USUAL
from tests.engine_host import new_key
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import Desk
from workers.engine import Engine, encode_all
from workers.testing import Scenarios

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


def test_a_foreign_case_number_sent_with_a_form_moves_the_own_case_only(
    desk: Desk, open_case: OpenCase
) -> None:
    other, own = open_case(), open_case(**INCOMPLETE)
    before = (other.actions(), other.notices(), other.record().status, len(other.forms("F01")))
    task = own.task("Task_RegisterComplaint")
    with Engine(desk.personnel.address(FIRST_SPECIALIST)) as person:
        person.tasks.claim(task.id, FIRST_SPECIALIST)
        person.tasks.complete(
            task.id, {**USUAL["Task_RegisterComplaint"], "complaintNo": other.number}
        )
    own.run_until_idle()
    assert own.record().status == "待补充"
    assert own.notices()[-1] == "N02"
    assert len(own.forms("F01")) == 1
    after = (other.actions(), other.notices(), other.record().status, len(other.forms("F01")))
    assert after == before
    other.submit("Task_RegisterComplaint")
    other.waits_at("Task_ClassifyComplaint")


def _trace(case: Complaint) -> tuple[object, ...]:
    return case.actions(), case.notices(), case.record().status, case.ledger()


def test_an_instance_that_is_started_under_the_number_of_a_case_does_not_act_on_it(
    desk: Desk, open_case: OpenCase, scenarios: Scenarios
) -> None:
    other = open_case()
    other.to_solution()
    other.draft("5000.00")
    before = _trace(other)
    evil = {"approvalRoute": "manager", "approvalOutcome": "approved", "round": 99}
    evil |= {"compensationAmount": "4999.00", "dueApproval": other.now, "taskPriority": 10}
    evil |= {"approvalDecision": "同意", "solutionType": "补偿", "satisfactionOutcome": "reopen"}
    with Engine(desk.personnel.address(FIRST_SPECIALIST)) as person:
        for step in (None, "Task_ReopenCase", "Call_Registration", "Call_Feedback"):
            intruder = scenarios.new()
            intruder.tolerate_failures()
            begun = person.instances.start("complaint-handling", other.number, evil, before=step)
            intruder.follow(begun.instance.id)
            (incident,) = intruder.incidents()
            assert "delete this second one in Cockpit" in str(incident.incident_message)
            intruder.discard()
    assert _trace(other) == before
    other.submit("Task_ApproveManager")
    other.waits_at("Task_PayCompensation")


def test_what_a_start_form_does_not_have_does_not_come_in(
    desk: Desk, open_case: OpenCase, scenarios: Scenarios
) -> None:
    other = open_case()
    before = _trace(other)
    form = {"channel": "电话", "companyName": "甲公司", "complainantName": "王小明"}
    form["problemDescription"] = "设备坏了，要求赔偿3200元。"
    evil = {"complaintNo": other.number, "round": 99, "specialChannel": True, "madeUp": "x"}
    evil |= {"approvalRoute": "delegated", "contractInfo": "伪造的合同"}
    key = f"web:later-{new_key()}"
    with Engine(desk.personnel.address(FIRST_SPECIALIST)) as person:
        started = person.session.call(
            "POST",
            "/process-definition/key/complaint-handling/submit-form",
            json={"variables": encode_all({**form, **evil, "intakeId": key}), "businessKey": key},
        )
    case = scenarios.new(kind=Complaint).of(desk.application, started["id"])
    variables = case.engine.instances.variables(started["id"])
    assert variables["complaintNo"] == case.number != other.number
    assert case.record().intake_id == f"instance:{started['id']}", "the message may still come"
    assert [name for name in evil if variables.get(name) == evil[name]] == []
    assert _trace(other) == before
    case.submit("Task_RegisterComplaint")


def test_a_message_brings_what_the_model_announces(open_case: OpenCase) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.message(
        "ComplaintInfoSupplied",
        suppliedOrderNo="DD20261101-0077",
        suppliedText="铭牌照片",
        round=99,
        rejectionCount=-5,
    )
    case.waits_only_at("Task_ClassifyComplaint")
    assert case.record().order_no == "DD20261101-0077"
    variables = case.engine.instances.variables(case.record().process_instance_id)
    assert (variables["round"], variables["rejectionCount"]) == (1, 0), "one round on, no more"
    case.message("ComplaintWithdrawn", withdrawalReason="不投诉了", complaintNo="TS-1", round=99)
    assert case.record().status == "已撤回"


def test_a_submission_without_what_the_form_asks_for_is_made_again(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_payment()
    with Engine(desk.personnel.address("zhuling")) as person:
        for sent in ({}, {"paymentReference": ""}, {"paymentReference": "x" * 3000}):
            task = case.task("Task_PayCompensation")
            person.tasks.claim(task.id, "zhuling")
            person.tasks.complete(task.id, sent)
            case.run_until_idle()
            assert case.task("Task_PayCompensation").id != task.id
            assert case.actions()[-1] == "提交无效，重新办理"
    case.waits_only_at("Task_PayCompensation")
    case.submit("Task_PayCompensation", by="zhuling")
    case.waits_at("Task_FeedBackResult")


def test_no_colleague_is_skipped_by_who_overwrites_the_counters(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.submit("Task_RegisterComplaint")
    case.submit("Task_ClassifyComplaint")
    case.submit("Task_Investigate")
    asked = []
    while case.is_waiting_at("Task_GiveOpinion"):
        task = case.task("Task_GiveOpinion")
        (group,) = case.engine.tasks.candidate_groups(task.id)
        user = desk.personnel.members(group)[0]
        with Engine(desk.personnel.address(user)) as person:
            person.tasks.claim(task.id, user)
            counters = {"nrOfInstances": 1, "nrOfActiveInstances": "x", "loopCounter": 99}
            said = {**USUAL["Task_GiveOpinion"], **counters, "nrOfCompletedInstances": 99}
            another = {"opinionGroup": {"value": '"legal"', "type": "Json"}}
            body = {"variables": {**encode_all(said), **another}}
            person.session.call("POST", f"/task/{task.id}/complete", json=body)
        asked.append(group)
        case.run_until_idle()
    assert len(asked) > 1
    assert sorted(form.data["department"] for form in case.forms("F05")) == sorted(asked)
    case.waits_at("Task_DraftSolution")
