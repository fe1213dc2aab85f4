"""What has happened, from the engine's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workers.engine.encoding import instant
from workers.engine.history_records import (
    ActivityPassed,
    DecisionMade,
    ExternalTaskEvent,
    IdentityLinkChange,
    IncidentPast,
    InstancePast,
    JobRun,
    TaskPast,
    UserOperation,
    VariablePast,
    VariableUpdate,
    decision_from,
    update_from,
    variable_from,
)
from workers.engine.record import read_list
from workers.engine.session import EngineSession


class History:
    """Queries history. All lists are oldest first."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def activities(
        self, process_instance_id: str, *, activity_id: str | None = None
    ) -> list[ActivityPassed]:
        """Every activity of an instance in the order in which it was entered."""
        path = "/history/activity-instance"
        query = {
            "processInstanceId": process_instance_id,
            "activityId": activity_id,
            "sortBy": "occurrence",
            "sortOrder": "asc",
        }
        return read_list(ActivityPassed, path, self._session.call("GET", path, params=query))

    def tasks(
        self,
        *,
        process_instance_id: str | None = None,
        business_key: str | None = None,
        task_definition_key: str | None = None,
        assignee: str | None = None,
        finished: bool = False,
    ) -> list[TaskPast]:
        """User tasks with the assignee that the engine recorded, which no form can overwrite."""
        path = "/history/task"
        query = {
            "processInstanceId": process_instance_id,
            "processInstanceBusinessKey": business_key,
            "taskDefinitionKey": task_definition_key,
            "taskAssignee": assignee,
            "finished": finished or None,
            "sortBy": "startTime",
            "sortOrder": "asc",
        }
        return read_list(TaskPast, path, self._session.call("GET", path, params=query))

    def user_operations(
        self, *, task_id: str | None = None, operation_type: str | None = None
    ) -> list[UserOperation]:
        """The operation log, which tells who really completed a task: any candidate may
        complete a task that another one has claimed, and the assignee stays.
        """
        path = "/history/user-operation"
        query = {
            "taskId": task_id,
            "operationType": operation_type,
            "sortBy": "timestamp",
            "sortOrder": "asc",
        }
        return read_list(UserOperation, path, self._session.call("GET", path, params=query))

    def identity_links(self, task_id: str) -> list[IdentityLinkChange]:
        """Who and which groups became candidates of a task, or its assignee, or no longer are."""
        path = "/history/identity-link-log"
        query = {"taskId": task_id, "sortBy": "time", "sortOrder": "asc"}
        return read_list(IdentityLinkChange, path, self._session.call("GET", path, params=query))

    def variables(self, process_instance_id: str, *, name: str | None = None) -> list[VariablePast]:
        """The last value of every variable in every scope, decoded."""
        path = "/history/variable-instance"
        query = {
            "processInstanceId": process_instance_id,
            "variableName": name,
            "deserializeValues": False,
        }
        return [variable_from(item) for item in self._session.call("GET", path, params=query)]

    def variable_updates(self, process_instance_id: str) -> list[VariableUpdate]:
        """Every value that a variable of an instance ever got, decoded (history level FULL)."""
        path = "/history/detail"
        query = {
            "processInstanceId": process_instance_id,
            "variableUpdates": True,
            "deserializeValues": False,
            "sortBy": "occurrence",
            "sortOrder": "asc",
        }
        return [update_from(item) for item in self._session.call("GET", path, params=query)]

    def instances(
        self,
        *,
        ids: Sequence[str] = (),
        business_key: str | None = None,
        definition_key: str | None = None,
        finished: bool | None = None,
        super_instance: str | None = None,
        root_instance: str | None = None,
        started_after: datetime | None = None,
    ) -> list[InstancePast]:
        """Process instances, running ones included unless ``finished`` says otherwise."""
        path = "/history/process-instance"
        query = {
            "processInstanceIds": ",".join(ids) or None,
            "processInstanceBusinessKey": business_key,
            "processDefinitionKey": definition_key,
            "finished": True if finished else None,
            "unfinished": True if finished is False else None,
            "superProcessInstanceId": super_instance,
            "rootProcessInstanceId": root_instance,
            "startedAfter": instant(started_after, "startedAfter") if started_after else None,
            "sortBy": "startTime",
            "sortOrder": "asc",
        }
        return read_list(InstancePast, path, self._session.call("GET", path, params=query))

    def decisions(
        self, *, process_instance_id: str | None = None, decision_key: str | None = None
    ) -> list[DecisionMade]:
        """Decisions with their inputs and outputs."""
        path = "/history/decision-instance"
        query = {
            "processInstanceId": process_instance_id,
            "decisionDefinitionKey": decision_key,
            "includeInputs": True,
            "includeOutputs": True,
            "sortBy": "evaluationTime",
            "sortOrder": "asc",
        }
        return [decision_from(item) for item in self._session.call("GET", path, params=query)]

    def external_task_log(
        self,
        *,
        process_instance_id: str | None = None,
        external_task_id: str | None = None,
    ) -> list[ExternalTaskEvent]:
        """Creation, failures, success and deletion of external tasks."""
        path = "/history/external-task-log"
        query = {
            "processInstanceId": process_instance_id,
            "externalTaskId": external_task_id,
            "sortBy": "timestamp",
            "sortOrder": "asc",
        }
        return read_list(ExternalTaskEvent, path, self._session.call("GET", path, params=query))

    def incidents(self, *, process_instance_id: str | None = None) -> list[IncidentPast]:
        """Incidents, open and resolved."""
        path = "/history/incident"
        query = {
            "processInstanceId": process_instance_id,
            "sortBy": "createTime",
            "sortOrder": "asc",
        }
        return read_list(IncidentPast, path, self._session.call("GET", path, params=query))

    def jobs_run(self, process_instance_id: str) -> list[JobRun]:
        """Jobs of an instance that were run with success, by whomever."""
        path = "/history/job-log"
        query = {
            "processInstanceId": process_instance_id,
            "successLog": True,
            "sortBy": "timestamp",
            "sortOrder": "asc",
        }
        return read_list(JobRun, path, self._session.call("GET", path, params=query))
