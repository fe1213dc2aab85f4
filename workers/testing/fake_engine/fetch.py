"""What one ``fetchAndLock`` locks: filters, order, and how a locked task is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from workers.testing.fake_engine.clock import engine_date
from workers.testing.fake_engine.locks import can_be_fetched, take
from workers.testing.fake_engine.replies import NotFaked, failed, required, unreadable
from workers.testing.fake_engine.tasks import FakeTask, TaskBoard
from workers.testing.fake_engine.variables import fetched, stored

# Any throughout: JSON bodies.

LONGEST_POLL = 1_800_000
"""Milliseconds that a poll may wait."""

_REQUEST = {"workerId", "maxTasks", "usePriority", "asyncResponseTimeout", "sorting", "topics"}
_SHAPE = {
    "topicName",
    "lockDuration",
    "variables",
    "deserializeValues",
    "includeExtensionProperties",
}

_Filter = Callable[[FakeTask, Any], bool]
_FILTERS: dict[str, _Filter] = {
    "businessKey": lambda task, key: task.instance.business_key == key,
    "processDefinitionId": lambda task, one: task.instance.definition_id == one,
    "processDefinitionIdIn": lambda task, any_of: task.instance.definition_id in any_of,
    "processDefinitionKey": lambda task, key: task.instance.definition_key == key,
    "processDefinitionKeyIn": lambda task, any_of: task.instance.definition_key in any_of,
    "processDefinitionVersionTag": lambda task, tag: task.instance.version_tag == tag,
    "tenantIdIn": lambda task, any_of: task.instance.tenant_id in any_of,
    "withoutTenantId": lambda task, without: not without or task.instance.tenant_id is None,
    "processVariables": lambda task, wanted: all(
        task.instance.stored.get(name) == stored({"value": value}) for name, value in wanted.items()
    ),
}


class Fetch:
    """One fetch request.

    Raises:
        Refused: the engine would not take it.
        NotFaked: it asks for something that the fake does not know.
    """

    def __init__(self, body: dict[str, Any]) -> None:
        _know(body, _REQUEST)
        self.worker_id: str = required(body, "workerId")
        self.max_tasks: int = body.get("maxTasks") or 0
        if self.max_tasks < 0:
            raise failed("maxResults is not greater than or equal to 0")
        waits = body.get("asyncResponseTimeout") or 0
        if waits > LONGEST_POLL:
            raise unreadable(
                "The asynchronous response timeout cannot be set to a value greater than "
                f"{LONGEST_POLL} milliseconds"
            )
        self.waits = timedelta(milliseconds=max(waits, 0))
        self._use_priority = body.get("usePriority", True)
        self._newest_first = _newest_first(body.get("sorting") or [])
        self._topics: list[dict[str, Any]] = body.get("topics") or []
        for topic in self._topics:
            _know(topic, _SHAPE | set(_FILTERS))
            if topic.get("deserializeValues"):
                raise NotFaked("deserializeValues: the fake sends values as they are stored")
            required(topic, "topicName")
            if (topic.get("lockDuration") or 0) <= 0:
                raise failed("lockTime is not greater than 0")

    def lock(self, board: TaskBoard, now: datetime) -> list[dict[str, Any]]:
        """Lock what fits and describe it."""
        found: list[tuple[FakeTask, dict[str, Any]]] = []
        for task in board.open_tasks():
            topic = next((each for each in self._topics if _fits(task, each)), None)
            if topic is not None and can_be_fetched(task, now):
                found.append((task, topic))
        found.sort(key=lambda each: each[0].created_at, reverse=self._newest_first)
        if self._use_priority:
            found.sort(key=lambda each: each[0].priority, reverse=True)
        return [self._locked(task, topic, now) for task, topic in found[: self.max_tasks]]

    def _locked(self, task: FakeTask, topic: dict[str, Any], now: datetime) -> dict[str, Any]:
        take(task, self.worker_id, timedelta(milliseconds=topic["lockDuration"]), now)
        task.deliveries += 1
        wanted = topic.get("variables")
        last = task.last_failure
        return {
            **described(task),
            "errorDetails": last.details if last else None,
            "variables": {
                name: fetched(each)
                for name, each in task.instance.stored.items()
                if wanted is None or name in wanted
            },
            "extensionProperties": dict(task.extension_properties)
            if topic.get("includeExtensionProperties")
            else {},
        }


def described(task: FakeTask) -> dict[str, Any]:
    """A task as every endpoint shows it."""
    last = task.last_failure
    return {
        "id": task.id,
        "topicName": task.topic,
        "workerId": task.worker_id,
        "lockExpirationTime": engine_date(task.locked_until),
        "createTime": engine_date(task.created_at),
        "retries": task.retries,
        "priority": task.priority,
        "suspended": task.instance.suspended,
        "errorMessage": last.message if last else None,
        "activityId": task.activity_id,
        "activityInstanceId": f"{task.activity_id}:{task.id}",
        "executionId": task.instance.id,
        "processInstanceId": task.instance.id,
        "processDefinitionId": task.instance.definition_id,
        "processDefinitionKey": task.instance.definition_key,
        "processDefinitionVersionTag": task.instance.version_tag,
        "tenantId": task.instance.tenant_id,
        "businessKey": task.instance.business_key,
    }


def _fits(task: FakeTask, topic: dict[str, Any]) -> bool:
    return task.topic == topic["topicName"] and all(
        _FILTERS[name](task, value)
        for name, value in topic.items()
        if name in _FILTERS and value is not None
    )


def _newest_first(sorting: list[dict[str, Any]]) -> bool:
    for each in sorting:
        if each.get("sortBy") != "createTime":
            raise unreadable(f"Cannot set query sortBy parameter to value {each.get('sortBy')}")
    return bool(sorting) and sorting[0].get("sortOrder") == "desc"


def _know(given: dict[str, Any], known: set[str]) -> None:
    unknown = {name for name, value in given.items() if value is not None} - known
    if unknown:
        raise NotFaked(f"fetchAndLock with {', '.join(sorted(unknown))}")
