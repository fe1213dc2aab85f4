"""Copying a document: the original is checked first, the copy by its mode (P31, D41)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scenarios.case import CaseScenario
from tests.scenarios.conftest import Desk
from workers.engine import EngineError
from workers.testing import Scenarios

pytestmark = pytest.mark.engine
REQUESTER, CLERK = "hanlei", "yuanjie"
GOOD = {"copierModel": "理光 IM C4500", "originalClear": True, "copyResult": "已交付"}
Ask = Callable[..., CaseScenario]


@pytest.fixture
def ask(scenarios: Scenarios, desk: Desk) -> Ask:
    """An employee asks for copies; the case rests with the clerk."""

    def begin(**values: object) -> CaseScenario:
        case = scenarios.new(kind=CaseScenario)
        case.application = desk.application
        given = {
            "subject": "投标文件",
            "mode": "单面",
            "paper": "A4",
            "pages": 12,
            "copies": 3,
            "department": "市场部",
        }
        case.begin("document-copying", by=REQUESTER, **{**given, **values})
        return case

    return begin


@pytest.mark.parametrize(("mode", "aligned"), [("单面", False), ("双面", True)])
def test_a_good_copy_is_handed_over_and_the_requester_is_told(
    ask: Ask, mode: str, aligned: bool
) -> None:
    """R151."""
    case = ask(mode=mode)
    assert case.number.startswith("FY-20300304-")
    case.submit("Task_CopyDocument", by=CLERK, **GOOD, alignedPages=aligned)
    case.has_ended(at="EndEvent_CopyHandedOver")
    assert case.told("N63") == {REQUESTER}
    (checked,) = case.forms("F63b")
    assert (checked.submitted_by, checked.data["copierModel"]) == (CLERK, "理光 IM C4500")
    assert case.case().record["pages"] == 12


@pytest.mark.parametrize(
    ("mode", "seen"),
    [
        ("单面", {"originalClear": False}),
        ("双面", {"alignedPages": False}),
        ("单面", {"copyResult": "退回"}),
    ],
)
def test_an_unclear_original_or_pages_out_of_line_return_to_the_requester(
    ask: Ask, mode: str, seen: dict[str, object]
) -> None:
    """R150, R151: whatever the clerk says of the result, the table decides."""
    case = ask(mode=mode)
    case.submit("Task_CopyDocument", by=CLERK, **{**GOOD, **seen, "copyRemark": "第3页看不清"})
    case.waits_only_at("Task_ResubmitOriginal")
    (mail,) = [each for each in case.mails() if each.notice == "N64"]
    assert mail.recipient.startswith(f"{REQUESTER}@")
    case.submit("Task_ResubmitOriginal", by=REQUESTER, mode="单面")
    case.submit("Task_CopyDocument", by=CLERK, **GOOD)
    case.has_ended(at="EndEvent_CopyHandedOver")
    assert [form.round for form in case.forms("F63b")] == [0, 1]


def test_only_a_designated_copier_can_be_chosen(ask: Ask) -> None:
    """R150."""
    case = ask()
    task = case.task("Task_CopyDocument")
    case.engine.tasks.claim(task.id, CLERK)
    with pytest.raises(Exception, match="must be one of"):
        case.submit("Task_CopyDocument", by=CLERK, **{**GOOD, "copierModel": "家用打印机"})
    case.waits_only_at("Task_CopyDocument")


def test_nobody_but_an_employee_starts_it(scenarios: Scenarios, desk: Desk) -> None:
    case = scenarios.new(kind=CaseScenario)
    case.application = desk.application
    with pytest.raises(EngineError, match="CREATE"):
        case.begin(
            "document-copying",
            by="xumei",
            subject="合同",
            mode="单面",
            pages=1,
            copies=1,
            department="法务部",
            paper="A4",
        )


def test_late_copying_reminds_the_clerks_and_escalates(ask: Ask) -> None:
    case = ask()
    case.advance_to(case.span("copying").due)
    assert case.told("N65") == {"copy-clerk"}
    case.advance("P1D")
    assert case.told("N65") == {"copy-clerk", "dept-manager"}


def test_a_late_resubmission_reminds_the_requesters(ask: Ask) -> None:
    case = ask()
    case.submit("Task_CopyDocument", by=CLERK, **{**GOOD, "originalClear": False})
    case.advance_to(case.span("resubmission").due)
    assert "employee" in case.told("N65")
