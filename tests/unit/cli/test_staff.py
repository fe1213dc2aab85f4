"""Players: they share cases out, four eyes see to the revisit, and faults stop the play."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

import pytest

from workers.cli.casebook import Casebook, CaseNotes
from workers.cli.errors import Fault
from workers.cli.identity import Directory, Person
from workers.cli.staff import Cast, Player, Script
from workers.engine import Conflict, Engine, EngineUnreachable, NotFound, Unauthorized
from workers.engine.tasks import UserTask

DIRECTORY = Directory.shipped()
SPECIALISTS = DIRECTORY.members("cs-specialist")
FORM: dict[str, object] = {
    "id": "f",
    "components": [{"type": "textfield", "key": "word", "validate": {"required": True}}],
}


class FakeTasks:
    """Open tasks as an engine would answer for one person."""

    def __init__(self, *tasks: UserTask, number: int = 1) -> None:
        self.open = {task.id: task for task in tasks}
        self.number = number
        self.claimed: dict[str, str] = {}
        self.submitted: list[Mapping[str, object]] = []
        self.refusal: Exception | None = None

    def find(
        self, *, candidate_group: str | None = None, assignee: str | None = None
    ) -> list[UserTask]:
        if self.refusal is not None:
            raise self.refusal
        if candidate_group is not None:
            return [task for task in self.open.values() if task.id not in self.claimed]
        return [self.open[task] for task, user in self.claimed.items() if user == assignee]

    def claim(self, task_id: str, user: str) -> None:
        if self.claimed.setdefault(task_id, user) != user:
            raise Conflict("POST", "/task/x/claim", "claimed")

    def deployed_form(self, _task_id: str) -> dict[str, object]:
        return FORM

    def form_variables(self, _task_id: str) -> dict[str, object]:
        return {"complaintNo": f"TS-20261121-{self.number:04d}"}

    def submit_form(self, task_id: str, values: Mapping[str, object]) -> None:
        if task_id not in self.open:
            raise NotFound("POST", "/task/x/submit-form", "gone")
        del self.open[task_id]
        self.claimed.pop(task_id, None)
        self.submitted.append(values)


class FakeEngine:
    """As much of an engine as a player needs."""

    def __init__(self, tasks: FakeTasks) -> None:
        self.tasks = tasks

    def close(self) -> None:
        """Nothing is open."""


def task(key: str = "Task_A") -> UserTask:
    return UserTask(
        id=f"task-{key}",
        task_definition_key=key,
        created=datetime.now(UTC),
        process_instance_id="instance",
    )


def player(person: Person, tasks: FakeTasks, word: str = "好") -> Player:
    usual: dict[str, dict[str, object]] = {
        key: {"word": word} for key in ("Task_A", "Task_DraftSolution", "Task_RevisitCustomer")
    }
    casebook = Casebook(usual=usual, cases={"x.eml": CaseNotes()})
    script = Script(casebook, DIRECTORY, lambda _number: "x.eml", lambda _instance, _key: 0)
    return Player(person, cast(Engine, FakeEngine(tasks)), script)


def doer(key: str, number: int) -> Person:
    """The one specialist who takes this task of this case."""
    doers = [
        person
        for person in SPECIALISTS
        if player(person, FakeTasks(task(key), number=number)).turn()
    ]
    assert len(doers) == 1
    return doers[0]


@pytest.mark.parametrize("number", range(1, 10))
def test_nobody_revisits_a_customer_whose_solution_he_drafted(number: int) -> None:
    assert doer("Task_DraftSolution", number) != doer("Task_RevisitCustomer", number)


def test_everybody_gets_cases() -> None:
    assert {doer("Task_A", number).id for number in range(1, 4)} == {p.id for p in SPECIALISTS}


def test_a_form_is_submitted_as_the_casebook_says() -> None:
    tasks = FakeTasks(task(), number=3)
    assert player(SPECIALISTS[0], tasks).turn() == 1
    assert tasks.submitted == [{"word": "好"}]


def test_what_was_claimed_before_a_kill_is_done_first() -> None:
    tasks = FakeTasks(task(), number=2)
    tasks.claimed["task-Task_A"] = SPECIALISTS[0].id
    assert player(SPECIALISTS[0], tasks).turn() == 1


def test_a_casebook_that_does_not_fit_is_named() -> None:
    with pytest.raises(Fault, match=r"cannot submit Task_A of x\.eml: form f: word is required"):
        player(SPECIALISTS[0], FakeTasks(task(), number=3), word="").turn()


def play_until_failure(tasks: FakeTasks, seconds: float) -> Exception | None:
    deadline = time.monotonic() + seconds
    with Cast([player(SPECIALISTS[0], tasks)]) as company:
        while company.failure is None and time.monotonic() < deadline:
            time.sleep(0.01)
        return company.failure


def test_a_refused_login_stops_the_play_at_once() -> None:
    tasks = FakeTasks()
    tasks.refusal = Unauthorized("GET", "/task", "refused", status=401)
    assert isinstance(play_until_failure(tasks, 5), Unauthorized)


def test_a_passing_fault_does_not() -> None:
    tasks = FakeTasks()
    tasks.refusal = EngineUnreachable("GET", "/task", "no answer")
    assert play_until_failure(tasks, 0.3) is None


def test_the_company_counts_what_it_played() -> None:
    tasks = FakeTasks(task(), number=3)
    deadline = time.monotonic() + 5
    with Cast([player(SPECIALISTS[0], tasks)]) as company:
        while not company.played and time.monotonic() < deadline:
            time.sleep(0.01)
    company.check()
    assert company.played == 1
