"""The tasks of a fake engine, and the instances in which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from workers.engine import decode_all
from workers.testing.fake_engine.replies import gone
from workers.testing.fake_engine.variables import Stored, fetched


class TaskState(Enum):
    """How far a task has come."""

    OPEN = "open"
    COMPLETED = "completed"
    BPMN_ERROR = "bpmn_error"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Failure:
    """One reported failure, as it was sent, the message as the engine keeps it."""

    message: str | None
    details: str | None
    retries: int
    wait: timedelta


@dataclass(frozen=True, slots=True)
class ThrownError:
    """A BPMN error that was caught."""

    code: str
    message: str | None
    stored: Mapping[str, Stored] = field(repr=False)

    @property
    def variables(self) -> dict[str, object]:
        """What was sent along, decoded."""
        return _decoded(self.stored)


@dataclass(frozen=True, slots=True)
class FakeIncident:
    """An open incident of a task without retries."""

    id: str
    message: str | None
    at: datetime


@dataclass(eq=False)
class FakeInstance:
    """A process instance. It goes on to live after its tasks, as if a user task followed."""

    id: str
    business_key: str | None
    definition_key: str
    version_tag: str | None
    tenant_id: str | None
    stored: dict[str, Stored]
    suspended: bool = False

    @property
    def definition_id(self) -> str:
        """The one version of the definition."""
        return f"{self.definition_key}:1:{self.tenant_id or 'fake'}"

    @property
    def variables(self) -> dict[str, object]:
        """All variables, decoded."""
        return _decoded(self.stored)


@dataclass(eq=False)
class FakeTask:
    """One external task; everything that happened to it can be read here."""

    id: str
    topic: str
    instance: FakeInstance
    activity_id: str
    priority: int
    retries: int | None
    created_at: datetime
    extension_properties: Mapping[str, str]
    catches: frozenset[str] | None
    """Error codes that the model catches; ``None`` for all."""
    stuck_after: str | None
    """Why the engine cannot go on after this task: completing it answers 500 and rolls back."""
    state: TaskState = TaskState.OPEN
    worker_id: str | None = None
    """Who holds the lock, or held it last: a failure or an expiry does not change it."""
    locked_until: datetime | None = None
    deliveries: int = 0
    """How often it was fetched."""
    result: Mapping[str, Stored] | None = None
    """What it was completed with, typed; local variables included."""
    bpmn_error: ThrownError | None = None
    incident: FakeIncident | None = None
    failures: list[Failure] = field(default_factory=list)

    @property
    def completed(self) -> bool:
        """Whether it was completed."""
        return self.state is TaskState.COMPLETED

    @property
    def completed_with(self) -> dict[str, object] | None:
        """What it was completed with, decoded; ``None`` if it was not."""
        return None if self.result is None else _decoded(self.result)

    @property
    def retries_left(self) -> bool:
        """Whether it may be fetched; no count at all means that none was needed yet."""
        return self.retries is None or self.retries > 0

    def end(self, state: TaskState) -> None:
        """The engine has it no longer, nor its incident."""
        self.state = state
        self.incident = None

    @property
    def last_failure(self) -> Failure | None:
        """What was reported last."""
        return self.failures[-1] if self.failures else None


class TaskBoard:
    """All tasks and instances. **Not** thread-safe: the engine guards it."""

    def __init__(self) -> None:
        self.tasks: dict[str, FakeTask] = {}
        self.instances: dict[str, FakeInstance] = {}

    def open_tasks(self) -> list[FakeTask]:
        """What the engine still has, oldest first."""
        return [each for each in self.tasks.values() if each.state is TaskState.OPEN]

    def open_task(self, task_id: str) -> FakeTask:
        """A task that the engine still has.

        Raises:
            Refused: 404.
        """
        task = self.tasks.get(task_id)
        if task is None or task.state is not TaskState.OPEN:
            raise gone(f"External task with id {task_id} does not exist")
        return task

    def instance(self, instance_id: str) -> FakeInstance:
        """A running instance.

        Raises:
            Refused: 404.
        """
        instance = self.instances.get(instance_id)
        if instance is None:
            raise gone(f"Process instance with id {instance_id} does not exist")
        return instance

    def end(self, instance_id: str) -> None:
        """End an instance by force; its open tasks are gone."""
        instance = self.instance(instance_id)
        for task in self.open_tasks():
            if task.instance is instance:
                task.end(TaskState.CANCELLED)
        del self.instances[instance_id]


def _decoded(variables: Mapping[str, Stored]) -> dict[str, object]:
    return decode_all({name: fetched(each) for name, each in variables.items()})
