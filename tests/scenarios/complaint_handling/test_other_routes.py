"""Incomplete information, no complaint, reopening, withdrawal, urgency, rungs, incidents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scenarios.play import Case, Company
from workers.ports import NobodyWaits
from workers.services.archive import Archive
from workers.services.clock import StoredClock
from workers.services.sla import ReviewItem, SlaBook

OpenCase = Callable[..., Case]
pytestmark = pytest.mark.engine


def test_missing_data_are_asked_for_and_the_clocks_rest_meanwhile(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case(orderNo="", companyName="", problemDescription="你们的设备坏了，漏油严重。")
    case.do("Task_RegisterComplaint")
    case.until("the customer is asked", lambda: "N02" in case.notices() or None)
    assert case.record().status == "待补充"
    case.until("it waits", lambda: "Task_AwaitInformation" in case.route() or None)
    company.application.messages().supply_information(case.number, {"orderNo": "DD20261101-0077"})
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().order_no == "DD20261101-0077"
    assert case.record().status == "已登记"
    assert case.route().count("Task_CheckCompleteness") == 2


def test_a_customer_who_never_answers_is_decided_by_the_supervisor(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case(orderNo="", companyName="", problemDescription="你们的设备坏了，漏油严重。")
    case.do("Task_RegisterComplaint")
    case.until("it waits", lambda: "Task_AwaitInformation" in case.route() or None)
    _ring(case, "Timer_InformationReminder")
    case.until("the reminder is queued", lambda: "N02R" in case.notices() or None)
    _ring(case, "Timer_InformationOverdue")
    case.do("Task_DecideMissingInformation")
    case.ends("EndEvent_ClosedEarly")
    assert case.record().closing_reason == "无法联系"
    with pytest.raises(NobodyWaits):
        company.application.messages().supply_information(case.number, {"orderNo": "DD1"})


def test_a_question_is_no_complaint(open_case: OpenCase) -> None:
    case = open_case(problemDescription="请问贵司伺服驱动器的保修期是多久？怎么申请延保？")
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().proposal["classCode"] == "Q"
    case.do("Task_ClassifyComplaint", classCode="Q")
    case.ends("EndEvent_ClosedEarly")
    case.passed("Task_HandOver", "Task_NotifyNotAccepted", "Task_ArchiveClosedEarly")
    case.not_passed("Task_CreateTicket")
    assert case.notices()[-1] == "N14"
    assert case.record().status == "已关闭"


def test_the_supervisors_correction_is_kept_beside_the_proposal(open_case: OpenCase) -> None:
    case = open_case()
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    proposed = case.record().proposal["urgency"]
    assert proposed == "普通"
    case.do("Task_ClassifyComplaint", urgency="紧急")
    case.waits_at("Task_Investigate")
    case.passed("Task_AlertManagement")
    record = case.record()
    assert (record.proposal["urgency"], record.classification["urgency"]) == ("普通", "紧急")
    assert "urgency" in record.classification["correctedFields"]
    assert record.classification["classifiedBy"] == "wangfang"
    assert case.variables()["priority"] == "P2"


def test_a_safety_case_is_very_urgent_and_reaches_the_director(open_case: OpenCase) -> None:
    case = open_case(problemDescription="设备冒烟，操作工触电受伤，产线已停产，要求立即处理！")
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().proposal["urgency"] == "特急"
    case.do("Task_ClassifyComplaint", urgency="特急", technical=True)
    case.waits_at("Task_TestTechnically")
    alerted = {mail.recipient.split("@")[0] for mail in case.mails() if mail.notice == "N04"}
    assert alerted == {"cs-manager", "cs-director"}
    assert case.variables()["priority"] == "P1"
    case.do("Task_TestTechnically")
    case.do("Task_Investigate")
    case.until("the report is filed", lambda: case.forms("F03") or None)


def test_each_department_keeps_its_own_opinion(open_case: OpenCase) -> None:
    case = open_case()
    case.do("Task_RegisterComplaint")
    case.do("Task_ClassifyComplaint", complaintType="产品质量", compensationExpected=True)
    case.do("Task_Investigate")
    case.do_opinions(sales="销售部：客户重要", legal="法务部：赔偿合理")
    case.waits_at("Task_DraftSolution")
    opinions = {form.data["department"]: form for form in case.forms("F05")}
    assert opinions["sales"].data["opinion"] == "销售部：客户重要"
    assert opinions["legal"].data["opinion"] == "法务部：赔偿合理"
    assert opinions["sales"].submitted_by == "wuxia"
    assert opinions["legal"].submitted_by == "xumei"


def test_a_dissatisfied_customer_reopens_the_case_and_the_booking_is_released(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.do("Task_ApproveManager")
    case.do("Task_PayCompensation")
    case.do("Task_FeedBackResult", customerConfirmation="未解决")
    case.do(
        "Task_RevisitCustomer",
        resolved=False,
        satisfactionScore=20,
        satisfactionLevel="不满意",
    )
    case.investigate()
    assert [entry.amount for entry in case.ledger()] == [Decimal("5000.00"), Decimal("-5000.00")]
    case.draft("4000.00", solutionText="重新更换并补偿")
    case.do("Task_ApproveManager")
    case.from_execution_to_archive()
    case.passed("Task_ReopenCase")
    record = case.record()
    assert (record.reopen_count, record.status) == (1, "已关闭")
    assert sum(entry.amount for entry in case.ledger()) == Decimal("4000.00")
    assert [mail.notice for mail in case.mails()].count("N11") == 2


def test_a_customer_out_of_reach_is_tried_three_times(open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.do("Task_ApproveManager")
    case.do("Task_PayCompensation")
    case.do("Task_FeedBackResult")
    for attempt in (1, 2, 3):
        case.do("Task_RevisitCustomer", customerReached="未联系上")
        if attempt < 3:
            _ring(case, "Timer_RetryRevisit")
    case.do("Task_CheckFile")
    case.ends("EndEvent_ComplaintClosed")
    assert case.record().closing_reason == "未能回访"
    assert len([form for form in case.forms("F08") if "attempt" in form.data]) == 3


def test_a_withdrawn_complaint_ends_at_once_and_is_archived(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.do("Task_ApproveManager")
    case.waits_at("Task_PayCompensation")
    company.application.messages().withdraw(case.number, "问题已自行解决")
    case.ends("EndEvent_CaseWithdrawn")
    assert case.record().status == "已撤回"
    assert sum(entry.amount for entry in case.ledger()) == 0


def test_rungs_of_the_classification_act_once_each_and_in_their_time(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case()
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    start = _span_start(case)
    for percent, minutes, told in (
        (80, 24, {"cs-supervisor"}),
        (100, 30, {"cs-supervisor"}),
        (120, 36, {"cs-supervisor", "cs-manager"}),
        (200, 60, {"cs-supervisor", "cs-manager", "cs-director"}),
    ):
        _set_clock(case, start + timedelta(minutes=minutes))
        _ring(case, "Timer_Classification")
        case.until(f"{percent} % is told", lambda percent=percent: _rung(case, percent) or None)
        assert _rung(case, percent) == told
    with company.application.store.begin() as session:
        reviews = session.query(ReviewItem).filter_by(complaint_no=case.number).all()
    assert [item.percent for item in reviews] == [120]
    case.do("Task_ClassifyComplaint")
    case.waits_at("Task_Investigate")


def test_a_rung_that_rings_early_does_nothing_but_is_moved_to_its_time(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    _set_clock(case, _span_start(case))
    _ring(case, "Timer_Classification")
    case.until("the ledger was asked", lambda: "EndEvent_RungHandled" in case.route() or None)
    assert _rung(case, 80) == set()
    (job,) = case.company.admin.jobs.find(
        process_instance_id=case.instance, activity_id="Timer_Classification"
    )
    expected = _next_rung(case)
    assert expected is not None
    assert abs(job.due_date - expected) < timedelta(milliseconds=1), "the engine keeps milliseconds"


def test_a_worker_failure_becomes_an_incident_that_operations_can_mend(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case()
    case.waits_at("Task_RegisterComplaint")
    company.admin.instances.set_variables(case.instance, {"round": "kaputt 13800138000"})
    case.do("Task_RegisterComplaint")
    (incident,) = case.until("there is an incident", lambda: case.incidents() or None)
    assert incident.incident_type == "failedExternalTask"
    assert "round" in str(incident.incident_message)
    assert "13800138000" not in str(incident.incident_message)
    before = case.notices()
    company.admin.instances.set_variables(case.instance, {"round": 0})
    (task,) = company.admin.external_tasks.find(process_instance_id=case.instance)
    company.admin.external_tasks.set_retries(task.id, 1)
    case.waits_at("Task_ClassifyComplaint")
    assert case.notices() == [*before, "N03"]


def test_the_archive_of_a_case_is_complete_and_shows_tampering(
    company: Company, open_case: OpenCase
) -> None:
    case = open_case(problemDescription="请问保修期是多久？想咨询一下保养方法。")
    case.do("Task_RegisterComplaint")
    case.do("Task_ClassifyComplaint", classCode="Q")
    case.ends("EndEvent_ClosedEarly")
    folder = company.application.office.archive
    with company.application.store.begin() as session:
        archive = Archive(session, folder)
        names = {entry.document for entry in archive.entries(case.number)}
        assert names >= {"案件.json", "时间线.json", "投诉登记表.json", "沟通记录.json"}
        target = archive.path(case.number, "案件.json")
        original = target.read_bytes()
        target.write_bytes(original.replace("咨询".encode(), "投诉".encode()))
        findings = [f for f in archive.verify() if f.complaint_no == case.number]
        target.write_bytes(original)
        assert [finding.problem for finding in findings] == ["the file was changed"]


def _ring(case: Case, timer: str) -> None:
    """Run the open timer job of an event now; issue 4 replaces this by virtual time."""
    jobs = case.company.admin.jobs
    (job,) = case.until(
        f"{timer} is armed",
        lambda: jobs.find(process_instance_id=case.instance, activity_id=timer) or None,
    )
    jobs.execute(job.id)


def _set_clock(case: Case, instant: object) -> None:
    application = case.company.application
    with application.store.begin() as session:
        StoredClock(session, application.office.clock).put(case.number, instant)  # type: ignore[arg-type]


def _book(case: Case, session: object) -> SlaBook:
    office = case.company.application.office
    return SlaBook(session, office.decisions, office.timekeeping)  # type: ignore[arg-type]


def _span_start(case: Case):  # type: ignore[no-untyped-def]
    """When the 24x7-equivalent of the classification span begins: its first opening."""
    with case.company.application.store.begin() as session:
        (span,) = [s for s in _book(case, session).spans(case.number) if s.span == "classification"]
        return span.due - timedelta(minutes=30)


def _next_rung(case: Case):  # type: ignore[no-untyped-def]
    with case.company.application.store.begin() as session:
        return _book(case, session).next_rung(case.number, "classification")


def _rung(case: Case, percent: int) -> set[str]:
    return {
        mail.recipient.split("@")[0]
        for mail in case.mails()
        if mail.notice == "N13" and f"{percent}%" in mail.subject
    }
