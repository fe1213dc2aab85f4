"""The engine behind the ports: decision tables, messages, history and timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import tenacity

from workers.cases.performers import Performers
from workers.cases.reopening import reopen
from workers.cases.submissions import DeployedModels, foreign
from workers.engine import BadRequest, Engine, EngineUnreachable, NotFound
from workers.engine import NobodyWaits as EngineSaysNobodyWaits
from workers.ports import DecisionFailed, Foreign, NobodyWaits, Performer, Step, WrongPerson

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
        self._performers = Performers(engine)

    @_asked_again
    def foreign(self, process_instance_id: str, process_definition_id: str) -> Sequence[Foreign]:
        """What user tasks brought in and must not; see the port."""
        steps = self._deployed.of(process_definition_id).steps
        history = self._engine.history
        passed = history.activities(process_instance_id)
        activities = {each.id: each.activity_id for each in passed if each.activity_id in steps}
        if not activities:
            return ()
        return foreign(history.variable_updates(process_instance_id), activities, steps)

    @_asked_again
    def performer(
        self, process_instance_id: str, activity_id: str, beside: str | None = None
    ) -> Performer | None:
        """Who completed a user task last; see the port."""
        return self._performers.last(process_instance_id, activity_id, beside)

    @_asked_again
    def wrong_persons(self, step: Step) -> Sequence[WrongPerson]:
        """Whose submissions the step must not act on; see the port."""
        return self._performers.wrong(step, self._deployed.of(step.process_definition_id))

    def reopen(self, step: Step, wrong: Sequence[WrongPerson]) -> None:
        """Go back to the user tasks; see the port."""
        reopen(self._engine, self._deployed.of(step.process_definition_id), step, wrong)

    @_asked_again
    def move_timer(self, process_instance_id: str, activity_id: str, due: datetime) -> bool:
        """Move the open timer of an event; see the port."""
        jobs = self._engine.jobs.find(
            process_instance_id=process_instance_id, activity_id=activity_id, timers=True
        )
        for job in jobs:
            self._engine.jobs.set_due_date(job.id, due)
        return bool(jobs)

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
