"""Whoever holds a user task may send any variable with it; only the form's own fields act.

Every user task of every shipped model is submitted with variables that are not its holder's to
say, as a REST client can. The list of tasks is read from the models, so a new one cannot be missed.
Before and after, everybody else tries what a REST client can send for the task, and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.scenarios.attack import Attack, attack
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.test_foreign_in_procedures_of_data import ATTACKED
from workers.models.bpmn import Model

__all__ = ["attack"]
OpenCase = Callable[..., Complaint]
pytestmark = [pytest.mark.engine, pytest.mark.uncounted]

ROOT = Path(__file__).parents[3]
USER_TASKS = {
    node.id
    for file in (ROOT / "bpmn").glob("*/*.bpmn")
    for node in Model.read(file).nodes.values()
    if node.type == "userTask"
}
FAR = datetime.fromisoformat("2099-01-01T00:00:00+08:00")
EVIL: Mapping[str, object] = {
    "round": 99,
    "approvalRoute": "delegated",
    "approvalRule": "没有的规则",
    "approvalOutcome": "approved",
    "approvedBy": "zhaozong",
    "rejectionCount": 0,
    "compensationAmount": "4999.00",
    "claimedAmount": "1.00",
    "specialChannelDecided": True,
    "specialRequired": True,
    "infoComplete": True,
    "goesOn": False,
    "classCode": "Q",
    "legalOpinion": "伪造的意见",
    "financeOpinion": "伪造的意见",
    "directorDecision": "同意",
    "financePays": False,
    "departmentExecutes": False,
    "responsibleGroup": "ops",
    "revisitResult": "reached",
    "closedUnsatisfied": True,
    "customerConfirmation": "伪造",
    "ticketNo": "GD-0",
    "dueApproval": FAR,
    "dueClassification": FAR,
    "dueInvestigation": FAR,
    "dueExecution": FAR,
    "dueArchive": FAR,
    "madeUp": "x",
    "nrOfInstances": 1,
    "nrOfActiveInstances": 0,
    "nrOfCompletedInstances": 99,
    "loopCounter": 99,
    "opinionGroup": "ops",
}
"""Route, round, approval, amount, due instants, other people's words, a made-up name, counters."""

FIRST = {
    "Task_RegisterComplaint",
    "Task_ClassifyComplaint",
    "Task_TestTechnically",
    "Task_Investigate",
    "Task_GiveOpinion",
    "Task_DraftSolution",
    "Task_ApproveManager",
    "Task_PayCompensation",
    "Task_FeedBackResult",
    "Task_RevisitCustomer",
    "Task_CheckFile",
    "Task_WriteSummary",
}
SECOND = {
    "Task_LegalOpinion",
    "Task_FinanceOpinion",
    "Task_ApproveDirector",
    "Task_ApproveGeneralManager",
    "Task_ExecuteSolution",
}
THIRD = {"Task_DecideMissingInformation"}
"""Which user tasks each of the three cases below attacks, at least."""


def test_every_user_task_of_every_model_is_attacked() -> None:
    of_data = {task for attacked in ATTACKED.values() for task in attacked}
    assert FIRST | SECOND | THIRD | of_data == USER_TASKS


def _footprint(case: Complaint) -> tuple[object, ...]:
    forms = {number: len(case.forms(number)) for number in ("F01", "F02", "F05", "F06", "F08")}
    return case.actions(), case.notices(), case.record().status, forms, case.ledger()


def _untouched(case: Complaint) -> None:
    """No variable of the case has a value that a task holder made up.

    A copy that was local to a task has ended with it.
    """
    running = case.engine.instances.find(case.number)
    assert len(running) > 1, "the case and what it calls"
    for instance in running:
        variables = case.engine.instances.variables(instance.id)
        assert variables["complaintNo"] == case.number
        # A truth value and a verdict may be right by themselves.
        telling = {name for name, value in EVIL.items() if not isinstance(value, bool)}
        telling -= {"rejectionCount", "approvalOutcome", "revisitResult"}
        assert [name for name in telling if variables.get(name) == EVIL[name]] == []


def test_nothing_foreign_acts_from_registration_to_the_archive(
    open_case: OpenCase, attack: Attack
) -> None:
    other, case = open_case(), open_case()
    before = _footprint(other)
    attack.begin(other.number, FIRST, EVIL)
    case.to_solution(technical=True)
    _untouched(case)
    case.draft("5000.00")
    case.waits_only_at("Task_ApproveManager")
    case.submit("Task_ApproveManager")
    _untouched(case)
    assert [entry.amount for entry in case.ledger()] == [Decimal("5000.00")]
    case.from_payment_to_archive()
    case.submit("Task_WriteSummary")
    case.has_passed("EndEvent_SummaryRecorded")
    assert case.record().status == "已关闭"
    assert "忽略表单之外的数据" in case.actions()
    assert _footprint(other) == before
    assert attack.held >= FIRST == set(attack.trespass.refused)


def test_nothing_foreign_acts_on_an_approval_by_the_general_manager(
    open_case: OpenCase, attack: Attack
) -> None:
    other, case = open_case(), open_case()
    before = _footprint(other)
    case.to_solution()
    attack.begin(other.number, SECOND, EVIL)
    case.draft("60000.00", solutionType="换货")
    case.submit("Task_LegalOpinion", opinion="法务：可赔")
    case.submit("Task_FinanceOpinion", opinion="财务：预算内")
    case.submit("Task_ApproveDirector")
    case.submit("Task_ApproveGeneralManager")
    (entry,) = case.ledger()
    assert (entry.amount, entry.authority) == (Decimal("60000.00"), "general-manager")
    said = {form.data.get("opinion") for form in case.forms("F05")}
    assert "伪造的意见" not in said
    case.submit("Task_ExecuteSolution")
    case.from_payment_to_archive()
    assert _footprint(other) == before
    assert attack.held >= SECOND == set(attack.trespass.refused)


def test_nothing_foreign_acts_where_data_are_missing(open_case: OpenCase, attack: Attack) -> None:
    other, case = open_case(), open_case(**INCOMPLETE)
    before = _footprint(other)
    attack.begin(other.number, THIRD, EVIL)
    case.submit("Task_RegisterComplaint")
    case.waits_only_at("Task_AwaitInformation")
    assert case.record().status == "待补充"
    case.advance_until("Task_DecideMissingInformation", within="P1D")
    case.submit("Task_DecideMissingInformation", missingInformationDecision="继续处理")
    case.waits_only_at("Task_ClassifyComplaint")
    _untouched(case)
    assert _footprint(other) == before
    assert attack.held >= THIRD == set(attack.trespass.refused)
