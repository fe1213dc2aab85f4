"""What a worker says to an engine, in the engine's own JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.contract.rigs import Rig
from workers.engine import EngineError
from workers.engine.fetch import milliseconds

# Any throughout: JSON.
LONG = timedelta(minutes=10)
"""A lock that does not expire within a test."""
SHORT = timedelta(milliseconds=400)
"""A lock that a test lets expire."""
AFTER = timedelta(milliseconds=700)
"""When it has."""


@dataclass(frozen=True)
class Refusal:
    """An answer that is no success, without what differs from call to call."""

    status: int | None
    type: str | None
    code: int | None
    message: str


class WorkerSide:
    """A worker on one topic."""

    def __init__(self, rig: Rig, topic: str, name: str) -> None:
        self.rig = rig
        self.topic = topic
        self.name = name
        self._call = rig.engine.session.call

    def fetch(
        self,
        lock: timedelta = LONG,
        *,
        max_tasks: int = 1,
        request: Mapping[str, Any] | None = None,
        **topic: Any,
    ) -> list[dict[str, Any]]:
        """Fetch and lock, with more fields of the request and of the topic."""
        body = {
            "workerId": self.name,
            "maxTasks": max_tasks,
            "usePriority": True,
            "sorting": [{"sortBy": "createTime", "sortOrder": "asc"}],
            **(request or {}),
            "topics": [
                {
                    "topicName": self.topic,
                    "lockDuration": milliseconds(lock),
                    "deserializeValues": False,
                    "includeExtensionProperties": True,
                    **topic,
                }
            ],
        }
        fetched: list[dict[str, Any]] = self._call("POST", "/external-task/fetchAndLock", json=body)
        return fetched

    def take(self, lock: timedelta = LONG) -> str:
        """Fetch the one task there is; its id."""
        (task,) = self.fetch(lock)
        return str(task["id"])

    def begin_and_take(self, lock: timedelta = LONG, **begin: Any) -> tuple[str, str]:
        """A new instance and its locked task: the ids of both."""
        instance = self.rig.begin(self.topic, **begin)
        return instance, self.take(lock)

    def say(self, task: str, verb: str, **body: Any) -> None:
        """One call about a task, in this worker's name."""
        self._call("POST", f"/external-task/{task}/{verb}", json={"workerId": self.name, **body})

    def complete(self, task: str, **variables: Any) -> None:
        """Complete with typed values."""
        self.say(task, "complete", variables=variables)

    def fail(self, task: str, retries: int, wait: timedelta = timedelta(), **more: Any) -> None:
        """Report a failure."""
        self.say(task, "failure", retries=retries, retryTimeout=milliseconds(wait), **more)

    def refused(self, task: str, verb: str, **body: Any) -> Refusal:
        """What the engine says to a call that it does not accept."""
        return self.refusal(
            "POST", f"/external-task/{task}/{verb}", {"workerId": self.name, **body}
        )

    def refusal(self, method: str, path: str, body: Mapping[str, Any]) -> Refusal:
        """The same for any call."""
        try:
            self._call(method, path, json=body)
        except EngineError as error:
            (*_, task, _verb) = path.split("/")
            message = error.message.replace(task, "TASK")
            return Refusal(error.status, error.type, error.code, message)
        raise AssertionError(f"{method} {path} was accepted")

    def see(self, task: str) -> dict[str, Any]:
        """The task as the engine shows it."""
        seen: dict[str, Any] = self._call("GET", f"/external-task/{task}")
        return seen

    def variables(self, instance: str) -> dict[str, dict[str, Any]]:
        """Typed values of an instance, without those that begin it."""
        path = f"/process-instance/{instance}/variables"
        held: dict[str, dict[str, Any]] = self._call(
            "GET", path, params={"deserializeValues": False}
        )
        own = {"topic", "priority", "broken", "caughtCode", "caughtMessage"}
        return {name: typed for name, typed in held.items() if name not in own}

    def incidents(self, instance: str) -> list[str | None]:
        """Messages of the open incidents of an instance."""
        found = self.rig.engine.incidents.find(process_instance_id=instance)
        assert all(each.incident_type == "failedExternalTask" for each in found)
        return [each.incident_message for each in found]
