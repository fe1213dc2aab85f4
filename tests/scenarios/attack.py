"""Forms submitted with more than they have, and tasks gone for by everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.scenarios.conftest import Personnel
from tests.scenarios.trespass import Trespass
from workers.engine import Engine
from workers.engine.tasks import Tasks, UserTask
from workers.models.form import Form


class Attack:
    """From :meth:`begin` on every form is submitted with foreign variables."""

    def __init__(self, trespass: Trespass) -> None:
        self.trespass = trespass
        self.foreign: Mapping[str, object] = {}
        self.held: set[str | None] = set()
        self._other: str | None = None
        self._tried_by_others: set[str] = set()

    def begin(self, other: str, by_others: set[str], foreign: Mapping[str, object]) -> None:
        """Attack for the sake of another case's number, and let others try those tasks.

        Args:
            other: the number that is sent as that of the case.
            by_others: user tasks that everybody else goes for.
            foreign: what is sent beside the number and the form's fields.
        """
        self._other = other
        self.foreign = foreign
        self._tried_by_others = by_others

    def is_tried_by_others(self, task: UserTask) -> bool:
        """Whether this task is one that everybody else goes for."""
        return task.task_definition_key in self._tried_by_others

    def added(self, form: Form, element: str | None) -> dict[str, object]:
        """What is sent beside the form's own fields."""
        if self._other is None:
            return {}
        self.held.add(element)
        foreign = {**self.foreign, "complaintNo": self._other, "caseNo": self._other}
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
