"""Requests that customers bring, and the stretches that most of them go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scenarios.case import CaseScenario
from tests.scenarios.conftest import Desk
from workers.testing import Scenarios

FRONTLINE, SECOND_FRONTLINE = "shenyue", "luwei"
MAIL = "kehu@example.com"
REQUEST: dict[str, object] = {
    "channel": "电话",
    "companyName": "华东机电有限公司",
    "customerName": "陈先生",
    "contactPhone": "13800001111",
    "contactEmail": MAIL,
    "subject": "伺服驱动器参数设置",
    "description": "新买的伺服驱动器不会设置加速参数，请指导。",
    "expectedSolution": "电话指导设置",
    "expectedResolveBy": "2030-03-08",
    "orderNo": "SO-2030-0101",
    "urgency": "普通",
}
CONFIRMED: dict[str, object] = {
    "classCode": "Q",
    "module": "产品",
    "businessMatter": "公司销售的产品或服务",
    "complexity": "简单",
    "technical": "否",
    "ownerDept": "无",
    "proposedSolution": "今天由同事电话指导",
    "requirement": "指导客户设置加速参数",
}
HANDLED: dict[str, object] = {"handlingNote": "已电话指导客户完成设置", "outcome": "已处理"}
REPORTED: dict[str, object] = {"result": "参数已设置完成", "howTo": "加速时间设为 0.5 秒"}


class Request(CaseScenario):
    """A scenario of the service process."""

    def confirm(self, **values: object) -> None:
        """The front line confirms the request with the customer."""
        self.submit("Task_ConfirmRequest", by=FRONTLINE, **{**CONFIRMED, **values})

    def handle(self, *, by: str | None = None, **values: object) -> None:
        """The handler works on the ticket."""
        self.submit("Task_HandleTicket", by=by, **{**HANDLED, **values})

    def report(self) -> None:
        """The front line reports the result."""
        self.submit("Task_ReportResult", by=FRONTLINE, **REPORTED)

    def answer(self, answer: str = "已解决", **values: object) -> None:
        """The customer's answer is taken down."""
        self.submit("Task_RecordAnswer", by=FRONTLINE, answer=answer, **values)

    def field(self, name: str) -> object:
        """A field of the record."""
        return self.case().record.get(name)


Receive = Callable[..., Request]


@pytest.fixture
def receive(scenarios: Scenarios, desk: Desk) -> Receive:
    """A customer's request is taken down; the case rests at the first people."""

    def begin(**values: object) -> Request:
        case = scenarios.new(kind=Request)
        case.application = desk.application
        case.begin("customer-service", by=FRONTLINE, **{**REQUEST, **values})
        return case

    return begin
