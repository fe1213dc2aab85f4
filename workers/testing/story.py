"""Says in words where a scenario is: route by name, open tasks, next timers, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from workers.engine.history_records import ActivityPassed, InstancePast
from workers.engine.tasks import UserTask
from workers.testing.clock import KitError
from workers.testing.state import State

_SHOWN_TIMERS: Final = 5
_SCOPE: Final = "#multiInstanceBody"


class ScenarioFailure(AssertionError):
    """What was expected did not happen; the message says what happened instead."""


# Any: pytest's ExceptionInfo, which the kit's core does not import.
def describe(excinfo: Any) -> bool:
    """Whether an error says everything itself; as a module's ``__tracebackhide__`` it keeps the
    kit's own lines out of what pytest shows, so that the test's line stands last.
    """
    return isinstance(excinfo.value, ScenarioFailure | KitError)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of one flow node."""

    element: str
    name: str
    definition_id: str
    instance_id: str
    started: datetime
    finished: bool
    canceled: bool


class Story:
    """Reads one scenario from the engine and tells it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._engine = state.engine
        self._definitions = state.definitions
        self._family = state.family

    def route(self) -> list[Visit]:
        """Every flow node that was entered, in order; scopes of multi-instance left out."""
        visits = [
            self._visit(member, passed)
            for member in self._family.members
            for passed in self._engine.history.activities(member.id)
            if not passed.activity_id.endswith(_SCOPE)
        ]
        return sorted(visits, key=lambda visit: visit.started)  # stable: ties stay in order

    def open_tasks(self) -> list[UserTask]:
        """User tasks that wait for somebody, oldest first."""
        running = self._state.running
        return self._engine.tasks.find(process_instance_ids=running) if running else []

    def named(self, element: str) -> str:
        """Name and id of an element of any process of the scenario."""
        for member in self._family.members:
            model = self._definitions.model(member.process_definition_id)
            if element in model.names:
                return self._definitions.named(member.process_definition_id, element)
        name = self._definitions.name(element)
        return f"{name} ({element})" if name and name != element else element

    def told(self) -> str:
        """Everything, a line each."""
        lines = [
            f"It is {self.time(self._state.clock.now)} in this scenario.",
            f"Route so far: {self._route() or 'nothing yet'}",
            f"Open tasks: {self._listed(map(self._task, self.open_tasks()))}",
            f"Waits for: {self._listed(self._subscriptions())}",
            f"Next timers: {self._listed(self._next_timers())}",
            f"External tasks: {self._listed(self._external_tasks())}",
            f"Incidents: {self._listed(self.incidents())}",
        ]
        if self._state.plays.unplayed:
            played = (play.told for play in self._state.plays.unplayed)
            lines.append(f"Still to be played: {self._listed(played)}")
        ended = [each for each in self._family.members if each.end_time is not None]
        if ended:
            lines.append(f"Ended: {self._listed(map(self._end, ended))}")
        return "\n".join(lines)

    def incidents(self) -> list[str]:
        """Open incidents, a sentence each."""
        return [
            f"{self.named(str(each.activity_id))}: {each.incident_message or each.incident_type}"
            for member in self._family.running
            for each in self._engine.incidents.find(process_instance_id=member.id)
            if not each.is_copy
        ]

    # --- the parts ------------------------------------------------------------------------

    def _visit(self, member: InstancePast, passed: ActivityPassed) -> Visit:
        model = self._definitions.model(member.process_definition_id)
        return Visit(
            passed.activity_id,
            model.name(passed.activity_id),
            member.process_definition_id,
            member.id,
            passed.start_time,
            passed.end_time is not None and not passed.canceled,
            passed.canceled,
        )

    def _route(self) -> str:
        return " → ".join(
            f"{visit.name} (canceled)" if visit.canceled else visit.name for visit in self.route()
        )

    def _task(self, task: UserTask) -> str:
        groups = self._engine.tasks.candidate_groups(task.id)
        who = f" of {task.assignee}" if task.assignee else f" for {', '.join(groups) or 'nobody'}"
        due = f", due {self.time(task.due)}" if task.due else ""
        return f"{self.named(task.task_definition_key)}{who}{due}"

    def _subscriptions(self) -> Sequence[str]:
        return sorted(
            f"{each.event_type} {each.event_name}"
            for member in self._family.running
            for each in self._engine.subscriptions.find(process_instance_id=member.id)
            if each.event_name
        )

    def _next_timers(self) -> list[str]:
        timers = self._state.timers.upcoming
        told = [
            f"{self.time(timer.due)} {self.named(timer.activity_id)}"
            for timer in timers[:_SHOWN_TIMERS]
        ]
        rest = len(timers) - len(told)
        return [*told, f"{rest} more"] if rest else told

    def _external_tasks(self) -> list[str]:
        return [
            f"{self.named(each.activity_id)} of topic {each.topic_name}, "
            + (
                f"failed: {each.error_message}"
                if each.error_message
                else "waiting"
                if self._state.loop.has(each.topic_name)
                else "which nobody works on"
            )
            for each in self._state.loop.open_tasks(self._state.running)
        ]

    def _end(self, member: InstancePast) -> str:
        model = self._definitions.model(member.process_definition_id)
        name = model.name(member.process_definition_key)
        return f"{name} ({member.state.lower().replace('_', ' ')})"

    def time(self, instant: datetime) -> str:
        """An instant as the project's people tell it."""
        return f"{instant.astimezone(self._state.zone):%Y-%m-%d %H:%M:%S}"

    @staticmethod
    def _listed(parts: Iterable[str]) -> str:
        return "; ".join(parts) or "none"
