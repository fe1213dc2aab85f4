"""Standard customer service FW-SC-001: listen, understand, respond, solve, report back (P02)."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Desk
from tests.scenarios.customer_service.conftest import FRONTLINE, Receive, Request
from workers.casework.archive import Archive
from workers.casework.cases import Cases

pytestmark = pytest.mark.engine


def test_a_consultation_is_confirmed_solved_reported_and_archived(
    receive: Receive, desk: Desk
) -> None:
    """R075, R084, R090, R092, R095: from listening to feedback, each step on file."""
    case = receive()
    assert case.number.startswith("FW-20300304-")
    assert (case.case().status, case.case().version) == ("已登记", "V2.0")
    assert "N51" in case.notices()
    case.confirm()
    case.waits_only_at("Task_HandleTicket", "Event_NextCheck")
    assert str(case.field("ticketNo")).startswith("GD-20300304-")
    assert case.field("requirement") == "指导客户设置加速参数"
    case.is_due("Task_HandleTicket", case.span("resolution").due)
    case.handle(by=FRONTLINE)
    case.report()
    assert case.case().status == case.field("ticketStatus") == "待客户确认"
    (mail,) = [each for each in case.mails() if each.notice == "N60"]
    assert "参数已设置完成" in mail.body
    case.answer()

    case.has_ended(at="EndEvent_RequestClosed")
    assert (case.case().status, case.field("ticketStatus")) == ("已关闭", "已关闭")
    assert case.field("closedBy") == "客户确认"
    with desk.application.store.begin() as session:
        archive = Archive(session, desk.application.installation.archive)
        names = {entry.document for entry in archive.entries(case.number)}
    filed = {f"表单{form}.json" for form in ("F13", "F13b", "F07", "F14", "F14b")}
    assert {"案件.json", "时间线.json", *filed} <= names
    (worked,) = case.forms("F07")
    assert worked.submitted_by == FRONTLINE


def test_every_status_of_the_ticket_stands_in_the_timeline(receive: Receive, desk: Desk) -> None:
    """F07 statusHistory."""
    case = receive()
    case.confirm()
    case.handle(by=FRONTLINE)
    case.report()
    case.answer()
    assert statuses(case) == ["已登记", "待分配", "处理中", "待客户确认", "已解决", "已关闭"]


@pytest.mark.parametrize("channel", ["电话", "邮件", "在线平台", "在线客服"])
def test_requests_come_by_every_channel(receive: Receive, channel: str) -> None:
    """R076."""
    assert receive(channel=channel).field("channel") == channel


def statuses(case: Request) -> list[str]:
    """The values that the ticket's status has had."""
    with case.application.store.begin() as session:
        routes = [event.route or "" for event in Cases(session).timeline(case.number)]
    prefix = "ticketStatus："
    return [route.removeprefix(prefix) for route in routes if route.startswith(prefix)]
