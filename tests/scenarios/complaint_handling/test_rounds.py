"""What one round decided or paid is no evidence for the next (design §5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE, UNHAPPY
from tests.scenarios.conftest import Desk

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


def rejected_by_the_general_manager(case: Complaint) -> None:
    """A draft of ¥60 000 that everybody supports, but for the general manager."""
    case.to_solution()
    case.draft("60000.00")
    case.submit("Task_LegalOpinion", opinion="法务：可赔")
    case.submit("Task_FinanceOpinion", opinion="财务：预算内")
    case.submit("Task_ApproveDirector", approvalComment="总监：同意")
    case.submit("Task_ApproveGeneralManager", approvalDecision="驳回", approvalComment="过高")


def test_a_new_draft_is_judged_without_the_opinions_on_the_old_one(open_case: OpenCase) -> None:
    case = open_case()
    rejected_by_the_general_manager(case)
    filed = len(case.forms("F05"))
    case.draft("5000.00", solutionText="补偿5000元")
    shown = case.form_shows("Task_ApproveManager")
    for name in (
        "legalOpinion",
        "legalAgrees",
        "financeOpinion",
        "financeAgrees",
        "directorDecision",
        "directorComment",
        "approvalDecision",
        "approvalComment",
    ):
        assert shown.get(name) is None, name
    case.submit("Task_ApproveManager")
    case.waits_at("Task_PayCompensation")
    assert len(case.forms("F05")) == filed, "nobody was asked for an opinion on this draft"


def test_opinions_on_a_new_draft_are_those_of_the_new_round(open_case: OpenCase) -> None:
    case = open_case()
    rejected_by_the_general_manager(case)
    case.draft("20000.00")
    assert case.form_shows("Task_LegalOpinion").get("opinion") is None
    case.submit("Task_LegalOpinion", opinion="法务：二稿可赔")
    case.submit("Task_FinanceOpinion", opinion="财务：二稿预算内")
    case.submit("Task_ApproveDirector")
    case.waits_at("Task_PayCompensation")
    steps = ("Task_LegalOpinion", "Task_FinanceOpinion")
    asked = [form for form in case.forms("F05") if form.activity_id in steps]
    by_round = {
        turn: [form.data["opinion"] for form in asked if form.round == turn]
        for turn in {form.round for form in asked}
    }
    assert list(by_round.values()) == [
        ["法务：可赔", "财务：预算内"],
        ["法务：二稿可赔", "财务：二稿预算内"],
    ]


def test_a_third_rejection_has_a_limit_of_its_own_and_no_stale_decision(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.to_solution()
    for _ in range(3):
        case.draft("5000.00")
        case.advance("PT1H")
        case.submit("Task_ApproveManager", approvalDecision="驳回", approvalComment="不同意")
    shown = case.form_shows("Task_ApproveDirector")
    assert shown.get("approvalDecision") is None
    assert shown["dueApproval"] == case.now + timedelta(hours=4), "the director's own limit"


def test_a_reopened_case_begins_with_empty_forms(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution(compensationExpected=True)
    case.draft("5000.00")
    case.submit("Task_ApproveManager")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult", customerConfirmation="未解决")
    case.submit("Task_RevisitCustomer", **UNHAPPY)
    shown = case.form_shows("Task_Investigate")
    for name in ("facts", "cause", "evidence", "responsibleDept", "verified", "opinionSummary"):
        assert shown.get(name) is None, name


def test_what_the_specialist_clears_is_cleared_in_the_store(open_case: OpenCase) -> None:
    case = open_case(productName="伺服驱动器")
    case.waits_at("Task_RegisterComplaint")
    assert case.record().product_name == "伺服驱动器"
    case.submit("Task_RegisterComplaint", productName="", companyName="")
    case.waits_at("Task_ClassifyComplaint")
    record = case.record()
    assert (record.product_name, record.company_name) == (None, None)
    assert record.order_no is not None, "what is not cleared stays"


def test_going_on_without_the_missing_data_starts_the_clocks_again(open_case: OpenCase) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    due = case.span("total-cycle").due
    asked = case.now
    case.advance_until("Task_DecideMissingInformation", within="P1D")
    case.submit("Task_DecideMissingInformation", missingInformationDecision="继续处理")
    case.waits_only_at("Task_ClassifyComplaint")
    assert case.record().status == "已登记"
    assert case.span("total-cycle").due == due + (case.now - asked)
    assert case.notices()[-1] == "N03"
    case.advance("PT24M")
    assert case.warned(80), "80 % of the classification's 30 minutes"
    case.advance("PT6M")
    assert case.warned(100)
    assert case.span("classification").due <= case.now
    case.submit("Task_ClassifyComplaint")
    case.waits_at("Task_Investigate")


def test_what_was_paid_stays_counted_and_is_claimed_back_after_a_reopening(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_payment("5000.00")
    case.submit("Task_PayCompensation", paymentReference="PAY-1")
    case.submit("Task_FeedBackResult", customerConfirmation="未解决")
    case.submit("Task_RevisitCustomer", **UNHAPPY)
    assert [entry.amount for entry in case.ledger()] == [Decimal("5000.00")], "paid is paid"
    (claim,) = case.reclaims()
    assert (claim.amount, claim.status) == (Decimal("5000.00"), "待追回")
    assert case.told("N15") == {"finance"}
    case.investigate()
    case.draft("4000.00")
    case.submit("Task_ApproveManager")
    case.from_payment_to_archive()
    assert sum(entry.amount for entry in case.ledger()) == Decimal("9000.00")
    assert len(case.reclaims()) == 1


def test_a_complaint_withdrawn_after_payment_is_claimed_back(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00", solutionType="换货")
    case.submit("Task_ApproveManager")
    case.submit("Task_PayCompensation")
    case.waits_at("Task_ExecuteSolution")
    desk.application.messages().withdraw(case.number, "问题已自行解决")
    case.run_until_idle()
    case.has_ended(at="EndEvent_CaseWithdrawn")
    assert [entry.amount for entry in case.ledger()] == [Decimal("5000.00")]
    assert [claim.amount for claim in case.reclaims()] == [Decimal("5000.00")]
    assert case.told("N15") == {"finance"}


def test_an_unpaid_sum_is_released_by_a_withdrawal_without_a_claim(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_payment()
    case.advance(timedelta(hours=1))
    desk.application.messages().withdraw(case.number, "问题已自行解决")
    case.run_until_idle()
    case.has_ended(at="EndEvent_CaseWithdrawn")
    assert sum(entry.amount for entry in case.ledger()) == 0
    assert case.reclaims() == []
