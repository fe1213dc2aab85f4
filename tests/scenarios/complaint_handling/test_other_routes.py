"""Incomplete information, no complaint, reopening, withdrawal, urgency, rungs, incidents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk
from workers.casework.archive import Archive
from workers.casework.sla import ReviewItem
from workers.ports import NobodyWaits

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("channel", "begins", "not_at"),
    [
        ("官网", "StartEvent_ComplaintSubmitted", "StartEvent_ComplaintReceived"),
        ("电话", "StartEvent_ComplaintReceived", "StartEvent_ComplaintSubmitted"),
    ],
)
def test_a_case_begins_where_its_channel_enters(
    open_case: OpenCase, channel: str, begins: str, not_at: str
) -> None:
    case = open_case(channel=channel)
    case.waits_only_at("Task_RegisterComplaint")
    case.has_passed(begins, "Task_OpenCase")
    case.has_not_passed(not_at)
    assert case.record().channel == channel
    assert case.number.startswith("TS-2030")


UNHAPPY = {"resolved": False, "satisfactionScore": 20, "satisfactionLevel": "不满意"}
INCOMPLETE = {
    "orderNo": "",
    "companyName": "",
    "problemDescription": "你们的设备坏了，漏油严重。",
}


def test_missing_data_are_asked_for_and_the_clocks_rest_meanwhile(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.waits_only_at("Task_AwaitInformation")
    assert case.notices()[-1] == "N02"
    assert case.record().status == "待补充"
    due = case.span("total-cycle").due
    case.advance("PT3H")
    desk.application.messages().supply_information(case.number, {"orderNo": "DD20261101-0077"})
    case.run_until_idle()
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().order_no == "DD20261101-0077"
    assert case.record().status == "已登记"
    case.has_passed("Task_CheckCompleteness", "Task_SupplementInformation", "Task_CheckSupplement")
    assert case.span("total-cycle").due == due + timedelta(hours=3)


def test_a_customer_who_never_answers_is_decided_by_the_supervisor(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.advance("PT3H59M")
    assert "N02R" not in case.notices()
    case.advance("PT1M")
    assert case.notices()[-1] == "N02R"
    case.advance_until("Task_DecideMissingInformation", within="PT20H")
    case.submit("Task_DecideMissingInformation")
    case.has_ended(at="EndEvent_ClosedEarly")
    assert case.record().closing_reason == "无法联系"
    with pytest.raises(NobodyWaits):
        desk.application.messages().supply_information(case.number, {"orderNo": "DD1"})


def test_the_supervisor_may_go_on_without_what_is_missing(open_case: OpenCase) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.advance_until("Task_DecideMissingInformation", within="P1D")
    case.submit("Task_DecideMissingInformation", missingInformationDecision="继续处理")
    case.waits_only_at("Task_ClassifyComplaint")


def test_a_question_is_no_complaint(open_case: OpenCase) -> None:
    case = open_case(problemDescription="请问贵司伺服驱动器的保修期是多久？怎么申请延保？")
    case.submit("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().proposal["classCode"] == "Q"
    case.submit("Task_ClassifyComplaint", classCode="Q")
    case.has_ended(at="EndEvent_ClosedEarly")
    case.has_passed("Task_HandOver", "Task_NotifyNotAccepted", "Task_ArchiveClosedEarly")
    case.has_not_passed("Task_CreateTicket")
    assert case.notices()[-1] == "N14"
    assert case.record().status == "已关闭"


def test_an_unsure_reading_prefills_no_class(open_case: OpenCase) -> None:
    case = open_case(problemDescription="那个事情你们看着办吧。")
    case.submit("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    record = case.record()
    assert (record.proposal["prefilled"], record.proposal["urgency"]) == (False, "普通")
    seen = case.variables("complaint-registration")
    assert [seen[name] for name in ("classCode", "complaintType", "module")] == [None] * 3
    assert "未预填" in seen["proposalReasons"]


def test_the_supervisors_correction_is_kept_beside_the_proposal(open_case: OpenCase) -> None:
    case = open_case()
    case.submit("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    proposed = case.record().proposal["urgency"]
    assert proposed == "普通"
    case.submit("Task_ClassifyComplaint", urgency="紧急")
    case.waits_at("Task_Investigate")
    case.has_passed("Task_AlertManagement")
    record = case.record()
    assert (record.proposal["urgency"], record.classification["urgency"]) == ("普通", "紧急")
    assert "urgency" in record.classification["correctedFields"]
    assert record.classification["classifiedBy"] == "wangfang"
    assert case.variables()["priority"] == "P2"


def test_a_safety_case_is_very_urgent_and_reaches_the_director(open_case: OpenCase) -> None:
    case = open_case(problemDescription="设备冒烟，操作工触电受伤，产线已停产，要求立即处理！")
    case.submit("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    assert case.record().proposal["urgency"] == "特急"
    case.submit("Task_ClassifyComplaint", urgency="特急", technical=True)
    case.waits_at("Task_TestTechnically")
    assert case.told("N04") == {"cs-manager", "cs-director"}
    assert case.variables()["priority"] == "P1"
    case.submit("Task_TestTechnically")
    case.submit("Task_Investigate")
    assert case.forms("F03")


def test_each_department_keeps_its_own_opinion(open_case: OpenCase) -> None:
    case = open_case()
    case.submit("Task_RegisterComplaint")
    case.submit("Task_ClassifyComplaint", complaintType="产品质量", compensationExpected=True)
    case.submit("Task_Investigate")
    case.submit("Task_GiveOpinion", of_group="sales", opinion="销售部：客户重要")
    case.submit("Task_GiveOpinion", of_group="legal", opinion="法务部：赔偿合理")
    case.waits_at("Task_DraftSolution")
    opinions = {form.data["department"]: form for form in case.forms("F05")}
    assert opinions["sales"].data["opinion"] == "销售部：客户重要"
    assert opinions["legal"].data["opinion"] == "法务部：赔偿合理"
    assert opinions["sales"].submitted_by == "wuxia"
    assert opinions["legal"].submitted_by == "xumei"


def test_a_dissatisfied_customer_reopens_the_case_and_what_was_paid_stays_booked(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.to_solution()
    case.draft("5000.00")
    case.submit("Task_ApproveManager")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult", customerConfirmation="未解决")
    case.submit("Task_RevisitCustomer", **UNHAPPY)
    case.investigate()
    assert [entry.amount for entry in case.ledger()] == [Decimal("5000.00")]
    case.draft("4000.00", solutionText="重新更换并补偿")
    case.submit("Task_ApproveManager")
    case.from_payment_to_archive()
    case.has_passed("Task_ReopenCase")
    record = case.record()
    assert (record.reopen_count, record.status) == (1, "已关闭")
    assert sum(entry.amount for entry in case.ledger()) == Decimal("9000.00")
    assert [mail.notice for mail in case.mails()].count("N11") == 2


def test_a_customer_out_of_reach_is_tried_three_times(open_case: OpenCase) -> None:
    case = open_case()
    case.to_payment()
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult")
    for _ in range(2):
        case.submit("Task_RevisitCustomer", customerReached="未联系上")
        tried = case.now
        case.advance_until("Task_RevisitCustomer")
        assert case.now > tried, "not before some time has passed"
        shown = case.form_shows("Task_RevisitCustomer")
        assert shown.get("satisfactionScore") is None, "nobody has given a score"
    case.submit("Task_RevisitCustomer", customerReached="未联系上")
    case.submit("Task_CheckFile")
    case.has_ended(at="EndEvent_ComplaintClosed")
    assert case.record().closing_reason == "未能回访"
    assert len([form for form in case.forms("F08") if "attempt" in form.data]) == 3


def test_a_withdrawn_complaint_ends_at_once_and_is_archived(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_payment()
    case.waits_at("Task_PayCompensation")
    desk.application.messages().withdraw(case.number, "问题已自行解决")
    case.run_until_idle()
    case.has_ended(at="EndEvent_CaseWithdrawn")
    assert case.record().status == "已撤回"
    assert sum(entry.amount for entry in case.ledger()) == 0


FULL_LADDER = (
    (80, {"cs-supervisor"}),
    (100, {"cs-supervisor"}),
    (120, {"cs-supervisor", "cs-manager"}),
    (200, {"cs-supervisor", "cs-manager", "cs-director"}),
)


def test_rungs_of_the_classification_act_once_each_and_in_their_time(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.submit("Task_RegisterComplaint")
    start = case.now
    for percent, told in FULL_LADDER:
        instant = start + timedelta(minutes=30) * percent / 100
        case.advance_to(instant - timedelta(seconds=1))
        assert case.warned(percent) == set(), f"{percent} % not before its time"
        case.advance_to(instant)
        assert case.warned(percent) == told
    rungs = case.notices().count("N13")
    case.advance("P3D")
    assert case.notices().count("N13") == rungs, "each rung once"
    with desk.application.store.begin() as session:
        reviews = session.query(ReviewItem).filter_by(case_no=case.number).all()
    assert [item.percent for item in reviews] == [120]
    case.submit("Task_ClassifyComplaint")
    case.waits_at("Task_Investigate")


def test_rungs_of_the_first_response_are_told_by_the_clock(open_case: OpenCase) -> None:
    case = open_case()
    start = case.now
    case.advance_to(start + timedelta(hours=24) * 0.8 - timedelta(seconds=1))
    assert case.warned(80) == set()
    case.advance("PT1S")
    assert case.warned(80)
    case.has_passed("Timer_FirstResponse")
    case.submit("Task_RegisterComplaint")
    case.advance("P2D")
    assert "首次响应" not in "".join(
        mail.subject for mail in case.mails() if "100%" in mail.subject
    ), "what is done is not warned of"


def test_rungs_of_the_solution_rest_at_night(open_case: OpenCase) -> None:
    case = open_case()
    case.advance_to(case.now.replace(hour=20))
    case.to_solution()
    assert case.span("solution").due == case.now + timedelta(hours=2 + 10 + 2), "08:00 to 22:00"
    case.advance("PT13H11M")
    assert case.warned(80) == set()
    case.advance("PT1M")
    assert case.warned(80)
    case.has_passed("Timer_Solution")


def test_a_department_that_keeps_silent_is_reported_and_the_case_waits(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.submit("Task_RegisterComplaint")
    case.submit("Task_ClassifyComplaint", complaintType="产品质量", compensationExpected=True)
    case.submit("Task_Investigate")
    case.when("Task_GiveOpinion").after("PT3H").submit(of_group="legal")
    case.submit("Task_GiveOpinion", of_group="sales")
    case.advance("PT1H59M")
    assert case.warned(100) == set()
    case.advance("PT1M")
    assert "cs-supervisor" in case.warned(100)
    case.waits_at("Task_GiveOpinion")
    case.advance("PT1H")
    case.waits_only_at("Task_DraftSolution")


def test_a_worker_failure_becomes_an_incident_that_operations_can_mend(
    open_case: OpenCase,
) -> None:
    case = open_case()
    case.waits_at("Task_RegisterComplaint")
    instance = str(case.task("Task_RegisterComplaint").process_instance_id)
    case.engine.instances.set_variables(instance, {"round": "kaputt 13800138000"})
    case.submit("Task_RegisterComplaint")
    incident = case.has_incident()
    assert incident.incident_type == "failedExternalTask"
    assert "round" in str(incident.incident_message)
    assert "13800138000" not in str(incident.incident_message)
    before = case.notices()
    case.engine.instances.set_variables(instance, {"round": 0})
    case.retry()
    case.waits_at("Task_ClassifyComplaint")
    assert case.notices() == [*before, "N03"]


def test_the_archive_of_a_case_is_complete_and_shows_tampering(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case(problemDescription="请问保修期是多久？想咨询一下保养方法。")
    case.submit("Task_RegisterComplaint")
    case.submit("Task_ClassifyComplaint", classCode="Q")
    case.has_ended(at="EndEvent_ClosedEarly")
    folder = desk.application.installation.archive
    with desk.application.store.begin() as session:
        archive = Archive(session, folder)
        names = {entry.document for entry in archive.entries(case.number)}
        assert names >= {"案件.json", "时间线.json", "投诉登记表.json", "沟通记录.json"}
        target = archive.path(case.number, "案件.json")
        original = target.read_bytes()
        target.write_bytes(original.replace("咨询".encode(), "投诉".encode()))
        findings = [f for f in archive.verify() if f.case_no == case.number]
        target.write_bytes(original)
        assert [finding.problem for finding in findings] == ["the file was changed"]
