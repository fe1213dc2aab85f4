"""What can be asserted of a scenario. Every failure says in words what happened instead."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from workers.engine import Engine
from workers.engine.history_records import InstancePast
from workers.engine.incidents import Incident
from workers.engine.tasks import UserTask
from workers.testing.clock import KitError
from workers.testing.state import State
from workers.testing.story import ScenarioFailure, Story, describe

__tracebackhide__ = describe


class Expectations:
    """The asserting half of a scenario. Elements are named by their ids in the model."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._engine = state.engine
        self._story = Story(state)
        self._tolerant = False

    # --- what is the case -----------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The present instant of virtual time."""
        return self._state.clock.now

    @property
    def has_begun(self) -> bool:
        """Whether anything was started."""
        return bool(self._state.family.members)

    @property
    def business_key(self) -> str | None:
        """The business key that the first instance carries now."""
        return self._first.business_key

    @property
    def instance_id(self) -> str:
        """Id of the first process instance."""
        return self._first.id

    @property
    def instance_ids(self) -> list[str]:
        """Ids of all its process instances, the first one's first."""
        return [member.id for member in self._state.family.members]

    @property
    def story(self) -> str:
        """Where the case is, in words."""
        return self._story.told()

    def route(self) -> list[str]:
        """Ids of the elements entered so far, in order, those of called processes included."""
        return [visit.element for visit in self._story.route()]

    @property
    def engine(self) -> Engine:
        """With the administrator's login, for what the kit has no word for."""
        return self._engine

    def task(self, element: str, of_group: str | None = None) -> UserTask:
        """The open user task of an element; of several, the one of this candidate group.

        Raises:
            ScenarioFailure: there is none.
            KitError: no model has such an element.
        """
        self._state.definitions.require(element)
        found = [
            task
            for task in self.open_tasks()
            if task.task_definition_key == element
            and (of_group is None or of_group in self._engine.tasks.candidate_groups(task.id))
        ]
        if not found:
            whose = f" of group {of_group}" if of_group else ""
            self._fail(f"expected an open task {self._story.named(element)}{whose}")
        return found[0]

    def open_tasks(self) -> list[UserTask]:
        """User tasks that wait for somebody, oldest first."""
        return self._story.open_tasks()

    def variables(self, process: str | None = None) -> dict[str, object]:
        """The last values of the variables of the first instance, or of a process that it began.

        Of several instances of that process the newest counts.
        """
        member = self._of(process) if process else self._first
        past = self._engine.history.variables(member.id)
        return {each.name: each.value for each in past}

    def is_waiting_at(self, element: str) -> bool:
        """Whether the case waits there now."""
        self._state.definitions.require(element)
        return any(
            leaf.activity_id == element
            for instance_id in self._state.running
            for leaf in self._engine.instances.activity_instances(instance_id).leaves()
        )

    def incidents(self) -> list[Incident]:
        """Open incidents of all its instances, each where it arose."""
        return [
            incident
            for instance_id in self._state.running
            for incident in self._engine.incidents.find(process_instance_id=instance_id)
            if not incident.is_copy
        ]

    # --- what must be the case ------------------------------------------------------------

    def waits_at(self, *elements: str) -> None:
        """The case waits at every one of these elements."""
        for element in elements:
            if not self.is_waiting_at(element):
                self._fail(f"expected the case to wait at {self._story.named(element)}")

    def waits_only_at(self, *elements: str) -> None:
        """The case waits at these elements and nowhere else."""
        self.waits_at(*elements)
        places = {
            leaf.activity_id
            for instance_id in self._state.running
            for leaf in self._engine.instances.activity_instances(instance_id).leaves()
            # A call waits where the called process does.
            if leaf.activity_type != "callActivity"
        }
        others = sorted(self._story.named(each) for each in places - set(elements))
        if others:
            self._fail(f"expected the case to wait nowhere else, but also at {'; '.join(others)}")

    def has_passed(self, *elements: str) -> None:
        """The case has finished these elements in this order; others may lie between."""
        done = [visit.element for visit in self._story.route() if visit.finished]
        position = 0
        for index, element in enumerate(elements):
            self._state.definitions.require(element)
            if element not in done[position:]:
                before = self._story.named(elements[index - 1]) if element in done else ""
                late = f" after {before}, but only before" if before else ""
                self._fail(f"expected the case to have passed {self._story.named(element)}{late}")
            position = done.index(element, position) + 1

    def has_not_passed(self, *elements: str) -> None:
        """The case has entered none of these elements."""
        entered = {visit.element: visit.started for visit in self._story.route()}
        for element in elements:
            self._state.definitions.require(element)
            if element in entered:
                self._fail(
                    f"expected the case not to get to {self._story.named(element)}, but it did"
                )

    def has_variables(self, **expected: object) -> None:
        """The first instance has these variables with these values."""
        found = self.variables()
        for name, value in expected.items():
            if name not in found:
                there = ", ".join(sorted(found)) or "none"
                self._fail(f"expected a variable {name}, but there are: {there}")
            if found[name] != value or type(found[name]) is not type(value):
                self._fail(
                    f"expected variable {name} to be {value!r} ({type(value).__name__}), "
                    f"but it is {found[name]!r} ({type(found[name]).__name__})"
                )

    def is_due(self, element: str, instant: datetime) -> None:
        """The open user task is due at that instant."""
        self.waits_at(element)
        due = next(t.due for t in self.open_tasks() if t.task_definition_key == element)
        if due != instant:
            told = due.astimezone(instant.tzinfo).isoformat() if due else "without due date"
            self._fail(
                f"expected {self._story.named(element)} to be due {instant.isoformat()}, "
                f"but it is {told}"
            )

    def timer_due(self, element: str) -> datetime:
        """When in virtual time the next timer of an element fires."""
        self._state.definitions.require(element)
        dues = [each.due for each in self._state.timers.upcoming if each.activity_id == element]
        if not dues:
            self._fail(f"expected a timer at {self._story.named(element)}")
        return dues[0]

    def has_ended(self, at: str | None = None) -> None:
        """The first instance has ended, at that end event."""
        if self._first.end_time is None:
            self._fail("expected the case to have ended")
        if at is not None:
            self.has_passed(at)

    def has_no_incident(self) -> None:
        """No incident is open."""
        incidents = self._story.incidents()
        if incidents:
            self._fail(f"expected no incident, but {'; '.join(incidents)}")

    def has_incident(self, at: str | None = None) -> Incident:
        """There is an open incident, at that element; the failures behind it are expected."""
        self._tolerant = True
        found = [each for each in self.incidents() if at in (None, each.activity_id)]
        if not found:
            where = f" at {self._story.named(at)}" if at else ""
            self._fail(f"expected an incident{where}")
        return found[0]

    def tolerate_failures(self) -> None:
        """This scenario is about failures: what they leave behind does not fail it."""
        self._tolerant = True

    # --- the parts ------------------------------------------------------------------------

    @property
    def _first(self) -> InstancePast:
        if not self.has_begun:
            raise KitError("nothing was started yet: begin with start() or follow()")
        return self._state.family.members[0]

    def _of(self, process: str) -> InstancePast:
        found = [
            each for each in self._state.family.members if each.process_definition_key == process
        ]
        if not found:
            self._fail(f"expected process {process} to have begun")
        return found[-1]

    def _check_jobs(self) -> None:
        """Raises KitError if somebody else ran jobs of the case: then nothing else is to blame."""
        others = self._state.jobs.runs_of_others(self.instance_ids)
        if others:
            elements = dict.fromkeys(self._story.named(str(each.activity_id)) for each in others)
            raise self._state.jobs.problem(elements)

    def _fail(self, expectation: str) -> NoReturn:
        self._check_jobs()
        raise ScenarioFailure(f"{expectation}\n{self.story}")
