"""Claiming expenses back: scope, levels of approval, two reviewers, the cashier (P09, P33)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.scenarios.case import CaseScenario
from tests.scenarios.conftest import Desk
from workers.casework.archive import Archive
from workers.engine import EngineError
from workers.testing import Scenarios

pytestmark = pytest.mark.engine
EMPLOYEE, EMPLOYEE_AND_HEAD, NO_EMPLOYEE = "hanlei", "pengli", "guotao"
HEAD, FINANCE_MANAGER, GENERAL_MANAGER = "caoyan", "qinlan", "songqiang"
FIRST, SECOND, CASHIER = "zhuling", "hugang", "dingyi"
Submit = Callable[..., CaseScenario]


@pytest.fixture
def submit(scenarios: Scenarios, desk: Desk) -> Submit:
    """Somebody hands in a claim; the case rests at the first people."""

    def begin(by: str = EMPLOYEE, **values: object) -> CaseScenario:
        case = scenarios.new(kind=CaseScenario)
        case.application = desk.application
        given = {
            "employee": "韩蕾",
            "internal": True,
            "expenseType": "差旅费",
            "amount": "1,280.50",
            "period": "2030 年 3 月",
            "voucherList": "高铁票两张、住宿发票一张",
            "voucherLocation": "共享盘/报销/2030-03",
        }
        case.begin("expense-reimbursement", by=by, **{**given, **values})
        return case

    return begin


def approve(case: CaseScenario, levels: Sequence[str] = (HEAD,)) -> None:
    """Every level agrees."""
    for person in levels:
        case.submit("Task_ApproveExpense", by=person, approvalDecision="同意")


def review(case: CaseScenario, second: str = "同意", **said: object) -> None:
    """Two people of finance."""
    case.submit("Task_ReviewFirst", by=FIRST, firstVerdict="同意")
    case.submit("Task_ReviewSecond", by=SECOND, secondVerdict=second, **said)


def pay(case: CaseScenario) -> None:
    """The cashier pays."""
    case.submit("Task_PayClaim", by=CASHIER, paidAt="2030-03-05", paymentReference="FK-0301")


@pytest.mark.parametrize("kind", ["差旅费", "办公费"])
def test_travel_and_office_expenses_are_approved_reviewed_paid_and_archived(
    submit: Submit, desk: Desk, kind: str
) -> None:
    """R142, R143, R146."""
    case = submit(expenseType=kind)
    assert case.number.startswith("BX-20300304-")
    case.waits_only_at("Task_ApproveExpense")
    approve(case)
    case.waits_only_at("Task_ReviewFirst", "Task_ReviewSecond")
    review(case)
    case.waits_only_at("Task_PayClaim")
    assert case.groups_of("Task_PayClaim") == ["cashier"]
    assert case.told("N83") == set()
    pay(case)

    case.has_ended(at="EndEvent_ClaimClosed")
    kept = case.case()
    assert (kept.status, kept.closing_reason, kept.opened_by) == ("已关闭", "已支付", EMPLOYEE)
    assert (kept.record["amount"], kept.record["paymentStatus"]) == ("1280.50", "已支付")
    (paid,) = case.forms("F36f")
    assert (paid.submitted_by, paid.data["paymentReference"]) == (CASHIER, "FK-0301")
    (mail,) = [each for each in case.mails() if each.notice == "N83"]
    assert mail.recipient.startswith(f"{EMPLOYEE}@")
    assert "FK-0301" in mail.body
    with desk.application.store.begin() as session:
        archive = Archive(session, desk.application.installation.archive)
        names = {entry.document for entry in archive.entries(case.number)}
    assert {f"表单F36{part}.json" for part in ("", "c", "d", "e", "f")} <= names


@pytest.mark.parametrize("kind", ["投资", "融资", "其他"])
def test_investment_financing_and_anything_else_are_refused_with_the_reason(
    submit: Submit, kind: str
) -> None:
    """R144."""
    case = submit(expenseType=kind)
    case.has_ended(at="EndEvent_ClaimClosed")
    assert case.case().closing_reason == "不予报销"
    (mail,) = case.mails()
    assert (mail.notice, mail.recipient.split("@")[0]) == ("N81", EMPLOYEE)
    reason = "只报销差旅费和办公费" if kind == "其他" else "投资、融资活动不在报销范围内"
    assert reason in mail.body
    assert case.case().record["refusalReason"] == reason


def test_a_claim_for_somebody_outside_the_company_is_refused(submit: Submit) -> None:
    """R145, as the form says it."""
    case = submit(internal=False)
    case.has_ended(at="EndEvent_ClaimClosed")
    assert case.case().record["refusalReason"] == "只受理公司内部员工的报销"


def test_a_claim_by_somebody_who_is_not_of_the_employees_group_is_refused(submit: Submit) -> None:
    """R145, P34: whatever the form says."""
    case = submit(by=NO_EMPLOYEE)
    case.has_ended(at="EndEvent_ClaimClosed")
    assert case.case().record["refusalReason"] == "操作人不属于规定的岗位"
    assert case.told("N81") == {NO_EMPLOYEE}


@pytest.mark.parametrize(
    ("amount", "levels"),
    [
        ("2000", [HEAD]),
        ("2,000.01", [HEAD, FINANCE_MANAGER]),
        ("￥5,000", [HEAD, FINANCE_MANAGER]),
        ("20000元", [HEAD, FINANCE_MANAGER]),
        ("20000.01", [HEAD, FINANCE_MANAGER, GENERAL_MANAGER]),
    ],
)
def test_the_amount_decides_who_approves_one_after_the_other(
    submit: Submit, amount: str, levels: list[str]
) -> None:
    """D21 at its bounds."""
    case = submit(amount=amount)
    groups = {HEAD: "dept-manager", FINANCE_MANAGER: "finance-manager"}
    for person in levels:
        expected = groups.get(person, "general-manager")
        assert case.groups_of("Task_ApproveExpense") == [expected]
        approve(case, [person])
    case.waits_only_at("Task_ReviewFirst", "Task_ReviewSecond")
    assert [form.submitted_by for form in case.forms("F36c")] == levels


def test_nobody_approves_his_own_claim_or_reviews_twice(submit: Submit) -> None:
    """P33: neither whoever began the case nor the other reviewer."""
    case = submit(by=EMPLOYEE_AND_HEAD)
    with pytest.raises(EngineError, match="是发起人"):
        case.submit("Task_ApproveExpense", by=EMPLOYEE_AND_HEAD, approvalDecision="同意")
    approve(case)
    case.submit("Task_ReviewFirst", by=FIRST, firstVerdict="同意")
    with pytest.raises(EngineError, match="双人复核"):
        case.submit("Task_ReviewSecond", by=FIRST, secondVerdict="同意")
    case.submit("Task_ReviewSecond", by=SECOND, secondVerdict="同意")
    case.waits_only_at("Task_PayClaim")


def test_a_level_that_does_not_agree_returns_the_claim_with_its_remark(submit: Submit) -> None:
    case = submit(amount="5000")
    case.submit("Task_ApproveExpense", by=HEAD, approvalDecision="退回", approvalRemark="缺行程单")
    case.waits_only_at("Task_ReviseClaim")
    (mail,) = [each for each in case.mails() if each.notice == "N82"]
    assert mail.recipient.startswith(f"{EMPLOYEE}@")
    assert "缺行程单" in mail.body
    case.submit("Task_ReviseClaim", by=EMPLOYEE, amount="1800")
    assert case.case().record["amount"] == "1800.00"
    approve(case)
    review(case)
    pay(case)
    case.has_ended(at="EndEvent_ClaimClosed")


def test_one_reviewer_who_disagrees_returns_the_claim_and_nothing_is_paid(submit: Submit) -> None:
    case = submit()
    approve(case)
    review(case, second="不同意", secondComment="发票抬头有误")
    case.waits_only_at("Task_ReviseClaim")
    assert case.form_shows("Task_ReviseClaim")["approvalComment"] == "发票抬头有误"
    assert case.case().record["returnReason"] == "发票抬头有误"
    case.submit("Task_ReviseClaim", by=EMPLOYEE)
    approve(case)
    review(case)
    case.waits_only_at("Task_PayClaim")
    assert [form.round for form in case.forms("F36e")] == [0, 1]


def test_missing_vouchers_and_amount_are_asked_for_before_anybody_approves(submit: Submit) -> None:
    """R002 for this procedure: P34, D34."""
    case = submit(amount=None, voucherList=None)
    case.waits_only_at("Task_ReviseClaim")
    assert case.form_shows("Task_ReviseClaim")["missingItems"] == "金额、凭证清单"
    assert case.told("N82") == {EMPLOYEE}
    case.submit("Task_ReviseClaim", by=EMPLOYEE, amount="300", voucherList="发票一张")
    case.waits_only_at("Task_ApproveExpense")


def test_late_steps_remind_their_own_group_and_escalate(submit: Submit) -> None:
    """Two working days to approve and to review, three to pay; D36."""
    case = submit(amount="5000")
    case.is_due("Task_ApproveExpense", case.span("claim-approval").due)
    case.advance_to(case.span("claim-approval").due)
    assert case.told("N84") == {"dept-manager"}
    approve(case, [HEAD, FINANCE_MANAGER])
    case.advance_to(case.span("dual-review").due)
    assert case.told("N84") == {"dept-manager", "finance"}
    review(case)
    case.advance_to(case.span("payment").due)
    assert case.told("N84") == {"dept-manager", "finance", "cashier"}
    case.advance("P5D")
    assert "ops-director" in case.told("N84")
    lengths = {
        name: (case.span(name).due - case.span(name).started_at).days
        for name in ("claim-approval", "dual-review", "payment")
    }
    assert lengths["payment"] > lengths["dual-review"] >= 2


def test_a_revision_that_is_late_reminds_the_employees(submit: Submit) -> None:
    case = submit(voucherLocation=None)
    case.advance_to(case.span("revision").due)
    assert case.told("N84") == {"employee"}
