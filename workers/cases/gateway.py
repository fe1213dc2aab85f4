"""The engine behind the ports: decision tables, messages, history and timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Final, Self

import tenacity

from workers.cases.case_tree import CaseTree
from workers.cases.past import Past
from workers.cases.performers import Performers
from workers.cases.reopening import reopen
from workers.cases.submissions import DeployedModels, arrivals, foreign
from workers.cases.submitted import submitted
from workers.engine import BadRequest, Engine, EngineUnreachable, NotFound, Unauthorized
from workers.engine import NobodyWaits as EngineSaysNobodyWaits
from workers.engine.history_records import InstancePast
from workers.ports import (
    DecisionFailed,
    Escalation,
    NobodyWaits,
    Performer,
    Refused,
    Step,
    Submission,
    Submissions,
    TasksOutOfReach,
)

_asked_again: Final = tenacity.retry(
    retry=tenacity.retry_if_exception_type(EngineUnreachable),
    wait=tenacity.wait_random_exponential(multiplier=0.05, max=0.3),
    stop=tenacity.stop_after_delay(1.0),
    reraise=True,
)
"""A question whose connection broke is asked again: a failure would cost the task one of its
retries, and the case the minutes until the next. Not after a time-out, though: the desk asks while
it holds the store's write lock.
"""


class EngineDecisions:
    """Implements :class:`workers.ports.Decisions` with the newest deployed tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @_asked_again
    def evaluate(self, table: str, facts: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
        """One mapping for each matching rule; see the port."""
        try:
            return self._engine.decisions.evaluate(table, facts)
        except NotFound as error:
            raise DecisionFailed(
                f"decision table {table} is not deployed; run `sop deploy`"
            ) from error
        except BadRequest as error:
            raise DecisionFailed(f"decision table {table} refuses its inputs") from error


class EngineProcesses:
    """Implements :class:`workers.ports.ProcessGateway`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._deployed = DeployedModels(engine)
        self._reads(Past(engine))

    def _reads(self, past: Past) -> None:
        self._past = past
        self._tree = CaseTree(self._engine, self._deployed, past)
        self._performers = Performers(self._engine, past, self._tree)

    def for_one_task(self) -> Self:
        """One that asks each question about the past once; see the port."""
        other = copy(self)
        other._reads(Past(self._engine, remembered=True))
        return other

    @_asked_again
    def submissions(self, step: Step) -> Submissions:
        """What was brought in and does not count; see the port."""
        deployed = self._deployed.of(step.process_definition_id)
        passed = self._past.activities(step.process_instance_id)
        entered = {
            each.id: each.activity_id for each in passed if each.activity_id in deployed.entries
        }
        if not entered:
            return Submissions()
        updates = self._engine.history.variable_updates(step.process_instance_id)
        updates = arrivals(updates, passed, deployed.model)
        return Submissions(
            foreign(updates, entered, deployed.entries),
            self._performers.refused(step, deployed, passed, updates),
        )

    @_asked_again
    def is_second_run(self, instance: str, other: str) -> bool:
        """Whether another instance does the work of a case; see the port."""
        return self._tree.is_second_run(instance, other)

    @_asked_again
    def performer(
        self, process_instance_id: str, activity_id: str, beside: str | None = None
    ) -> Performer | None:
        """Who completed a user task last; see the port."""
        return self._performers.last(process_instance_id, activity_id, beside)

    @_asked_again
    def parameters(self, step: Step) -> frozenset[str]:
        """The input parameters of a step; see the port."""
        deployed = self._deployed.of(step.process_definition_id)
        return deployed.parameters.get(step.activity_id, frozenset())

    @_asked_again
    def submitted(self, step: Step) -> Sequence[Submission]:
        """Every submitted form; see the port."""
        deployed = self._deployed.of(step.process_definition_id)
        history = self._engine.history
        passed = self._past.activities(step.process_instance_id)
        updates = history.variable_updates(step.process_instance_id)
        return submitted(
            deployed,
            passed,
            arrivals(updates, passed, deployed.model),
            self.starter(step.process_instance_id),
        )

    def files(self, process_instance_id: str) -> Mapping[str, bytes]:
        """The files that an instance runs by; see the port."""
        return self._deployed.of(self._instance(process_instance_id).process_definition_id).files

    def escalation(self, step: Step, code: str) -> Escalation:
        """Which timer throws that escalation; see the port."""
        found = self._deployed.of(step.process_definition_id).escalations.get(code)
        if found is None:
            raise LookupError(f"no timer of {step.process_definition_id} throws {code}")
        if not any("{" in group for group in found.groups):
            return found
        # The model leaves it to a table who does the step: the open task knows.
        open_tasks = self._engine.tasks.find(
            process_instance_id=step.process_instance_id, task_definition_key=found.step
        )
        groups = {
            group for task in open_tasks for group in self._engine.tasks.candidate_groups(task.id)
        }
        return replace(found, groups=tuple(sorted(groups)))

    def starter(self, process_instance_id: str) -> str | None:
        """Who started an instance; see the port."""
        return self._instance(process_instance_id).start_user_id

    @_asked_again
    def _instance(self, process_instance_id: str) -> InstancePast:
        (found,) = self._engine.history.instances(ids=[process_instance_id])
        return found

    @_asked_again
    def is_member(self, user: str, group: str) -> bool:
        """Whether a person belongs to a group; see the port."""
        return group in self._engine.identity.groups_of(user)

    @_asked_again
    def mail_of(self, user: str) -> str | None:
        """A person's mail address; see the port."""
        return self._engine.identity.mail_of(user)

    def reopen(self, step: Step, refused: Sequence[Refused]) -> None:
        """Go back to the user tasks; see the port."""
        reopen(self._engine, self._deployed.of(step.process_definition_id), step, refused)

    @_asked_again
    def move_timer(self, process_instance_id: str, activity_id: str, due: datetime) -> bool:
        """Move the open timer of an event; see the port."""
        # One by one: a list of instances together with an activity the engine answers with 500.
        jobs = [
            job
            for instance in self._tree.running(process_instance_id)
            for job in self._engine.jobs.find(
                process_instance_id=instance, activity_id=activity_id, timers=True
            )
        ]
        for job in jobs:
            self._engine.jobs.set_due_date(job.id, due)
        return bool(jobs)

    @_asked_again
    def share(self, process_instance_id: str, variables: Mapping[str, object]) -> None:
        """Tell the other instances of the case; see the port."""
        self._tree.share(process_instance_id, variables)

    @_asked_again
    def move_due_dates(self, process_instance_id: str, due: Mapping[str, datetime]) -> None:
        """Move the due dates of the case's open user tasks; see the port."""
        try:
            for instance in self._tree.running(process_instance_id):
                for task in self._engine.tasks.find(process_instance_id=instance):
                    wanted = due.get(task.task_definition_key)
                    if wanted is not None and wanted != task.due:
                        with suppress(NotFound):  # done meanwhile
                            self._engine.tasks.set_due(task.id, wanted)
        except Unauthorized as error:
            raise TasksOutOfReach(
                "due dates cannot be moved; give the account of the workers READ_TASK and "
                "TASK_ASSIGN on the process definition (`sop deploy` does), then retry"
            ) from error

    def correlate(self, message: str, business_key: str, variables: Mapping[str, object]) -> None:
        """Deliver a message; see the port."""
        try:
            self._engine.messages.correlate(message, business_key, process_variables=variables)
        except EngineSaysNobodyWaits as error:
            raise NobodyWaits(f"nobody waits for {message} in case {business_key}") from error

    @_asked_again
    def is_running(self, process: str, business_key: str) -> bool:
        """Whether such an instance exists or has existed; see the port."""
        return bool(
            self._engine.history.instances(business_key=business_key, definition_key=process)
        )
