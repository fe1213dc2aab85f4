"""The running company under browser tests: real workers, real time, staff at their screens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tests.complaints import SECOND_SPECIALIST, USUAL, write_complaint
from tests.engine_host import EngineHost
from workers.casework.cases import Cases, FormRecord
from workers.cli.identity import Directory
from workers.cli.wiring import Application
from workers.engine import Engine
from workers.engine.tasks import UserTask
from workers.models.form import Form
from workers.services.complaints import ComplaintCase

T = TypeVar("T")
PATIENCE = 120.0
"""Seconds that a test waits for the next thing to happen."""
PERFORMERS = {"Task_RevisitCustomer": SECOND_SPECIALIST}
"""Steps that the usual member of the group may not do."""


def open_tasks(engine: Engine, *, business_key: str) -> list[UserTask]:
    """What waits for somebody; waits until there is something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = engine.tasks.find(business_key=business_key)
        if found:
            return list(found)
        time.sleep(0.05)
    raise AssertionError("nothing waits for anybody")


class Company:
    """Staff with their logins, workers, store."""

    def __init__(
        self, application: Application, admin: Engine, host: EngineHost, directory: Directory
    ) -> None:
        self.application = application
        self.admin = admin
        self._host = host
        self.directory = directory

    def hand_in(self, key: str, **facts: str) -> Case:
        """A website complaint of a customer and about an order of its own."""
        application = self.application
        file = write_complaint(application.settings.data_dir, application.store, key, **facts)
        handed = application.intake_desk().hand_in(file, received_now=True)
        return Case(self, handed.intake_id, handed.process_instance_id)

    def fill(self, task: UserTask, *, by: str | None = None, **values: object) -> None:
        """A member of a task's group claims it and submits the usual, or these values."""
        group = self.admin.tasks.candidate_groups(task.id)[0]
        step = task.task_definition_key
        user = by or PERFORMERS.get(step) or self.directory.members(group)[0].id
        usual = USUAL.get(step, {})
        with self.engine_of(user) as engine:
            if task.assignee != user:
                engine.tasks.claim(task.id, user)
            form = Form(engine.tasks.deployed_form(task.id))
            of_this = {name: value for name, value in values.items() if name in form.keys}
            known = engine.tasks.form_variables(task.id)
            engine.tasks.submit_form(task.id, form.fill({**usual, **of_this}, known))

    def engine_of(self, user: str) -> Engine:
        """The engine as seen with a user's own login."""
        return Engine(self._host.address(user))


@dataclass
class Case:
    """One complaint in play."""

    company: Company
    intake_id: str
    instance: str
    _number: str | None = field(default=None)

    @property
    def number(self) -> str:
        """The complaint number, once the case is open."""
        if self._number is None:
            self._number = self.until("the case has a number", self._find_number)
        return self._number

    def waits_at(self, task: str) -> UserTask:
        """The open user task; waits until the case gets there."""
        tasks = self.company.admin.tasks
        return self.until(
            f"it waits at {task}",
            lambda: next(
                iter(tasks.find(business_key=self.number, task_definition_key=task)), None
            ),
        )

    def play_to(self, task: str, **values: object) -> None:
        """Staff do what comes, with the usual and these values, until the case waits there."""
        while True:
            first = self.until(
                "it waits for somebody",
                lambda: next(iter(self.company.admin.tasks.find(business_key=self.number)), None),
            )
            if first.task_definition_key == task:
                return
            self.do(first.task_definition_key, **values)

    def do(self, task: str, *, by: str | None = None, **values: object) -> None:
        """The usual performer, or somebody else, fills a task's form with the usual."""
        self.company.fill(self.waits_at(task), by=by, **values)

    def is_over(self) -> None:
        """Wait until the process has come to its end."""
        self.until(
            "the process ends",
            lambda: True if not self.company.admin.instances.find(ids=[self.instance]) else None,
        )

    def record(self) -> ComplaintCase:
        """The case in the store."""
        with self.company.application.store.begin() as session:
            return Cases(session).get(self.number)

    def forms(self, number: str) -> list[FormRecord]:
        """The filed forms of one kind."""
        with self.company.application.store.begin() as session:
            return Cases(session).forms(self.number, number)

    def _find_number(self) -> str | None:
        with self.company.application.store.begin() as session:
            case = Cases(session).by_intake(self.intake_id)
            return case.case_no if case else None

    def until(self, what: str, question: Callable[[], T | None]) -> T:
        """The answer, as soon as there is one; `what` is the rest of a sentence."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = question()
            if answer is not None:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"in {PATIENCE:.0f} s it did not happen that {what}")
