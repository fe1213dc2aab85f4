"""Who completed a user task, and whether that was theirs to do, by the history of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from workers.cases.case_tree import CaseTree
from workers.cases.past import Past
from workers.cases.performers import Performers
from workers.cases.submissions import DeployedModel, Entry
from workers.engine.history_records import (
    ActivityPassed,
    IdentityLinkChange,
    InstancePast,
    UserOperation,
)
from workers.models.bpmn import Model
from workers.ports import Fault, MembershipUnknown, Step

MODEL = Model.parse(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">'
    '<userTask id="Draft" name="拟稿"/><userTask id="Approve" name="审批"/>'
    '<serviceTask id="Work" camunda:type="external" camunda:topic="t"/>'
    '<sequenceFlow id="f1" sourceRef="Draft" targetRef="Approve"/>'
    '<sequenceFlow id="f2" sourceRef="Approve" targetRef="Work"/>'
    '<sequenceFlow id="f3" sourceRef="Work" targetRef="Draft"/>'
    "</process></definitions>"
)
DEPLOYED = DeployedModel(
    MODEL,
    {
        "Draft": Entry(None, frozenset()),
        "Approve": Entry(None, frozenset(), ("Draft",)),
    },
)
BEGIN = datetime(2026, 11, 28, 9, tzinfo=UTC)
STEP = Step("pi", "pd", "Work", "work-now")
MEMBERS = {"anna": {"desk"}, "bert": {"desk"}, "carl": {"shop"}, "dora": set[str]()}


def _visit(activity_id: str, minute: int, assignee: str | None = None, **more: Any) -> Any:
    number = more.pop("id", f"{activity_id}-{minute}")
    at = BEGIN + timedelta(minutes=minute)
    instance = more.pop("instance", "pi")
    given = {"end_time": at, "task_id": f"task-{number}", "assignee": assignee, **more}
    return ActivityPassed(
        id=number,
        activity_id=activity_id,
        activity_type="any",
        process_instance_id=instance,
        parent_activity_instance_id="pi",
        start_time=at,
        **given,
    )


NOW = _visit("Work", 59, id="work-now", end_time=None, task_id=None)


CALLER = Model.parse(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    '<process id="caller" isExecutable="true"><userTask id="Draft"/></process></definitions>'
)
MODELS: Any = SimpleNamespace(
    of=lambda definition: DeployedModel(CALLER if definition == "caller:1" else MODEL, {})
)


class Known:
    """History and groups of an engine."""

    deployed = DEPLOYED

    def __init__(
        self,
        *visits: ActivityPassed,
        completers: dict[str, str] | None = None,
        by_hand: Sequence[str] = (),
        readable: bool = True,
    ) -> None:
        self._visits, self._completers = visits, completers or {}
        self._by_hand, self._readable = by_hand, readable

    def wrong(self) -> list[tuple[str, str | None, Fault]]:
        engine: Any = SimpleNamespace(history=self, identity=self)
        past = Past(engine)
        tree = CaseTree(engine, MODELS, past)
        found = Performers(engine, past, tree).refused(
            STEP, self.deployed, self.activities("pi"), []
        )
        return [(each.activity_id, each.user, each.fault) for each in found]

    def activities(self, process_instance_id: str) -> list[ActivityPassed]:
        own = [each for each in self._visits if each.process_instance_id == process_instance_id]
        return [*own, NOW] if process_instance_id == "pi" else own

    def instances(self, *, ids: Sequence[str] = (), root_instance: str = "") -> list[InstancePast]:
        case = [("root", "caller"), ("pi", "p")]
        return [
            InstancePast(
                id=number,
                process_definition_id=f"{process}:1",
                process_definition_key=process,
                root_process_instance_id="root",
                start_user_id="anna" if number == "root" else None,
                start_time=BEGIN,
                state="ACTIVE",
            )
            for number, process in case
            if number in ids or root_instance == "root"
        ]

    def user_operations(self, *, task_id: str) -> list[UserOperation]:
        (visit,) = [each for each in self._visits if each.task_id == task_id]
        user = self._completers.get(visit.id, visit.assignee)
        done = {"id": "o", "entity_type": "Task", "task_id": task_id, "timestamp": BEGIN}
        added = [
            UserOperation(operation_type="AddGroupLink", user_id="x", new_value=each, **done)
            for each in self._by_hand
        ]
        return [*added, UserOperation(operation_type="Complete", user_id=user, **done)]

    def identity_links(self, task_id: str) -> list[IdentityLinkChange]:
        return [
            IdentityLinkChange(
                id=group, time=BEGIN, type="candidate", operation_type="add", group_id=group
            )
            for group in ("desk", *self._by_hand)
        ]

    def groups_of(self, user: str) -> frozenset[str]:
        return frozenset(MEMBERS[user]) if self._readable else frozenset()

    def sees_group(self, group: str) -> bool:
        return self._readable


DRAFT = _visit("Draft", 1, "anna")


def test_two_members_who_have_claimed_are_right() -> None:
    assert Known(DRAFT, _visit("Approve", 2, "bert")).wrong() == []


def test_who_completes_over_the_head_of_the_claimer_is_wrong() -> None:
    past = Known(DRAFT, _visit("Approve", 2, "bert"), completers={"Approve-2": "carl"})
    assert past.wrong() == [("Approve", "carl", Fault.NOT_THE_CLAIMER)]


def test_who_completes_without_a_claim_is_wrong() -> None:
    past = Known(DRAFT, _visit("Approve", 2, None), completers={"Approve-2": "bert"})
    assert past.wrong() == [("Approve", "bert", Fault.NOT_THE_CLAIMER)]


@pytest.mark.parametrize("by_hand", [[], ["shop"]])
def test_who_is_of_no_group_of_the_model_is_wrong(by_hand: list[str]) -> None:
    past = Known(DRAFT, _visit("Approve", 2, "carl"), by_hand=by_hand)
    assert past.wrong() == [("Approve", "carl", Fault.NOT_A_CANDIDATE)]


def test_a_group_of_the_model_that_was_added_once_more_still_counts() -> None:
    assert Known(DRAFT, _visit("Approve", 2, "bert"), by_hand=["desk"]).wrong() == []


def test_who_did_the_step_before_is_wrong() -> None:
    past = Known(DRAFT, _visit("Approve", 2, "anna"))
    assert past.wrong() == [("Approve", "anna", Fault.SAME_PERSON)]


def test_whoever_did_an_earlier_round_of_the_step_before_may_approve_a_later_one() -> None:
    again = _visit("Draft", 4, "bert")
    past = Known(DRAFT, _visit("Approve", 2, "bert"), _visit("Work", 3), again)
    assert past.wrong() == []
    assert Known(DRAFT, again, _visit("Approve", 5, "anna")).wrong() == []


def test_what_an_earlier_visit_of_the_worker_looked_at_is_not_looked_at_again() -> None:
    wrong = _visit("Approve", 2, "carl")
    assert Known(DRAFT, wrong).wrong() != []
    for looked in (_visit("Work", 3), _visit("Work", 3, canceled=True)):
        assert Known(DRAFT, wrong, looked).wrong() == []


def test_the_last_of_two_submissions_counts() -> None:
    assert Known(DRAFT, _visit("Approve", 2, "carl"), _visit("Approve", 3, "bert")).wrong() == []


def test_a_cancelled_task_was_submitted_by_nobody() -> None:
    assert Known(DRAFT, _visit("Approve", 2, None, canceled=True)).wrong() == []


def test_groups_that_cannot_be_read_are_said() -> None:
    with pytest.raises(MembershipUnknown, match="desk cannot be read; give the account"):
        Known(DRAFT, readable=False).wrong()


class Called(Known):
    """The approval is in a process that the drafter's process calls."""

    deployed = DeployedModel(
        MODEL,
        {
            "Draft": Entry(None, frozenset()),
            "Approve": Entry(None, frozenset(), ("caller:Draft",)),
        },
    )


def test_who_did_a_step_of_the_calling_process_is_wrong() -> None:
    drafted = _visit("Draft", 1, "anna", id="drafted", instance="root")
    approved = _visit("Approve", 3, "anna")
    assert Called(drafted, approved).wrong() == [("Approve", "anna", Fault.SAME_PERSON)]
    assert Called(drafted, _visit("Approve", 3, "bert")).wrong() == []


def test_a_step_of_the_calling_process_is_found_from_the_called_one() -> None:
    known = Called(_visit("Draft", 1, "anna", id="drafted", instance="root"))
    engine: Any = SimpleNamespace(history=known, identity=known)
    models: Any = SimpleNamespace(
        of=lambda definition: DeployedModel(
            CALLER if definition == "caller:1" else Model.parse(EMPTY), {}
        )
    )
    past = Past(engine)
    found = Performers(engine, past, CaseTree(engine, models, past)).last("pi", "Draft")
    assert found is not None
    assert found.user == "anna"


EMPTY = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    '<process id="p" isExecutable="true"/></definitions>'
)


class OwnCase(Known):
    """Nobody approves his own case, nor twice in a row."""

    deployed = DeployedModel(MODEL, {"Approve": Entry(None, frozenset(), ("start", "Approve"))})


def test_whoever_began_the_case_is_wrong_in_a_called_process_too() -> None:
    assert OwnCase(_visit("Approve", 2, "anna")).wrong() == [("Approve", "anna", Fault.SAME_PERSON)]
    assert OwnCase(_visit("Approve", 2, "bert")).wrong() == []


def test_a_step_that_names_itself_is_for_another_person_the_next_time() -> None:
    first, looked = _visit("Approve", 2, "bert"), _visit("Work", 3)
    past = OwnCase(first, looked, _visit("Approve", 4, "bert"))
    assert past.wrong() == [("Approve", "bert", Fault.SAME_PERSON)]
