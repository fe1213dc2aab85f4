"""In a procedure of data, too, only the fields of the form act, and only the holder's submission.

Each procedure is played with variables beside its forms that would steer it, were they believed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from tests.scenarios.attack import Attack, attack
from tests.scenarios.case import CaseScenario
from tests.scenarios.conftest import Desk
from tests.scenarios.customer_service.conftest import (
    CONFIRMED,
    FRONTLINE,
    HANDLED,
    REPORTED,
    REQUEST,
)
from workers.testing import Scenarios

__all__ = ["attack"]
pytestmark = [pytest.mark.engine, pytest.mark.uncounted]

FAR = datetime.fromisoformat("2099-01-01T00:00:00+08:00")
EVIL: Mapping[str, object] = {
    "round": 99,
    "status": "已关闭",
    "approved": True,
    "distinct": True,
    "approvedBy": "zhaozong",
    "infoComplete": True,
    "authorised": True,
    "missingItems": "伪造",
    "due": FAR,
    "rungs": "R/2099-01-01T00:00:00Z/PT1S",
    "begins": "revision",
    "ends": "head-review",
    "notices": "N43",
    "agrees": "不通过",
    "ceiling": "999999.00",
    "group": "staff",
    "reason": "伪造",
    "versionStatus": "生效",
    "publicationNo": "FB-0",
    "madeUp": "x",
}
"""Round, status, verdicts, due instants, parameters of general topics, fields of the record."""


def _publish(case: CaseScenario) -> None:
    case.begin(
        "document-publication",
        by="hanlei",
        docTitle=f"受攻击的制度{id(case)}",
        docType="制度",
        department="运营管理部",
    )
    case.submit(
        "Task_ReviseDocument",
        by="hanlei",
        docVersion="V1.0",
        audience="staff",
        fileLocation="知识库",
    )
    case.submit("Task_ReviewAsAuthor", by="hanlei", authorOpinion="通过")
    case.submit("Task_ReviewAsHead", by="caoyan", headOpinion="通过")


def _copy(case: CaseScenario) -> None:
    case.begin(
        "document-copying",
        by="hanlei",
        subject="标书",
        mode="单面",
        paper="A4",
        pages=1,
        copies=1,
        department="市场部",
    )
    seen = {"copierModel": "理光 IM C4500", "copyResult": "已交付"}
    case.submit("Task_CopyDocument", by="yuanjie", **seen, originalClear=False)
    case.submit("Task_ResubmitOriginal", by="hanlei")
    case.submit("Task_CopyDocument", by="yuanjie", **seen, originalClear=True)


def _reimburse(case: CaseScenario) -> None:
    case.begin(
        "expense-reimbursement",
        by="hanlei",
        employee="韩蕾",
        internal=True,
        expenseType="差旅费",
        amount="1,280.50",
        period="2030 年 3 月",
        voucherList="高铁票",
        voucherLocation="共享盘",
    )
    decided = {"by": "caoyan", "approvalRemark": "缺行程单"}
    case.submit("Task_ApproveExpense", **decided, approvalDecision="退回")
    case.submit("Task_ReviseClaim", by="hanlei")
    case.submit("Task_ApproveExpense", by="caoyan", approvalDecision="同意")
    case.submit("Task_ReviewFirst", by="zhuling", firstVerdict="同意")
    case.submit("Task_ReviewSecond", by="hugang", secondVerdict="同意")
    case.submit("Task_PayClaim", by="dingyi", paidAt="2030-03-05", paymentReference="FK-1")


def _serve(case: CaseScenario) -> None:
    case.begin("customer-service", by=FRONTLINE, **REQUEST)
    case.submit("Task_ConfirmRequest", by=FRONTLINE, **CONFIRMED)
    asked = {**HANDLED, "outcome": "需要协同", "supportDept": "技术支持部"}
    case.submit("Task_HandleTicket", by=FRONTLINE, **asked)
    case.submit("Task_Assist", assistOpinion="已查明", outcome="已答复")
    case.advance_until("Task_CheckProgress")
    case.submit("Task_CheckProgress", progressNote="正常", delayExpected="否")
    case.submit("Task_HandleTicket", by=FRONTLINE, **HANDLED)
    case.submit("Task_ReportResult", by=FRONTLINE, **REPORTED)
    case.submit("Task_RecordAnswer", by=FRONTLINE, answer="已解决")


PLAYED: Mapping[str, Callable[[CaseScenario], None]] = {
    "document-publication": _publish,
    "document-copying": _copy,
    "expense-reimbursement": _reimburse,
    "customer-service": _serve,
}
ATTACKED: Mapping[str, set[str]] = {
    "document-publication": {"Task_ReviseDocument", "Task_ReviewAsAuthor", "Task_ReviewAsHead"},
    "document-copying": {"Task_CopyDocument", "Task_ResubmitOriginal"},
    "expense-reimbursement": {
        "Task_ApproveExpense",
        "Task_ReviseClaim",
        "Task_ReviewFirst",
        "Task_ReviewSecond",
        "Task_PayClaim",
    },
    "customer-service": {
        "Task_ConfirmRequest",
        "Task_HandleTicket",
        "Task_Assist",
        "Task_CheckProgress",
        "Task_ReportResult",
        "Task_RecordAnswer",
    },
}
"""Which user tasks of each are attacked."""


def _new(scenarios: Scenarios, desk: Desk) -> CaseScenario:
    case = scenarios.new(kind=CaseScenario)
    case.application = desk.application
    return case


@pytest.mark.parametrize("procedure", PLAYED)
def test_nothing_foreign_acts_in_a_procedure_of_data(
    scenarios: Scenarios, desk: Desk, attack: Attack, procedure: str
) -> None:
    other, case = _new(scenarios, desk), _new(scenarios, desk)
    PLAYED[procedure](other)
    before = (other.actions(), other.notices(), other.case().record)
    attack.begin(other.number, ATTACKED[procedure], EVIL)
    PLAYED[procedure](case)

    case.has_ended()
    assert (other.actions(), other.notices(), other.case().record) == before
    assert case.number != other.number
    kept = case.case()
    assert kept.closing_reason == other.case().closing_reason
    assert [name for name, value in EVIL.items() if kept.record.get(name) == value] in (
        [],
        ["versionStatus"],  # which the last step sets by itself
    )
    assert [action for action in case.actions() if action not in {"忽略表单之外的数据"}] == [
        *other.actions()
    ]
    assert attack.held == ATTACKED[procedure] == set(attack.trespass.refused)
