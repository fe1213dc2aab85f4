"""What a handler may ask of the process engine, besides the task that it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class NobodyWaits(Exception):
    """A message found neither a waiting case nor a start event."""


class MembershipUnknown(Exception):
    """Whether somebody is a member of a group cannot be read."""


class TasksOutOfReach(Exception):
    """The worker's login may not read or change the user tasks of a process."""


@dataclass(frozen=True, slots=True)
class Performer:
    """Who completed a user task, as the engine's history knows it (never a variable)."""

    user: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Foreign:
    """A variable that came with a user task and is not the task holder's to say.

    ``value`` is the last one that a worker, a table or a form's own field gave it, ``None`` where
    there was none.
    """

    name: str
    activity_id: str
    value: object


class Fault(StrEnum):
    """Why a person's submission does not count; the values label a metric."""

    NOT_THE_CLAIMER = "not_the_claimer"
    """Nobody had claimed the task, or somebody else had."""
    NOT_A_CANDIDATE = "not_a_candidate"
    """No member of a candidate group of the task."""
    SAME_PERSON = "same_person"
    """Did an earlier step that the task's ``notBy`` names (four eyes)."""
    INCOMPLETE = "incomplete"
    """A field that the form asks for has no value."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process that a worker is about to do."""

    process_instance_id: str
    process_definition_id: str
    activity_id: str
    activity_instance_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A submission on which no step may act; ``name`` is that of the user task.

    ``visit`` is its activity instance id, ``missing`` the fields that have no value.
    """

    activity_id: str
    name: str
    visit: str
    user: str | None
    fault: Fault
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submissions:
    """What people and messages brought into a case and what of it does not count."""

    foreign: Sequence[Foreign] = ()
    refused: Sequence[Refused] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that a person submitted, as it counts: at a user task, or at the start of the case.

    ``values`` are those of the form's fields, as the engine's history has them for this visit, so
    that branches with fields of one name do not overwrite each other. ``visit`` is the activity
    instance id, ``form`` the id of the deployed form, ``user`` whoever completed it.
    """

    activity_id: str
    name: str
    visit: str
    form: str
    user: str | None
    at: datetime
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Escalation:
    """Where an escalation comes from: the timer, the step it watches, and that step's groups."""

    timer: str
    step: str
    groups: Sequence[str]


class ProcessGateway(Protocol):
    """Questions and messages to the engine, in the words of BPMN."""

    def for_one_task(self) -> ProcessGateway:
        """The same for one execution of a task: of the past it asks each question once."""

    def performer(
        self, process_instance_id: str, activity_id: str, beside: str | None = None
    ) -> Performer | None:
        """Who completed that user task last; ``None`` if nobody did or it had no assignee.

        A step of another process of the case counts where the instance's own has no such step.
        ``beside`` is the activity instance id of a step in the same scope: it tells the
        branches of a multi-instance sub-process apart.
        """

    def submissions(self, step: Step) -> Submissions:
        """What a worker's step must know of what it would act on.

        ``foreign`` are the variables that now stand where others belong: a user task may bring
        the fields of its deployed form, each within the form's rules, a start or a message what
        the model announces. ``refused`` are the submissions that no other worker has looked at
        and that the wrong person made, or that lack a field; an engine with our task rules lets
        no wrong person through, any other one does.

        Raises:
            MembershipUnknown: the worker's login may not see a candidate group.
        """

    def parameters(self, step: Step) -> frozenset[str]:
        """Names of the input parameters that the model sets at the step."""

    def submitted(self, step: Step) -> Sequence[Submission]:
        """Every form submitted in the step's process instance, the start's first, then by time."""

    def files(self, process_instance_id: str) -> Mapping[str, bytes]:
        """The files of the deployment that an instance runs by, by name.

        They stay the same for the instance, whatever is deployed later.
        """

    def escalation(self, step: Step, code: str) -> Escalation:
        """Which timer of the step's process throws that escalation.

        Raises:
            LookupError: none does.
        """

    def starter(self, process_instance_id: str) -> str | None:
        """Who started an instance; ``None`` if a message did."""

    def is_member(self, user: str, group: str) -> bool:
        """Whether a person belongs to a group."""

    def mail_of(self, user: str) -> str | None:
        """A person's mail address, ``None`` if the directory has none."""

    def reopen(self, step: Step, refused: Sequence[Refused]) -> None:
        """Cancel the worker's step and open the user tasks anew, without what was submitted."""

    def is_second_run(self, instance: str, other: str) -> bool:
        """Whether ``other`` was begun apart from the case of ``instance``, to do the same work.

        False for what the case's own instance calls, and for another procedure's instance.
        """

    def move_timer(self, process_instance_id: str, activity_id: str, due: datetime) -> bool:
        """Move the open timer of that event to ``due``; false if the case has none."""

    def share(self, process_instance_id: str, variables: Mapping[str, object]) -> None:
        """Give the other running instances of the case new values of variables that they have."""

    def move_due_dates(self, process_instance_id: str, due: Mapping[str, datetime]) -> None:
        """Move the due dates of the open user tasks; ``due`` is by id of the user task.

        Raises:
            TasksOutOfReach: the worker's login may not change them.
        """

    def correlate(self, message: str, business_key: str, variables: Mapping[str, object]) -> None:
        """Deliver a message to the waiting case, or start a process with it.

        Raises:
            NobodyWaits: no case waits for it and no process starts with it.
        """

    def is_running(self, process: str, business_key: str) -> bool:
        """Whether an instance of that process with that business key exists or has existed."""
