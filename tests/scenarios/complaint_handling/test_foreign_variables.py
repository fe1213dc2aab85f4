"""Whoever holds a user task may send any variable with it; only the form's own fields act.

Every user task of every shipped model is submitted with variables that are not its holder's to
say, as a REST client can. The list of tasks is read from the models, so a new one cannot be missed.
Before and after, everybody else tries what a REST client can send for the task, and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import Personnel
from tests.scenarios.trespass import Trespass
from workers.engine import Engine
from workers.engine.tasks import Tasks, UserTask
from workers.models.bpmn import Model
from workers.models.form import Form

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine

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


class Attack:
    """From :meth:`begin` on every form is submitted with foreign variables."""

    def __init__(self, trespass: Trespass) -> None:
        self.trespass = trespass
        self.held: set[str | None] = set()
        self._other: str | None = None
        self._tried_by_others: set[str] = set()

    def begin(self, other: str, by_others: set[str]) -> None:
        """Attack for the sake of another case's number, and let others try those tasks."""
        self._other = other
        self._tried_by_others = by_others

    def is_tried_by_others(self, task: UserTask) -> bool:
        """Whether this task is one that everybody else goes for."""
        return task.task_definition_key in self._tried_by_others

    def added(self, form: Form, element: str | None) -> dict[str, object]:
        """What is sent beside the form's own fields."""
        if self._other is None:
            return {}
        self.held.add(element)
        foreign = {**EVIL, "complaintNo": self._other}
        return {name: value for name, value in foreign.items() if name not in form.keys}


@pytest.fixture
def attack(
    monkeypatch: pytest.MonkeyPatch,
    scenario_admin: Engine,
    personnel: Personnel,
) -> Iterator[Attack]:
    trespass = Trespass(scenario_admin, personnel)
    attacker, claim, submit = Attack(trespass), Tasks.claim, Tasks.submit_form

    def with_others_before(tasks: Tasks, task_id: str, user: str) -> None:
        task = tasks.get(task_id)
        if attacker.is_tried_by_others(task):
            trespass.on_unclaimed(task)
        claim(tasks, task_id, user)

    def with_more(tasks: Tasks, task_id: str, variables: Mapping[str, object]) -> None:
        task = tasks.get(task_id)
        if attacker.is_tried_by_others(task):
            trespass.on_claimed(task)
        foreign = attacker.added(Form(tasks.deployed_form(task_id)), task.task_definition_key)
        submit(tasks, task_id, {**foreign, **variables})
        if attacker.is_tried_by_others(task):
            trespass.on_ended(task)

    monkeypatch.setattr(Tasks, "claim", with_others_before)
    monkeypatch.setattr(Tasks, "submit_form", with_more)
    yield attacker
    trespass.close()
    print(f"{trespass.refused.total()} calls were refused on {len(trespass.refused)} user tasks")


def test_every_user_task_of_every_model_is_attacked() -> None:
    assert FIRST | SECOND | THIRD == USER_TASKS


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
    attack.begin(other.number, FIRST)
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
    attack.begin(other.number, SECOND)
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
    attack.begin(other.number, THIRD)
    case.submit("Task_RegisterComplaint")
    case.waits_only_at("Task_AwaitInformation")
    assert case.record().status == "待补充"
    case.advance_until("Task_DecideMissingInformation", within="P1D")
    case.submit("Task_DecideMissingInformation", missingInformationDecision="继续处理")
    case.waits_only_at("Task_ClassifyComplaint")
    _untouched(case)
    assert _footprint(other) == before
    assert attack.held >= THIRD == set(attack.trespass.refused)
