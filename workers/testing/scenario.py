"""One scenario: what people, customers and time do to one case, and what must then be true."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from workers.engine import AmbiguousMessage, Engine, EngineError, NobodyWaits
from workers.engine.external_tasks import ExternalTaskState
from workers.engine.jobs import Job, JobDefinition
from workers.testing.clock import KitError, VirtualClock, duration
from workers.testing.definitions import Definitions
from workers.testing.expectations import Expectations
from workers.testing.family import Family
from workers.testing.handler_loop import HandlerLoop
from workers.testing.job_watch import JobWatch
from workers.testing.mocks import Mock
from workers.testing.plays import Play, PlayList, When
from workers.testing.project import Project
from workers.testing.staff import Desks
from workers.testing.state import State
from workers.testing.story import describe
from workers.testing.timers import Timer, TimerBook, waits

__tracebackhide__ = describe

_MOST_STEPS: Final = 2000
_LOOK: Final = 0.05
"""Seconds between two looks at what workers elsewhere have done."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What all scenarios of a run share."""

    engine: Engine
    project: Project
    definitions: Definitions
    desks: Desks
    jobs: JobWatch


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that happens at an instant of virtual time."""

    at: datetime
    rank: int
    happen: Callable[[], object]


class Scenario(Expectations):
    """Begin with :meth:`start` or :meth:`follow`; every verb returns when the engine rests.

    Args:
        parts: engine, project, models, people.
        begin: the first instant.
    """

    def __init__(self, parts: Parts, begin: datetime) -> None:
        if begin < datetime.now(UTC):
            raise KitError(
                f"virtual time cannot begin in the past, at {begin.isoformat()}: the engine "
                "reckons repeating timers from its own clock"
            )
        project = parts.project
        loop = HandlerLoop(
            project.worker_engine or parts.engine, project.handlers, project.executor
        )
        state = State(
            engine=parts.engine,
            definitions=parts.definitions,
            clock=VirtualClock(begin, project.clocks),
            family=Family(parts.engine, parts.definitions),
            timers=TimerBook(parts.engine, parts.definitions, parts.jobs),
            loop=loop,
            plays=PlayList(),
            jobs=parts.jobs,
            zone=project.zone,
        )
        super().__init__(state)
        self._parts = parts
        self._loop = loop
        self._retries: dict[str, datetime] = {}
        self._broken_jobs: list[str] = []

    # --- beginning ------------------------------------------------------------------------

    def start(
        self,
        process: str,
        business_key: str,
        *,
        before: str | None = None,
        after: str | None = None,
        **variables: object,
    ) -> Scenario:
        """Start a process.

        Args:
            process: key of the process.
            business_key: tells this scenario from all others; unique in the whole run.
            before: begin right before this element instead of at the start event.
            after: begin right after this element.
            **variables: start variables under the engine's names.

        Raises:
            KitError: something of another scenario runs under that business key.
        """
        if business_key not in self._state.family.business_keys and (
            self._engine.instances.count(business_key=business_key)
        ):
            raise KitError(
                f"business key {business_key} is taken by an instance that still runs, perhaps "
                "one that was kept; each scenario needs its own"
            )
        self._state.clock.follow(business_key)
        begun = self._engine.instances.start(
            process, business_key, variables, before=before, after=after
        )
        return self.follow(begun.instance.id)

    def begin(self, process: str, *, by: str, **values: object) -> Scenario:
        """Somebody logs in and starts a process with its start form, as in Tasklist.

        Args:
            process: key of the process.
            by: who starts it.
            **values: what is entered.

        Raises:
            KitError: the values do not fit the deployed form.
        """
        # Without a key its first tasks could not be told from those of other scenarios.
        key = f"form-{uuid4().hex[:16]}"
        self._state.clock.follow(key)
        return self.follow(self._parts.desks.start(process, key, by, values))

    def follow(self, process_instance_id: str) -> Scenario:
        """Take over an instance that was started otherwise, such as by an intake desk."""
        self._state.family.adopt(process_instance_id)
        self.run_until_idle()
        return self

    def clock_for(self, business_key: str) -> Scenario:
        """Tell the scenario's time to a business key before anything is started under it."""
        self._state.clock.follow(business_key)
        return self

    def mock(self, topic: str) -> Mock:
        """Answer for a topic instead of its handler, from now on."""
        return self._loop.mock(topic)

    # --- people, customers, time ----------------------------------------------------------

    def submit(
        self,
        element: str,
        *,
        by: str | None = None,
        claimed_by: str | None = None,
        of_group: str | None = None,
        **values: object,
    ) -> str:
        """Somebody logs in, claims a user task, fills its form and submits it.

        Args:
            element: id of the user task.
            by: who; otherwise its assignee, or the first of its candidates.
            claimed_by: who has claimed it, if that is somebody else.
            of_group: of several open tasks of this element, the one of this candidate group.
            **values: what is entered, beside the usual.

        Returns:
            Who did it.

        Raises:
            ScenarioFailure: the case does not wait there.
            KitError: the values do not fit the deployed form, or nobody can do it.
        """
        user = self._parts.desks.submit(self.task(element, of_group), by, claimed_by, values)
        self.run_until_idle()
        return user

    def message(self, name: str, **variables: object) -> None:
        """A message arrives for this case.

        Raises:
            ScenarioFailure: nobody waits for it, or several do.
        """
        try:
            self._engine.messages.correlate(name, self.business_key, process_variables=variables)
        except NobodyWaits:
            self._fail(f"expected the case to wait for message {name}, but nothing in it does")
        except AmbiguousMessage:
            self._fail(f"expected one place of the case to wait for message {name}, but several do")
        self.run_until_idle()

    def signal(self, name: str, **variables: object) -> None:
        """A signal is broadcast. **It reaches every instance of the engine that waits for it.**"""
        self._engine.messages.signal(name, variables)
        self.run_until_idle()

    def when(self, element: str) -> When:
        """Defer: what somebody does when the case waits there, perhaps hours later.

        It is played while time advances; a play that never comes fails the scenario.
        """
        self._state.definitions.require(element)
        return When(element, self._state.plays, self.submit, self.message)

    def advance(self, span: str | timedelta) -> None:
        """Let time pass, ISO 8601; timers, retries and deferred plays happen in their order."""
        self.advance_to(self.now + duration(span))

    def advance_to(self, instant: datetime) -> None:
        """Let time pass until an instant."""
        self.run_until_idle()
        while (due := self._next()) is not None and due.at <= instant:
            self._happen(due)
        self._state.clock.move_to(max(instant, self.now))
        # The engine rests since the last settling; only the project's own doings may be due now.
        if self._parts.project.after_step() > 0:
            self.run_until_idle()

    def advance_until(self, element: str, within: str | timedelta = "P60D") -> None:
        """Let time pass until the case waits at an element.

        Raises:
            ScenarioFailure: it does not get there in that time.
        """
        limit = self.now + duration(within)
        self.run_until_idle()
        while not self.is_waiting_at(element):
            due = self._next()
            if due is None or due.at > limit:
                self._fail(
                    f"expected the case to get to {self._story.named(element)} "
                    f"by {self._story.time(limit)}, but nothing happens until then any more"
                )
            self._happen(due)

    def retry(self) -> None:
        """Operations give every failed external task and job of the case one more try."""
        for task in self._loop.open_tasks(self._state.running):
            if task.retries == 0:
                self._engine.external_tasks.set_retries(task.id, 1)
                # Its last failure has left a wait on the engine's clock, where nobody waits.
                self._loop.release(task.id)
        for job in self._engine.jobs.find(
            process_instance_ids=self._state.running, without_retries=True
        ):
            self._engine.jobs.set_retries(job.id, 1)
        self.run_until_idle()

    # --- what makes it go -----------------------------------------------------------------

    def run_until_idle(self) -> None:
        """Let handlers, asynchronous jobs and due timers do what they do until all rests.

        Raises:
            KitError: it never comes to rest.
        """
        for _ in range(_MOST_STEPS):
            if not self._step():
                return
        raise KitError(f"after {_MOST_STEPS} steps the case is still not at rest\n{self.story}")

    def _step(self) -> bool:
        """Do one thing; false if there was nothing to do."""
        self._state.family.refresh()
        for key in self._state.family.business_keys:
            self._state.clock.follow(key)
        if self._run_job(self._look()) or self._run_handler() or self._await_others():
            return True
        self._arrive()
        due = self._next()
        if due is not None and due.at <= self.now:
            due.happen()
            return True
        return self._parts.project.after_step() > 0

    def _look(self) -> list[tuple[Job, JobDefinition]]:
        """Tell the book of the timers; answers the jobs that are to run at once."""
        if not self._state.running:
            self._state.timers.look([], self.now)
            return []
        known = [
            (job, self._parts.definitions.job(job.job_definition_id, job.process_definition_id))
            for job in self._engine.jobs.find(process_instance_ids=self._state.running)
            if job.job_definition_id and job.process_definition_id
        ]
        self._state.timers.look([each for each in known if waits(*each)], self.now)
        return [
            (job, definition)
            for job, definition in known
            if not waits(job, definition) and not job.suspended and job.retries > 0
        ]

    def _run_job(self, ready: list[tuple[Job, JobDefinition]]) -> bool:
        if not ready:
            return False
        job, definition = ready[0]
        try:
            self._parts.jobs.execute(job.id, self._parts.definitions.label(definition))
        except EngineError as error:
            self._state.timers.note_failure(job.id)
            self._broken_jobs.append(str(error))
        return True

    def _run_handler(self) -> bool:
        tasks = self._loop.open_tasks(self._state.running)
        self._forget_retries(tasks)
        for task in tasks:
            if task.id not in self._retries and self._loop.is_ready(task):
                before = len(self._loop.failures)
                ran = self._loop.run(task)
                for failure in self._loop.failures[before:]:
                    if failure.retries and failure.wait:
                        self._retries[failure.task_id] = self.now + failure.wait
                if ran:
                    return True
        return False

    def _await_others(self) -> bool:
        """Give workers in other processes time for what is theirs; false if nothing is."""
        patience = self._parts.project.patience
        if patience is None:
            return False
        deadline = time.monotonic() + patience.total_seconds()
        first = self._theirs()
        while first and self._theirs() == first:
            if time.monotonic() > deadline:
                self._fail(f"expected a worker to finish its task within {patience}")
            time.sleep(_LOOK)
        return bool(first)

    def _theirs(self) -> set[str]:
        """Open external tasks that a worker elsewhere would take or has taken."""
        return {
            task.id
            for task in self._loop.open_tasks(self._state.running)
            if not self._loop.has(task.topic_name)
            and not task.suspended
            and (task.retries is None or task.retries > 0)
        }

    def _forget_retries(self, tasks: list[ExternalTaskState]) -> None:
        there = {task.id for task in tasks}
        self._retries = {key: at for key, at in self._retries.items() if key in there}

    def _arrive(self) -> None:
        if not self._state.plays.waiting:
            return
        for instance_id in self._state.running:
            for activity in self._engine.instances.activity_instances(instance_id).leaves():
                self._state.plays.arrive(activity.activity_id, activity.id, self.now)

    def _next(self) -> _Due | None:
        """What happens next, however far away."""
        soon = [
            _Due(each.due, 0, partial(self._fire, each)) for each in self._state.timers.upcoming[:1]
        ]
        soon += [
            _Due(at, 1, partial(self._release, task_id)) for task_id, at in self._retries.items()
        ]
        soon += [
            _Due(play.due, 2, partial(self._play, play))
            for play in self._state.plays.upcoming[:1]
            if play.due is not None
        ]
        return min(soon, key=lambda each: (each.at, each.rank), default=None)

    def _happen(self, due: _Due) -> None:
        self._state.clock.move_to(max(due.at, self.now))
        due.happen()
        self.run_until_idle()

    def _fire(self, timer: Timer) -> None:
        problem = self._state.timers.fire(timer)
        if problem:
            self._broken_jobs.append(f"{self._story.named(timer.activity_id)}: {problem}")

    def _release(self, task_id: str) -> None:
        del self._retries[task_id]
        self._loop.release(task_id)

    def _play(self, play: Play) -> None:
        play.done = True
        play.action()

    # --- the end --------------------------------------------------------------------------

    def finish(self) -> None:
        """What a scenario must not leave behind.

        Raises:
            ScenarioFailure: open incidents, failures that were not expected, plays that never
                happened.
            KitError: somebody else ran jobs of the case.
        """
        self.run_until_idle()
        self._check_jobs()
        unplayed = [play.told for play in self._state.plays.unplayed]
        if unplayed:
            self._fail(
                f"expected every deferred step to be played, but the case never came to: "
                f"{'; '.join(unplayed)}"
            )
        if not self._tolerant:
            problems = [
                f"{self._story.named(each.activity_id)} failed: {each.message}"
                for each in self._loop.failures
                if not each.ordered
            ] + self._broken_jobs
            if problems:
                self._fail(f"expected no failures, but {'; '.join(problems)}")
            self.has_no_incident()

    def discard(self) -> None:
        """Delete from the engine what still runs."""
        self._state.family.refresh()
        for member in self._state.family.running:
            if member.super_process_instance_id is None:
                self._engine.instances.delete(member.id, skip_custom_listeners=True)
