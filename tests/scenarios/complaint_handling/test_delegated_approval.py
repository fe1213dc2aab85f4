"""Compensation under ¥5000: the worker approves on delegation or refers (R227–R229, D07)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.complaints import FIRST_SPECIALIST, SECOND_SPECIALIST
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import UNHAPPY
from tests.scenarios.conftest import Desk
from workers.engine import Engine, Unauthorized
from workers.services.compensation import Compensations
from workers.testing import A_WORKING_MONDAY

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


@pytest.fixture
def delegation(desk: Desk) -> Iterator[int]:
    """The manager's delegation, for the time of one scenario; its number."""
    store, begin = desk.application.store, A_WORKING_MONDAY
    with store.begin() as session:
        given = Compensations(session).delegate(
            "chenjing",
            valid_from=begin - timedelta(minutes=1),
            valid_to=begin + timedelta(days=30),
            ceiling=Decimal("4999.99"),
            monthly_budget=Decimal("100000.00"),
        )
    yield given.id
    with store.begin() as session:
        Compensations(session).revoke(given.id, begin)


def test_a_claim_below_5000_is_approved_on_delegation_booked_once_and_archived(
    delegation: int, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.00")
    case.from_payment_to_archive()

    case.has_passed("Task_ApproveDelegated", "Task_PayCompensation", "Task_ArchiveCase")
    case.has_not_passed("Task_ApproveManager", "Task_ApproveDirector", "Task_ExecuteSolution")
    (entry,) = case.ledger()
    assert entry.amount == Decimal("3200.00")
    assert entry.delegation_id == delegation
    assert entry.order_no == case.record().order_no
    assert all(passed for _, passed in entry.checks)
    assert case.record().status == "已关闭"
    assert case.record().first_response_at is not None
    assert case.notices() == [
        "N01",
        "N03",
        "N05",
        *("N06", "N06"),
        *("N08", "N05"),
        "N11",
        "N12",
    ]
    assert [form.form for form in case.forms("F06")] == ["F06"]
    _supervisor_summarises(case)


def _supervisor_summarises(case: Complaint) -> None:
    case.waits_only_at("Task_WriteSummary")
    shown = case.form_shows("Task_WriteSummary")
    assert {name: shown[name] for name in ("channel", "complaintType", "cause")} == {
        "channel": "官网",
        "complaintType": "产品质量",
        "cause": "来料缺陷",
    }
    assert shown["solutionText"] == "更换部件并补偿停机损失"
    assert shown["responsibleDept"] == "质量部"
    assert shown["complainantMasked"] == "王*"
    assert str(shown["contactMasked"]).startswith("139****0000")
    case.submit("Task_WriteSummary")
    case.has_passed("Task_WriteSummary", "EndEvent_SummaryRecorded")
    assert [form.data["rootCause"] for form in case.forms("F10")] == ["来料检验抽样比例过低"]


def test_without_a_delegation_the_manager_is_asked_and_told_why(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.00")
    case.waits_at("Task_ApproveManager")
    assert "没有有效的授权记录" in str(case.variables("solution-approval")["referralReasons"])
    assert case.ledger() == []
    case.submit("Task_ApproveManager")
    case.from_payment_to_archive()
    case.has_passed("Boundary_ReferToManager", "Task_ApproveManager")
    (entry,) = case.ledger()
    assert (entry.amount, entry.authority) == (Decimal("3200.00"), "worker")


def test_two_sums_that_reach_5000_within_30_days_are_referred_as_splitting(
    delegation: int, open_case: OpenCase
) -> None:
    first = open_case()
    first.to_solution()
    first.draft("3200.00")
    first.waits_at("Task_PayCompensation")
    second = open_case(
        contactEmail=f"li@{first.record().intake_id.split('-')[-1]}.example.com",
        companyName=str(first.record().company_name),
        orderNo=str(first.record().order_no),
    )
    second.to_solution()
    second.draft("1800.00")
    second.waits_at("Task_ApproveManager")
    assert "不得拆分" in str(second.variables("solution-approval")["referralReasons"])
    assert second.ledger() == []
    second.submit("Task_ApproveManager")
    second.from_payment_to_archive()
    first.from_payment_to_archive()


def test_more_than_the_customer_claimed_is_referred(delegation: int, open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.01")
    case.waits_at("Task_ApproveManager")
    assert "高于客户主张的金额" in str(case.variables("solution-approval")["referralReasons"])


def test_the_proposer_cannot_revisit(delegation: int, open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.00")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult")
    with pytest.raises(Unauthorized, match="双人复核：“zhangmin”已办理“制定处理方案”"):
        case.submit("Task_RevisitCustomer", by=FIRST_SPECIALIST)
    case.submit("Task_RevisitCustomer", by=SECOND_SPECIALIST)
    case.submit("Task_CheckFile")
    case.has_ended(at="EndEvent_ComplaintClosed")


def test_a_revisit_without_a_score_is_made_again(
    delegation: int, open_case: OpenCase, desk: Desk
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("3200.00")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult")
    task = case.task("Task_RevisitCustomer")
    with Engine(desk.personnel.address(SECOND_SPECIALIST)) as person:
        person.tasks.claim(task.id, SECOND_SPECIALIST)
        person.tasks.submit_form(task.id, {"customerReached": "已联系上", "resolved": True})
    case.run_until_idle()
    case.has_passed("Boundary_FourEyesRevisit")
    assert "回访无效，重新回访" in case.actions()
    case.submit("Task_RevisitCustomer")
    case.waits_at("Task_CheckFile")


def test_a_paid_sum_counts_in_the_splitting_check_after_a_reopening(
    delegation: int, open_case: OpenCase
) -> None:
    case = open_case(problemDescription="部件上机两天就损坏，要求赔偿损失3200元。")
    case.to_solution(claimedAmount="3200.00")
    case.draft("3200.00")
    case.waits_at("Task_PayCompensation")
    case.has_passed("Task_ApproveDelegated")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult", customerConfirmation="未解决")
    case.submit("Task_RevisitCustomer", **UNHAPPY)
    case.investigate()
    case.draft("3000.00")
    case.waits_only_at("Task_ApproveManager")
    assert "累计将达6200.00元" in str(case.form_shows("Task_ApproveManager")["referralReasons"])
