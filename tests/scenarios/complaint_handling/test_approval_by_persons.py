"""¥5000 and above, rejections and the special channel go to persons (D07, R045–R048)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.scenarios.complaint import Complaint
from workers.engine import Unauthorized

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine

CLAIM_18000 = (
    "贵司未按合同约定交货，我司产线延误，依据合同违约条款要求赔偿违约金18000元，"
    "否则将追究合同责任。"
)


def test_exactly_5000_is_approved_by_the_manager_alone(open_case: OpenCase) -> None:
    case = open_case(problemDescription="贵司供应的部件损坏导致返工，要求赔偿5000元整。")
    case.to_solution()
    case.draft("5000.00")
    case.submit("Task_ApproveManager")
    case.from_payment_to_archive()
    case.has_not_passed("Task_ApproveDelegated", "Task_ApproveDirector", "Task_LegalOpinion")
    (entry,) = case.ledger()
    assert (entry.amount, entry.authority, entry.approver) == (
        Decimal("5000.00"),
        "manager",
        "chenjing",
    )


def test_only_who_has_claimed_an_approval_can_complete_it(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    with pytest.raises(Unauthorized, match="已由他人认领，只能由认领人本人办理"):
        case.submit("Task_ApproveManager", by="zhoubo", claimed_by="chenjing")
    case.waits_only_at("Task_ApproveManager")
    assert case.task("Task_ApproveManager").assignee == "chenjing"
    case.submit("Task_ApproveManager", by="chenjing")
    assert [entry.approver for entry in case.ledger()] == ["chenjing"]


def test_above_5000_legal_and_finance_speak_before_the_director_approves(
    open_case: OpenCase,
) -> None:
    case = open_case(problemDescription=CLAIM_18000)
    case.to_solution(contractDispute=True, compensationExpected=True, claimedAmount="18000.00")
    case.draft("18000.00")
    case.submit("Task_LegalOpinion", opinion="违约条款成立")
    case.submit("Task_FinanceOpinion", opinion="预算内可支付")
    case.submit("Task_ApproveDirector")
    case.from_payment_to_archive()
    case.has_not_passed(
        "Task_ApproveManager", "Task_ApproveGeneralManager", "Task_ApproveDelegated"
    )
    opinions = {form.data["department"]: form.data["opinion"] for form in case.forms("F05")}
    assert opinions["legal"] == "违约条款成立"
    assert opinions["finance"] == "预算内可支付"
    (entry,) = case.ledger()
    assert (entry.amount, entry.authority) == (Decimal("18000.00"), "director")


def test_5000_01_needs_the_director_and_50000_01_the_general_manager(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.01")
    case.waits_at("Task_LegalOpinion")

    case = open_case()
    case.to_solution()
    case.draft("50000.01")
    case.submit("Task_LegalOpinion")
    case.submit("Task_FinanceOpinion")
    case.submit("Task_ApproveDirector")
    assert case.ledger() == []
    shown = case.form_shows("Task_ApproveGeneralManager")
    assert not shown.get("approvalDecision"), "nobody decides for the general manager"
    assert shown["directorDecision"] == "同意"
    case.submit("Task_ApproveGeneralManager")
    case.waits_at("Task_PayCompensation")
    (entry,) = case.ledger()
    assert entry.authority == "general-manager"


def test_a_solution_without_money_goes_to_the_manager_and_to_the_executing_department(
    open_case: OpenCase,
) -> None:
    case = open_case(problemDescription="贵司供应的设备上机两天就损坏，请尽快维修。")
    case.to_solution()
    case.draft("", solutionType="维修")
    case.submit("Task_ApproveManager")
    assert case.groups_of("Task_ExecuteSolution") == ["tech-support"]
    case.submit("Task_ExecuteSolution")
    case.close()
    case.has_not_passed("Task_PayCompensation")
    assert case.ledger() == []


def test_a_rejected_solution_returns_to_drafting_with_the_reason(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.submit("Task_ApproveManager", approvalDecision="驳回", approvalComment="补偿依据不足")
    assert case.form_shows("Task_DraftSolution")["approvalComment"] == "补偿依据不足"
    case.draft("4500.00", solutionText="按检测结论补偿4500元")
    case.submit("Task_ApproveManager")
    case.from_payment_to_archive()
    assert [entry.amount for entry in case.ledger()] == [Decimal("4500.00")]
    assert case.record().rejection_count == 1
    assert [form.data["approved"] for form in case.forms("F06") if "approved" in form.data] == [
        "驳回",
        "同意",
    ]


def test_a_rejection_without_a_reason_is_not_accepted(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.submit("Task_ApproveManager", approvalDecision="驳回", approvalComment="")
    case.has_passed("Boundary_FourEyesApproval")
    case.submit("Task_ApproveManager")
    case.waits_at("Task_PayCompensation")


def test_the_third_rejection_goes_to_the_director(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    for _ in range(3):
        case.draft("5000.00")
        case.submit("Task_ApproveManager", approvalDecision="驳回", approvalComment="不同意")
    case.submit("Task_ApproveDirector", approvalDecision="特批")
    case.waits_at("Task_PayCompensation")
    assert [entry.authority for entry in case.ledger()] == ["director"]
    assert "驳回三次，转客服总监" in case.actions()


def test_the_special_channel_goes_to_the_director_directly(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft(
        "800.00", specialChannel=True, specialType="客户特殊需求", specialReason="战略客户停产在即"
    )
    case.submit("Task_ApproveDirector")
    case.waits_at("Task_PayCompensation")
    case.has_not_passed("Task_ApproveDelegated", "Task_ApproveManager", "Task_LegalOpinion")
    (form,) = case.forms("F11")
    assert form.data["reason"] == "战略客户停产在即"


def test_an_invalid_solution_returns_with_what_is_wrong(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("", solutionType="补偿")
    case.has_passed("Boundary_SolutionInvalid")
    assert "补偿金额必填" in str(case.variables("complaint-solution")["solutionProblem"])
    case.draft("100.00")
    case.waits_at("Task_ApproveManager")
    assert case.variables("complaint-solution")["solutionProblem"] is None
