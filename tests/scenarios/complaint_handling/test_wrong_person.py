"""On an engine without our task rules the worker looks who completed a task, and sends it back.

Such an engine is here our own Camunda with the rules switched off, and for the step that takes
least to get to our own Operaton, too. The official images have no such rules either; they are not
played. That our rules hold on both engines is in ``tests/contract/test_task_rules.py``.

Every user task of every shipped model is completed by the wrong people first: by a colleague over
the head of whoever has claimed it, without a claim, and by somebody of another group. The list of
tasks is that of the models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

import pytest

from tests.complaints import FIRST_SPECIALIST, SECOND_SPECIALIST, USUAL
from tests.engine_host import engine_host
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_foreign_variables import (
    FIRST,
    SECOND,
    THIRD,
    USER_TASKS,
)
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import (
    Desk,
    Personnel,
    handed_in,
    open_desk,
    personnel_of,
    project_of,
)
from tests.scenarios.test_foreign_in_procedures_of_data import ATTACKED
from workers.casework.cases import Cases
from workers.cli.logins import ADMIN
from workers.engine import Engine
from workers.engine.tasks import UserTask
from workers.testing import EngineUnderTest, Scenarios
from workers.testing.scenarios import prepare

pytestmark = [pytest.mark.engine, pytest.mark.uncounted]
AGAIN = "提交无效，重新办理"
CLAIMER, CANDIDATE, FOUR_EYES = "由认领人本人办理", "由候选组成员办理", "双人复核"
_WORK = 8
"""Most steps of others before a worker looks at a submission."""


class Watched(Complaint):
    """A complaint whose every form the wrong people submit before the right one does."""

    personnel: Personnel
    tried: set[str]
    at_peace: bool = False
    """Whether the wrong people keep away."""

    def submit(
        self, element: str, *, by: str | None = None, of_group: str | None = None, **values: Any
    ) -> str:
        """Whoever is right does it last."""
        if self.at_peace:
            return super().submit(element, by=by, of_group=of_group, **values)
        for intrude in (self._over_the_head, self._unclaimed, self._from_outside):
            task = self.task(element, of_group)
            before = self.sent_back()
            intrude(task, {**USUAL[element], **values})
            self.run_until_idle()
            self._play_on_until_sent_back(element, before)
        self.tried.add(element)
        return super().submit(element, by=by, of_group=of_group, **values)

    def submitted(self) -> Counter[str]:
        """How many forms are on file, by user task."""
        with self.application.store.begin() as session:
            return Counter(each.activity_id for each in Cases(session).forms(self.number))

    def sent_back(self) -> Counter[tuple[str, str]]:
        """How often each user task was opened anew, and why."""
        with self.application.store.begin() as session:
            return Counter(
                (str(event.details["activity"]), str(event.rule))
                for event in Cases(session).timeline(self.number)
                if event.action == AGAIN
            )

    def _play_on_until_sent_back(self, element: str, before: Counter[tuple[str, str]]) -> None:
        """Others do their work until a worker looks at what the wrong person submitted."""
        for _ in range(_WORK):
            new = self.sent_back() - before
            if new:
                assert {step for step, _ in new} == {element}
                return
            other = self.engine.tasks.find(process_instance_ids=self._running())[0]
            super().submit(other.task_definition_key)
        raise AssertionError(f"nobody looked at who submitted {element}")

    def _running(self) -> list[str]:
        found = self.engine.instances.find(business_key=self.number)
        return [each.id for each in found]

    def _members(self, task: UserTask) -> list[str]:
        groups = self.engine.tasks.candidate_groups(task.id)
        return [user for group in groups for user in self.personnel.members(group)]

    def _over_the_head(self, task: UserTask, values: dict[str, object]) -> None:
        """One has claimed it, and a colleague (or else the administrator) completes it."""
        holder, *colleagues = self._members(task)
        with Engine(self.personnel.address(holder)) as engine:
            engine.tasks.claim(task.id, holder)
        if not colleagues:
            self.engine.tasks.submit_form(task.id, values)
            return
        with Engine(self.personnel.address(colleagues[0])) as engine:
            engine.tasks.submit_form(task.id, values)

    def _unclaimed(self, task: UserTask, values: dict[str, object]) -> None:
        """A member completes it without a claim."""
        with Engine(self.personnel.address(self._members(task)[0])) as engine:
            engine.tasks.complete(task.id, values)

    def _from_outside(self, task: UserTask, values: dict[str, object]) -> None:
        """A member adds a group of his own friends, one of whom claims and completes it."""
        members = self._members(task)
        people = self.personnel.directory.users
        friend = next(each for each in people if each.id not in members)
        with Engine(self.personnel.address(members[0])) as engine:
            path = f"/task/{task.id}/identity-links"
            link = {"groupId": friend.groups[0], "type": "candidate"}
            engine.session.call("POST", path, json=link)
        with Engine(self.personnel.address(friend.id)) as engine:
            engine.tasks.claim(task.id, friend.id)
            engine.tasks.complete(task.id, values)


Stock = tuple[Desk, Scenarios]
Open = Callable[..., Watched]


@pytest.fixture(scope="module")
def stock(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    """An engine of ours with its task rules switched off: it lets every candidate do everything."""
    folder = tmp_path_factory.mktemp("stock")
    with ExitStack() as stack:
        host = stack.enter_context(
            engine_host(
                folder / "engine",
                [ADMIN],
                {"SOP_ENGINE_TASK_RULES": "false"},
                name=getattr(request, "param", "camunda"),
                job_executor=False,
            )
        )
        engine = EngineUnderTest(host.rest, ADMIN, host.logins[ADMIN], host.kind, own=True)
        admin = stack.enter_context(Engine(engine.address))
        desk = stack.enter_context(open_desk(admin, personnel_of(engine), folder / "company"))
        parts = prepare(admin, project_of(desk))
        stack.callback(parts.desks.close)
        yield desk, Scenarios(parts)


@pytest.fixture
def open_case(stock: Stock) -> Iterator[Open]:
    desk, scenarios = stock
    opened = []

    def hand_in(**facts: str) -> Watched:
        case = scenarios.new(kind=Watched)
        case.personnel, case.tried = desk.personnel, set()
        handed_in(case, desk, **facts)
        opened.append(case)
        return case

    yield hand_in
    for case in opened:
        case.finish()
        case.discard()


def _by(case: Watched, rule: str) -> set[str]:
    return {step for step, why in case.sent_back() if why == rule}


def test_every_user_task_of_a_complaint_is_submitted_by_the_wrong_people() -> None:
    of_data = {task for attacked in ATTACKED.values() for task in attacked}
    assert USER_TASKS - of_data == FIRST | SECOND | THIRD


def test_no_step_acts_for_the_wrong_person_from_registration_to_the_archive(
    open_case: Open,
) -> None:
    case = open_case()
    case.to_solution(technical=True)
    case.draft("5000.00")
    case.submit("Task_ApproveManager")
    assert [(entry.amount, entry.approver) for entry in case.ledger()] == [
        (Decimal("5000.00"), "chenjing")
    ]
    case.from_payment_to_archive()
    case.submit("Task_WriteSummary")
    case.has_passed("EndEvent_SummaryRecorded")
    assert case.tried == FIRST
    assert _by(case, CLAIMER) == _by(case, CANDIDATE) == FIRST
    # Each form is on file once, as if nobody had tried.
    assert {step for step, count in case.submitted().items() if count > 1} <= {"Task_GiveOpinion"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Task_LegalOpinion", "Task_FinanceOpinion"),
        ("Task_FinanceOpinion", "Task_LegalOpinion"),
    ],
)
def test_of_two_opinions_side_by_side_only_that_of_the_wrong_person_is_given_again(
    open_case: Open, first: str, second: str
) -> None:
    case = open_case()
    case.at_peace = True
    case.to_solution()
    case.draft("60000.00", solutionType="换货")
    case.submit(second, opinion="另一部门的意见")
    case.at_peace = False
    case.submit(first, opinion="本部门的意见")
    assert _by(case, CLAIMER) == _by(case, CANDIDATE) == {first}
    case.waits_only_at("Task_ApproveDirector")
    case.at_peace = True
    case.submit("Task_ApproveDirector")
    case.submit("Task_ApproveGeneralManager")
    said = {form.data["opinion"] for form in case.forms("F05")}
    assert {"另一部门的意见", "本部门的意见"} <= said


def test_no_approval_by_the_wrong_person_counts_up_to_the_general_manager(
    open_case: Open,
) -> None:
    case = open_case()
    case.at_peace = True
    case.to_solution()
    case.draft("60000.00", solutionType="换货")
    case.submit("Task_LegalOpinion")
    case.submit("Task_FinanceOpinion")
    case.at_peace = False
    case.submit("Task_ApproveDirector")
    case.submit("Task_ApproveGeneralManager")
    (entry,) = case.ledger()
    assert (entry.amount, entry.authority) == (Decimal("60000.00"), "general-manager")
    case.submit("Task_ExecuteSolution")
    attacked = SECOND - {"Task_LegalOpinion", "Task_FinanceOpinion"}
    assert _by(case, CLAIMER) == _by(case, CANDIDATE) == attacked
    case.at_peace = True
    case.close()


def test_no_decision_by_the_wrong_person_counts_where_data_are_missing(open_case: Open) -> None:
    _decide(open_case(**INCOMPLETE))


def _decide(case: Watched) -> None:
    case.at_peace = True
    case.submit("Task_RegisterComplaint")
    case.advance_until("Task_DecideMissingInformation", within="P1D")
    case.at_peace = False
    case.submit("Task_DecideMissingInformation", missingInformationDecision="继续处理")
    case.waits_only_at("Task_ClassifyComplaint")
    assert case.tried == THIRD
    assert _by(case, CLAIMER) == _by(case, CANDIDATE) == THIRD


def test_who_drafted_the_solution_does_not_make_the_revisit(open_case: Open) -> None:
    case = open_case()
    case.at_peace = True
    case.to_solution()
    case.draft("5000.00")
    case.submit("Task_ApproveManager")
    case.submit("Task_PayCompensation")
    case.submit("Task_FeedBackResult")
    case.submit("Task_RevisitCustomer", by=FIRST_SPECIALIST)
    assert _by(case, FOUR_EYES) == {"Task_RevisitCustomer"}
    shown = case.form_shows("Task_RevisitCustomer")
    for answer in ("customerReached", "resolved", "satisfactionScore", "satisfactionLevel"):
        assert shown.get(answer) is None, "what the wrong person answered is gone"
    case.submit("Task_RevisitCustomer", by=SECOND_SPECIALIST)
    case.submit("Task_CheckFile")
    case.has_ended(at="EndEvent_ComplaintClosed")


@pytest.mark.parametrize("stock", ["operaton"], indirect=True)
def test_on_operaton_no_decision_by_the_wrong_person_counts_either(open_case: Open) -> None:
    _decide(open_case(**INCOMPLETE))
