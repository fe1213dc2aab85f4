"""User tasks, as a person or somebody acting for the case sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from pycamunda import task as wording
from pydantic import model_validator

from workers.engine.adapter import Adapter
from workers.engine.encoding import encode_all, instant
from workers.engine.record import Record, read_list, read_variables

_CHANGEABLE: Final = (
    "name",
    "description",
    "priority",
    "assignee",
    "owner",
    "delegationState",
    "due",
    "followUp",
    "parentTaskId",
    "caseInstanceId",
    "tenantId",
)


class FormRef(Record):
    """Which Camunda Form a task shows."""

    key: str
    binding: str | None = None
    version: int | None = None


class UserTask(Record):
    """One open user task."""

    id: str
    name: str | None = None
    task_definition_key: str
    assignee: str | None = None
    created: datetime
    due: datetime | None = None
    follow_up: datetime | None = None
    priority: int = 0
    process_instance_id: str | None = None
    process_definition_id: str | None = None
    execution_id: str | None = None
    form_key: str | None = None
    camunda_form_ref: FormRef | None = None
    suspended: bool = False

    @model_validator(mode="before")
    @classmethod
    def _operaton_names_it_differently(cls, payload: Any) -> Any:  # Any: raw JSON
        if isinstance(payload, dict) and "operatonFormRef" in payload:
            return {**payload, "camundaFormRef": payload["operatonFormRef"]}
        return payload


class IdentityLink(Record):
    """A candidate group or user, the assignee or the owner of a task."""

    user_id: str | None = None
    group_id: str | None = None
    type: str


class Tasks:
    """Commands and queries about user tasks."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._session = adapter.session

    def find(
        self,
        *,
        process_instance_id: str | None = None,
        process_instance_ids: Sequence[str] = (),
        business_key: str | None = None,
        candidate_group: str | None = None,
        include_assigned: bool = False,
        assignee: str | None = None,
        unassigned: bool = False,
        task_definition_key: str | None = None,
        definition_key: str | None = None,
    ) -> list[UserTask]:
        """Open tasks, oldest first.

        ``candidate_group`` finds unclaimed tasks only, unless ``include_assigned``.
        """
        path = "/task"
        query = {
            "processInstanceId": process_instance_id,
            "processInstanceIdIn": ",".join(process_instance_ids) or None,
            "processInstanceBusinessKey": business_key,
            "candidateGroup": candidate_group,
            "includeAssignedTasks": (include_assigned or None) if candidate_group else None,
            "assignee": assignee,
            "unassigned": unassigned or None,
            "taskDefinitionKey": task_definition_key,
            "processDefinitionKey": definition_key,
            "sortBy": "created",
            "sortOrder": "asc",
        }
        return read_list(UserTask, path, self._session.call("GET", path, params=query))

    def get(self, task_id: str) -> UserTask:
        """One task.

        Raises:
            NotFound: it is done or cancelled.
        """
        return UserTask.read("/task/{id}", self._session.call("GET", _path(task_id)))

    def claim(self, task_id: str, user: str) -> None:
        """Claim for a user; refused when another has claimed it."""
        self._adapter.post(wording.Claim(self._adapter.url, task_id, user))

    def unclaim(self, task_id: str) -> None:
        """Give the task back to its group."""
        self._adapter.post(wording.Unclaim(self._adapter.url, task_id))

    def set_assignee(self, task_id: str, user: str | None) -> None:
        """Assign whoever held it before; ``None`` takes the assignee away."""
        self._session.call("POST", _path(task_id, "assignee"), json={"userId": user})

    def complete(self, task_id: str, variables: Mapping[str, object] | None = None) -> None:
        """Complete by command; forms go through :meth:`submit_form`."""
        request = wording.Complete(self._adapter.url, task_id)
        request.variables = encode_all(variables or {})
        self._adapter.post(request)

    def submit_form(self, task_id: str, variables: Mapping[str, object] | None = None) -> None:
        """Complete by submitting the task's form, as Tasklist does."""
        body = {"variables": encode_all(variables or {})}
        self._session.call("POST", _path(task_id, "submit-form"), json=body)

    # object: the form schema belongs to the form library, not to us.
    def deployed_form(self, task_id: str) -> dict[str, object]:
        """The form schema that belongs to the task's version of the process.

        Raises:
            EngineError: the task has no deployed form.
        """
        form: dict[str, object] = self._session.call("GET", _path(task_id, "deployed-form"))
        return form

    def form_variables(self, task_id: str) -> dict[str, object]:
        """What a form of this task is filled with, decoded."""
        path = _path(task_id, "form-variables")
        return read_variables(
            path, self._session.call("GET", path, params={"deserializeValues": False})
        )

    def variables(self, task_id: str) -> dict[str, object]:
        """Every variable visible from the task, decoded."""
        path = _path(task_id, "variables")
        return read_variables(
            path, self._session.call("GET", path, params={"deserializeValues": False})
        )

    def identity_links(self, task_id: str) -> tuple[IdentityLink, ...]:
        """Candidates, assignee and owner."""
        path = _path(task_id, "identity-links")
        return tuple(read_list(IdentityLink, path, self._session.call("GET", path)))

    def candidate_groups(self, task_id: str) -> list[str]:
        """The groups whose members may claim a task."""
        return [link.group_id for link in self.identity_links(task_id) if link.group_id]

    def set_due(self, task_id: str, due: datetime | None) -> None:
        """Move the due date. Whatever a ``PUT`` may change is read and written back: with the due
        date alone it would drop assignee, priority and all the rest. The engine refuses what else
        it has told of the task.
        """
        whole = self._session.call("GET", _path(task_id))
        kept = {name: whole.get(name) for name in _CHANGEABLE}
        kept["due"] = None if due is None else instant(due, "due")
        self._session.call("PUT", _path(task_id), json=kept)


def _path(task_id: str, verb: str = "") -> str:
    return f"/task/{quote(task_id, safe='')}" + (f"/{verb}" if verb else "")
