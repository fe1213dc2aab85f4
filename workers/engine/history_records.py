"""The records of the engine's history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workers.engine.decoding import DecodeError, decode
from workers.engine.errors import UnexpectedAnswer
from workers.engine.record import Record


class ActivityPassed(Record):
    """One visit of one activity; ``end_time`` is ``None`` while it is active."""

    id: str
    activity_id: str
    activity_name: str | None = None
    activity_type: str
    parent_activity_instance_id: str | None = None
    process_instance_id: str
    called_process_instance_id: str | None = None
    task_id: str | None = None
    assignee: str | None = None
    start_time: datetime
    end_time: datetime | None = None
    canceled: bool = False
    complete_scope: bool = False


class UserOperation(Record):
    """One line of the operation log: who did what to which entity."""

    id: str
    operation_type: str
    entity_type: str
    user_id: str | None = None
    task_id: str | None = None
    property: str | None = None
    new_value: str | None = None
    timestamp: datetime


class IdentityLinkChange(Record):
    """A candidate, an assignee or an owner that a task once got or lost (``add``, ``delete``)."""

    id: str
    time: datetime
    type: str
    operation_type: str
    user_id: str | None = None
    group_id: str | None = None


class TaskPast(Record):
    """One user task, open or done; ``delete_reason`` is ``completed`` for a normal end."""

    id: str
    name: str | None = None
    task_definition_key: str | None = None
    process_instance_id: str | None = None
    activity_instance_id: str | None = None
    assignee: str | None = None
    owner: str | None = None
    start_time: datetime
    end_time: datetime | None = None
    due: datetime | None = None
    delete_reason: str | None = None


class InstancePast(Record):
    """One process instance; ``state`` is ACTIVE, COMPLETED, EXTERNALLY_TERMINATED …"""

    id: str
    business_key: str | None = None
    process_definition_id: str
    process_definition_key: str
    process_definition_version: int | None = None
    start_time: datetime
    end_time: datetime | None = None
    start_user_id: str | None = None
    super_process_instance_id: str | None = None
    root_process_instance_id: str | None = None
    delete_reason: str | None = None
    state: str


class ExternalTaskEvent(Record):
    """One line of the log of an external task."""

    id: str
    timestamp: datetime
    external_task_id: str
    topic_name: str
    worker_id: str | None = None
    retries: int | None = None
    error_message: str | None = None
    activity_id: str
    process_instance_id: str
    creation_log: bool = False
    failure_log: bool = False
    success_log: bool = False
    deletion_log: bool = False


class IncidentPast(Record):
    """One incident, open or resolved."""

    id: str
    incident_type: str
    incident_message: str | None = None
    create_time: datetime
    end_time: datetime | None = None
    activity_id: str | None = None
    process_instance_id: str | None = None
    open: bool = False
    deleted: bool = False
    resolved: bool = False


class JobRun(Record):
    """One successful execution of a job."""

    job_id: str
    activity_id: str | None = None
    process_definition_id: str | None = None
    timestamp: datetime


class VariablePast(Record):
    """One variable of one scope with its last value."""

    id: str
    name: str
    type: str
    value: object = None
    activity_instance_id: str | None = None
    process_instance_id: str | None = None
    task_id: str | None = None
    state: str | None = None


class VariableUpdate(Record):
    """One value that a variable once got; ``activity_instance_id`` is where it was written.

    ``task_id`` is set for a variable that is local to a task. ``initial`` marks what an instance
    was started with; its ``activity_instance_id`` is then that of the instance.
    """

    id: str
    variable_name: str
    variable_type: str
    value: object = None
    variable_instance_id: str
    activity_instance_id: str | None = None
    execution_id: str | None = None
    task_id: str | None = None
    initial: bool | None = None
    time: datetime


class DecisionMade(Record):
    """One evaluation: ``inputs`` by input clause name, ``outputs`` one dict per matched rule."""

    id: str
    decision_definition_key: str
    decision_definition_id: str
    evaluation_time: datetime
    activity_id: str | None = None
    process_instance_id: str | None = None
    inputs: Mapping[str, object] = {}
    outputs: tuple[Mapping[str, object], ...] = ()


# Any: one element of the engine's answer, whose typed values are decoded first.
def variable_from(item: Mapping[str, Any]) -> VariablePast:
    """A historic variable with its value decoded."""
    path = "/history/variable-instance"
    return VariablePast.read(path, {**item, "value": _value(path, str(item.get("name")), item)})


def update_from(item: Mapping[str, Any]) -> VariableUpdate:
    """A historic update of a variable with its value decoded."""
    path, name = "/history/detail", str(item.get("variableName"))
    value = _value(path, name, {**item, "type": item.get("variableType")})
    return VariableUpdate.read(path, {**item, "value": value})


def decision_from(item: Mapping[str, Any]) -> DecisionMade:
    """A historic decision with inputs and outputs decoded."""
    path = "/history/decision-instance"
    inputs = {
        str(each.get("clauseName") or each.get("clauseId")): _value(path, "input", each)
        for each in item.get("inputs") or ()
    }
    rules: dict[int, dict[str, object]] = {}
    for each in item.get("outputs") or ():
        row = rules.setdefault(int(each.get("ruleOrder") or 0), {})
        row[str(each.get("variableName"))] = _value(path, "output", each)
    outputs = tuple(rules[order] for order in sorted(rules))
    return DecisionMade.read(path, {**item, "inputs": inputs, "outputs": outputs})


def _value(path: str, name: str, typed: Mapping[str, Any]) -> object:
    try:
        return decode(name, typed)
    except DecodeError as error:
        raise UnexpectedAnswer("GET", path, str(error)) from None
