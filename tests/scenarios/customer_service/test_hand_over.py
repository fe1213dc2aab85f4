"""What is no consultation: complaints, suggestions, matters out of scope (P02, Q03 and Q05)."""

from __future__ import annotations

import pytest

from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk
from tests.scenarios.customer_service.conftest import MAIL, Receive
from tests.scenarios.customer_service.test_requests import statuses
from workers.casework.cases import Cases
from workers.engine import Engine
from workers.testing import Scenarios

pytestmark = pytest.mark.engine


def test_a_request_of_class_c_starts_a_complaint_that_knows_where_it_came_from(
    receive: Receive, scenarios: Scenarios, desk: Desk
) -> None:
    """R079, R094: what goes along stands in the case store; both cases are linked."""
    case = receive()
    before = running_complaints(desk.application.engine)
    case.confirm(classCode="C")
    case.has_ended(at="EndEvent_RequestClosed")
    assert statuses(case) == ["已登记", "已转投诉", "已关闭"]
    assert "N53" in case.notices()

    (instance,) = running_complaints(desk.application.engine) - before
    complaint = scenarios.new(kind=Complaint).of(desk.application, instance)
    kept = complaint.record()
    assert kept.case_no.startswith("TS-")
    assert (kept.channel, kept.company_name) == ("服务转入", "华东机电有限公司")
    assert (kept.contact_email, kept.order_no) == (MAIL, "SO-2030-0101")
    assert kept.problem_description.startswith("新买的伺服驱动器")
    (link,) = complaint.links()
    assert (link.from_no, link.to_no, link.relation) == (case.number, kept.case_no, "转投诉")
    assert [each.to_no for each in case.links()] == [kept.case_no]
    assert "由服务请求转入" in complaint.actions()
    assert "投诉已立案" in case.actions()
    complaint.waits_only_at("Task_RegisterComplaint")


def running_complaints(engine: Engine) -> set[str]:
    """Ids of the running complaints, of whatever scenario."""
    return {each.id for each in engine.history.instances(definition_key="complaint-handling")}


def test_a_message_that_names_a_case_which_handed_nothing_over_opens_no_complaint(
    receive: Receive, scenarios: Scenarios, desk: Desk
) -> None:
    """Nothing that a message says counts: neither the source nor what it brings beside it."""
    case = receive()
    engine = desk.application.engine
    before = running_complaints(engine)
    engine.messages.correlate(
        "ComplaintFromServiceRequest",
        "",
        process_variables={"sourceCase": case.number, "problemDescription": "伪造的投诉"},
    )
    (instance,) = running_complaints(engine) - before
    forged = scenarios.new(kind=Complaint).of(desk.application, instance)
    with desk.application.store.begin() as session:
        assert Cases(session).by_intake(f"instance:{instance}") is None
    forged.has_not_passed("Call_Registration")
    forged.tolerate_failures()
    assert case.links() == []


def test_a_suggestion_is_numbered_thanked_for_and_told_to_operations(receive: Receive) -> None:
    """R079: class S."""
    case = receive()
    case.confirm(classCode="S")
    case.has_ended(at="EndEvent_RequestClosed")
    assert str(case.field("suggestionNo")).startswith("JY-2030-")
    assert case.field("suggestionStatus") == "待评估"
    assert case.told("N55") == {"ops-director"}
    assert "N54" in case.notices()
    assert case.field("ticketNo") is None


@pytest.mark.parametrize("class_code", ["Q", "C"])
def test_what_is_out_of_scope_ends_with_a_notice(receive: Receive, class_code: str) -> None:
    """R081, D31."""
    case = receive()
    case.confirm(businessMatter="其他事项", classCode=class_code)
    case.has_ended(at="EndEvent_RequestClosed")
    assert "N52" in case.notices()
    assert statuses(case) == ["已登记", "超出范围", "已关闭"]
    assert case.links() == []


def test_a_matter_of_an_existing_contract_is_in_scope(receive: Receive) -> None:
    """D31, the counter-case of R081."""
    case = receive()
    case.confirm(businessMatter="已有合同的事项")
    assert case.field("scope") == "受理"
    assert "N52" not in case.notices()
