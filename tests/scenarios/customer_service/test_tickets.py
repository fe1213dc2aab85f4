"""The ticket: who handles it, whom he calls, limits, progress, confirmation (P02, Q06 to Q11)."""

from __future__ import annotations

import pytest

from tests.scenarios.customer_service.conftest import FRONTLINE, Receive, Request
from tests.scenarios.customer_service.test_requests import statuses

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        ({"complexity": "简单"}, "cs-frontline"),
        ({"complexity": "复杂", "technical": "是"}, "tech-support"),
        ({"complexity": "简单", "technical": "是"}, "cs-frontline"),
        ({"complexity": "复杂", "ownerDept": "业务部门"}, "biz-dept"),
        ({"complexity": "复杂"}, "cs-frontline"),
    ],
)
def test_a_ticket_goes_to_whom_d13_names(
    receive: Receive, facts: dict[str, object], group: str
) -> None:
    """R082, R083, with the counter-cases."""
    case = receive()
    case.confirm(**facts)
    assert case.groups_of("Task_HandleTicket") == [group]
    assert case.told("N56") == {group}


def test_missing_data_are_asked_for_before_anything_is_decided(receive: Receive) -> None:
    """R077, R078; what was taken down before is kept, though no form shows it."""
    case = receive(customerName=None, expectedSolution=None, expectedResolveBy=None)
    case.confirm()
    case.waits_only_at("Task_ConfirmRequest")
    missing = str(case.form_shows("Task_ConfirmRequest")["missingItems"])
    assert set(missing.split("、")) == {"客户姓名", "期望解决时间", "期望解决方案"}
    assert case.field("ticketNo") is None
    case.confirm(customerName="陈先生", expectedSolution="更换", expectedResolveBy="2030-03-09")
    case.waits_at("Task_HandleTicket")
    assert case.field("contactPhone") == "13800001111"
    assert case.field("customerName") == "陈先生"


def test_names_and_contacts_leave_the_process(receive: Receive) -> None:
    case = receive()
    shown = case.form_shows("Task_ConfirmRequest")
    assert [shown.get(each) for each in ("customerName", "contactPhone", "contactEmail")] == [
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("channel", "urgency", "budget"),
    [
        ("电话", "普通", "PT24H"),
        ("邮件", "普通", "PT30M"),
        ("在线平台", "普通", "PT30M"),
        ("电话", "紧急", "PT15M"),
        ("邮件", "紧急", "PT15M"),
    ],
)
def test_the_first_response_has_the_limit_of_d10(
    receive: Receive, channel: str, urgency: str, budget: str
) -> None:
    """R085, R087."""
    case = receive(channel=channel, urgency=urgency)
    span = case.span("first-response")
    assert (span.budget, span.clock) == (budget, "24x7")
    case.is_due("Task_ConfirmRequest", span.due)
    case.confirm()
    assert case.span("first-response").stopped_at is not None


@pytest.mark.parametrize(("urgency", "budget"), [("普通", "P3D"), ("紧急", "P1D")])
def test_the_solution_has_the_limit_of_d10(receive: Receive, urgency: str, budget: str) -> None:
    """R086."""
    case = receive(urgency=urgency)
    case.confirm()
    assert (case.span("resolution").budget, case.span("resolution").clock) == (
        budget,
        "working-days",
    )


def test_a_late_response_reminds_and_escalates(receive: Receive) -> None:
    case = receive()
    case.advance_to(case.span("first-response").due)
    assert case.told("N59") == {"cs-frontline", "cs-specialist", "cs-supervisor"}
    case.advance("PT24H")
    assert {"cs-manager", "cs-director"} <= case.told("N59")


def test_a_late_solution_reminds_the_group_that_d13_chose(receive: Receive) -> None:
    case = receive()
    case.confirm(complexity="复杂", technical="是")
    case.when("Task_CheckProgress").submit(progressNote="正常", delayExpected="否")
    case.advance_to(case.span("resolution").due)
    reminded = {
        mail.recipient.split("@")[0]
        for mail in case.mails()
        if mail.notice == "N59" and "解决" in mail.subject
    }
    assert reminded == {"tech-support", "cs-supervisor"}


def test_the_supervisor_checks_every_working_day_and_a_delay_is_told_with_its_reason(
    receive: Receive,
) -> None:
    """R088."""
    case = receive()
    case.confirm()
    case.advance_to(case.span("tracking").due)
    case.submit("Task_CheckProgress", progressNote="等待备件", delayExpected="否")
    assert "N58" not in case.notices()
    case.advance_to(case.span("tracking").due)
    case.submit(
        "Task_CheckProgress",
        progressNote="备件未到",
        delayExpected="是",
        delayReason="备件晚到两天",
    )
    case.advance_to(case.span("tracking").due)
    case.submit(
        "Task_CheckProgress", progressNote="仍未到", delayExpected="是", delayReason="再晚一天"
    )
    told = [mail.body for mail in case.mails() if mail.notice == "N58"]
    assert ["备件晚到两天" in told[0], "再晚一天" in told[1]] == [True, True]
    assert len(case.forms("F07c")) == 3


def test_a_check_that_is_late_reminds_the_supervisor(receive: Receive) -> None:
    case = receive()
    case.confirm()
    case.advance_until("Task_CheckProgress")
    case.advance_to(case.span("progress-check").due)
    assert case.told("N59") == {"cs-supervisor"}


@pytest.mark.parametrize(
    ("department", "group"),
    [("物流部", "logistics"), ("技术支持部", "tech-support"), ("业务部门", "biz-dept")],
)
def test_a_supporting_department_is_called_when_stuck(
    receive: Receive, department: str, group: str
) -> None:
    """R089."""
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE, outcome="需要协同", supportDept=department)
    assert case.groups_of("Task_Assist") == [group]
    assert case.told("N57") == {group}
    case.submit("Task_Assist", assistOpinion="已查明", outcome="已答复")
    assert case.form_shows("Task_HandleTicket")["assistOpinion"] == "已查明"
    case.handle(by=FRONTLINE)
    case.waits_at("Task_ReportResult")
    assert len(case.forms("F07")) == 2


def test_what_is_beyond_authority_goes_up_level_by_level(receive: Receive) -> None:
    """D14."""
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE, outcome="超出权限")
    for group in ("cs-supervisor", "cs-manager", "cs-director", "general-manager"):
        assert case.groups_of("Task_Assist") == [group]
        outcome = "已答复" if group == "general-manager" else "超出权限"
        case.submit("Task_Assist", assistOpinion="意见", outcome=outcome)
    case.waits_at("Task_HandleTicket")


def test_assistance_that_is_late_reminds(receive: Receive) -> None:
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE, outcome="超出权限")
    case.advance_to(case.span("assistance").due)
    assert case.told("N59") == {"cs-supervisor"}


def to_answer(receive: Receive) -> Request:
    """A request whose result was reported."""
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE)
    case.report()
    return case


def test_a_request_that_is_not_solved_is_reopened_under_the_same_ticket(receive: Receive) -> None:
    """R091."""
    case = to_answer(receive)
    ticket = case.field("ticketNo")
    case.answer("未解决", customerAnswer="加速仍然过慢")
    case.waits_at("Task_HandleTicket")
    assert case.form_shows("Task_HandleTicket")["customerAnswer"] == "加速仍然过慢"
    assert case.field("ticketNo") == ticket
    case.is_due("Task_HandleTicket", case.span("resolution").due)
    case.handle(by=FRONTLINE)
    case.report()
    case.answer()
    case.has_ended(at="EndEvent_RequestClosed")
    assert len(case.forms("F14")) == 2
    assert statuses(case).count("待客户确认") == 2


def test_a_report_that_is_late_reminds(receive: Receive) -> None:
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE)
    case.advance_to(case.span("resolution").due)
    assert case.told("N59") == {"cs-frontline", "cs-specialist", "cs-supervisor"}


def test_three_working_days_without_an_answer_count_as_confirmation(receive: Receive) -> None:
    case = to_answer(receive)
    due = case.span("confirmation").due
    assert (case.span("confirmation").budget, case.span("confirmation").clock) == (
        "P3D",
        "working-days",
    )
    case.advance("PT71H")
    case.waits_at("Task_RecordAnswer")
    assert "cs-frontline" in case.told("N59")
    case.advance_to(due)
    case.has_ended(at="EndEvent_RequestClosed")
    assert case.field("closedBy") == "逾期自动确认"
    assert statuses(case)[-2:] == ["已解决", "已关闭"]


def test_a_consultation_is_recorded_by_class_and_module(receive: Receive) -> None:
    """R080, R093."""
    case = receive()
    case.confirm(module="物流")
    assert (case.field("classCode"), case.field("module")) == ("Q", "物流")
    (form,) = case.forms("F13b")
    assert (form.data["classCode"], form.data["module"]) == ("Q", "物流")
