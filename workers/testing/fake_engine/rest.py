"""The endpoints that the fake has, by method and path."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from workers.testing.fake_engine import locks, reports
from workers.testing.fake_engine.clock import VirtualClock, engine_date
from workers.testing.fake_engine.fetch import described
from workers.testing.fake_engine.replies import (
    NO_CONTENT,
    NotFaked,
    Refused,
    Reply,
    failed,
    ok,
)
from workers.testing.fake_engine.tasks import FakeInstance, FakeTask, TaskBoard
from workers.testing.fake_engine.variables import content, fetched

# Any throughout: JSON bodies and rows.
Body = dict[str, Any]
Query = dict[str, str]
_Endpoint = Callable[[re.Match[str], Body, Query], Reply]

_TASK_FILTERS: dict[str, Callable[[FakeTask, str, datetime], bool]] = {
    "externalTaskId": lambda task, one, _now: task.id == one,
    "topicName": lambda task, topic, _now: task.topic == topic,
    "workerId": lambda task, worker, _now: task.worker_id == worker,
    "processInstanceId": lambda task, one, _now: task.instance.id == one,
    "processInstanceIdIn": lambda task, ids, _now: task.instance.id in ids.split(","),
    "processDefinitionKey": lambda task, key, _now: task.instance.definition_key == key,
    "activityId": lambda task, activity, _now: task.activity_id == activity,
    "locked": lambda task, _yes, now: locks.is_locked(task, now),
    "notLocked": lambda task, _yes, now: not locks.is_locked(task, now),
    "noRetriesLeft": lambda task, _yes, _now: not task.retries_left,
    "withRetriesLeft": lambda task, _yes, _now: task.retries_left,
    "suspended": lambda task, _yes, _now: task.instance.suspended,
    "active": lambda task, _yes, _now: not task.instance.suspended,
}
_INCIDENT_FILTERS: dict[str, Callable[[FakeTask, str], bool]] = {
    "processInstanceId": lambda task, one: task.instance.id == one,
    "processDefinitionKeyIn": lambda task, keys: task.instance.definition_key in keys.split(","),
    "configuration": lambda task, one: task.id == one,
    "incidentType": lambda _task, kind: kind == "failedExternalTask",
}
_INSTANCE_FILTERS: dict[str, Callable[[FakeInstance, str], bool]] = {
    "businessKey": lambda instance, key: instance.business_key == key,
    "processDefinitionKey": lambda instance, key: instance.definition_key == key,
    "processDefinitionId": lambda instance, one: instance.definition_id == one,
    "processInstanceIds": lambda instance, ids: instance.id in ids.split(","),
    "active": lambda instance, _yes: not instance.suspended,
    "suspended": lambda instance, _yes: instance.suspended,
}
_ORDER = {"sortBy", "sortOrder"}
"""The fake answers oldest first, as our client asks, and refuses any other order."""
_BY_AGE = {"createTime", "incidentTimestamp"}


class RestApi:
    """Everything but ``fetchAndLock``, which waits and therefore belongs to the engine."""

    def __init__(self, board: TaskBoard, clock: VirtualClock) -> None:
        self._board = board
        self._clock = clock
        task, instance = r"/external-task/([^/]+)", r"/process-instance/([^/]+)"
        self._endpoints: list[tuple[str, re.Pattern[str], _Endpoint]] = [
            (method, re.compile(pattern), endpoint)
            for method, pattern, endpoint in [
                ("POST", f"{task}/(complete|failure|bpmnError)", self._report),
                ("POST", f"{task}/(lock|extendLock|unlock)", self._lock),
                ("PUT", f"{task}/retries", self._retries),
                ("GET", f"{task}/errorDetails", self._error_details),
                ("GET", "/external-task", self._tasks),
                ("GET", task, self._task),
                ("GET", "/incident", self._incidents),
                ("GET", "/process-instance", self._instances),
                ("PUT", f"{instance}/suspended", self._suspend),
                ("DELETE", instance, self._delete),
                ("GET", f"{instance}/variables", self._variables),
                ("GET", f"{instance}/variables/([^/]+)/data", self._data),
            ]
        ]

    def answer(self, method: str, path: str, body: Body, query: Query) -> Reply:
        """Do what is asked.

        Raises:
            NotFaked: there is no such endpoint here.
        """
        for wanted, pattern, endpoint in self._endpoints:
            found = pattern.fullmatch(path)
            if found and wanted == method:
                try:
                    return endpoint(found, body, query)
                except Refused as refusal:
                    return refusal.reply
        raise NotFaked(f"{method} {path}")

    def _report(self, path: re.Match[str], body: Body, _query: Query) -> Reply:
        task_id, verb = path.groups()
        if verb == "complete":
            reports.complete(self._board, task_id, body)
        elif verb == "bpmnError":
            reports.bpmn_error(self._board, task_id, body)
        else:
            reports.failure(self._board, task_id, body, self._clock.now)
        return NO_CONTENT

    def _lock(self, path: re.Match[str], body: Body, _query: Query) -> Reply:
        task = self._board.open_task(path[1])
        if path[2] == "unlock":
            locks.unlock(task)
        elif path[2] == "lock":
            locks.lock(task, body, self._clock.now)
        else:
            locks.extend(task, body, self._clock.now)
        return NO_CONTENT

    def _retries(self, path: re.Match[str], body: Body, _query: Query) -> Reply:
        reports.set_retries(self._board, path[1], body, self._clock.now)
        return NO_CONTENT

    def _error_details(self, path: re.Match[str], _body: Body, _query: Query) -> Reply:
        try:
            last = self._board.open_task(path[1]).last_failure
        except Refused:
            # This endpoint alone does not answer 404.
            raise failed(
                f"No external task found with id {path[1]}: externalTask is null",
                "NullValueException",
            ) from None
        if last is None or last.details is None:
            return NO_CONTENT
        return Reply(200, last.details.encode(), "text/plain;charset=UTF-8")

    def _task(self, path: re.Match[str], _body: Body, _query: Query) -> Reply:
        return ok(described(self._board.open_task(path[1])))

    def _tasks(self, _path: re.Match[str], _body: Body, query: Query) -> Reply:
        _know(query, set(_TASK_FILTERS) | _ORDER)
        filters = set(query) - _ORDER
        return ok(
            [
                described(task)
                for task in self._board.open_tasks()
                if all(_TASK_FILTERS[each](task, query[each], self._clock.now) for each in filters)
            ]
        )

    def _incidents(self, _path: re.Match[str], _body: Body, query: Query) -> Reply:
        _know(query, set(_INCIDENT_FILTERS) | _ORDER)
        found = [
            task
            for task in self._board.open_tasks()
            if task.incident
            and all(_INCIDENT_FILTERS[each](task, query[each]) for each in set(query) - _ORDER)
        ]
        return ok([_incident(task) for task in found])

    def _instances(self, _path: re.Match[str], _body: Body, query: Query) -> Reply:
        _know(query, set(_INSTANCE_FILTERS))
        return ok(
            [
                {
                    "id": each.id,
                    "businessKey": each.business_key,
                    "definitionId": each.definition_id,
                    "definitionKey": each.definition_key,
                    "tenantId": each.tenant_id,
                    "suspended": each.suspended,
                    "ended": False,
                }
                for each in self._board.instances.values()
                if all(_INSTANCE_FILTERS[name](each, query[name]) for name in query)
            ]
        )

    def _suspend(self, path: re.Match[str], body: Body, _query: Query) -> Reply:
        self._board.instance(path[1]).suspended = bool(body.get("suspended"))
        return NO_CONTENT

    def _delete(self, path: re.Match[str], _body: Body, _query: Query) -> Reply:
        self._board.end(path[1])
        return NO_CONTENT

    def _variables(self, path: re.Match[str], _body: Body, _query: Query) -> Reply:
        held = self._board.instance(path[1]).stored
        return ok({name: fetched(each) for name, each in held.items()})

    def _data(self, path: re.Match[str], _body: Body, _query: Query) -> Reply:
        variable = self._board.instance(path[1]).stored[path[2]]
        return Reply(200, content(variable), "application/octet-stream")


def _incident(task: FakeTask) -> dict[str, Any]:
    incident = task.incident
    assert incident is not None  # the caller has looked
    return {
        "id": incident.id,
        "incidentType": "failedExternalTask",
        "incidentMessage": incident.message,
        "incidentTimestamp": engine_date(incident.at),
        "processInstanceId": task.instance.id,
        "processDefinitionId": task.instance.definition_id,
        "activityId": task.activity_id,
        "failedActivityId": None,
        "configuration": task.id,
        "annotation": None,
    }


def _know(query: Query, known: set[str]) -> None:
    if query.get("sortBy", "createTime") not in _BY_AGE or query.get("sortOrder") == "desc":
        raise NotFaked("a query in another order than oldest first")
    unknown = set(query) - known
    if unknown:
        raise NotFaked(f"a query with {', '.join(sorted(unknown))}")
