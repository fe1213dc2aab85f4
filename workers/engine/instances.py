"""Process instances: start, find, look inside, change, end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pycamunda import processdef, processinst

from workers.engine.activity_tree import ActivityInstance
from workers.engine.adapter import Adapter
from workers.engine.encoding import encode_all
from workers.engine.record import Record, read_list, read_variables


class ProcessInstance(Record):
    """A running instance."""

    id: str
    business_key: str | None = None
    definition_id: str
    definition_key: str | None = None
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A started instance; ``ended`` if it ran through. ``variables`` only when asked for."""

    instance: ProcessInstance
    ended: bool
    variables: Mapping[str, object]


class Instances:
    """Commands and queries about process instances."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._session = adapter.session

    # object: the form schema belongs to the form library, not to us.
    def start_form(self, key: str) -> dict[str, object]:
        """The form schema of the latest version's start event.

        Raises:
            EngineError: it starts without a deployed form.
        """
        path = f"/process-definition/key/{quote(key, safe='')}/deployed-start-form"
        form: dict[str, object] = self._session.call("GET", path)
        return form

    def start_by_form(
        self, key: str, variables: Mapping[str, object], business_key: str | None = None
    ) -> str:
        """Start the latest version by submitting its start form, as Tasklist does.

        Answers the id of the new instance.
        """
        path = f"/process-definition/key/{quote(key, safe='')}/submit-form"
        body = {"variables": encode_all(variables), "businessKey": business_key}
        return ProcessInstance.read(path, self._session.call("POST", path, json=body)).id

    def start(
        self,
        key: str,
        business_key: str | None = None,
        variables: Mapping[str, object] | None = None,
        *,
        definition_id: str | None = None,
        before: str | None = None,
        after: str | None = None,
        with_variables_in_return: bool = False,
    ) -> Started:
        """Start the latest version of ``key``, or exactly ``definition_id``.

        ``before`` and ``after`` name the element at which it begins instead of its start event.

        Raises:
            NotFound: no such process is deployed.
            EncodeError: a variable cannot be carried; nothing was started.
        """
        request = processdef.StartInstance(
            self._adapter.url,
            id_=definition_id,
            key=None if definition_id else key,
            business_key=business_key,
            with_variables_in_return=with_variables_in_return,
        )
        request.variables = encode_all(variables or {})
        if before:
            request.add_start_before_activity_instruction(before)
        if after:
            request.add_start_after_activity_instruction(after)
        path = f"/process-definition/key/{key}/start"
        payload = self._adapter.post(request)
        state = _State.read(path, payload)
        return Started(
            ProcessInstance.read(path, payload),
            state.ended,
            read_variables(path, payload.get("variables")),
        )

    def find(
        self,
        business_key: str | None = None,
        *,
        definition_key: str | None = None,
        definition_id: str | None = None,
        ids: Sequence[str] = (),
        super_instance: str | None = None,
        active: bool | None = True,
    ) -> list[ProcessInstance]:
        """Running instances; ``active=None`` includes suspended ones."""
        path = "/process-instance"
        query = {
            "businessKey": business_key,
            "processDefinitionKey": definition_key,
            "processDefinitionId": definition_id,
            "processInstanceIds": ",".join(ids) or None,
            "superProcessInstance": super_instance,
            "active": active,
        }
        return read_list(ProcessInstance, path, self._session.call("GET", path, params=query))

    def count(
        self,
        *,
        business_key: str | None = None,
        definition_key: str | None = None,
        definition_id: str | None = None,
    ) -> int:
        """How many instances run."""
        path = "/process-instance/count"
        query = {
            "businessKey": business_key,
            "processDefinitionKey": definition_key,
            "processDefinitionId": definition_id,
        }
        return _Count.read(path, self._session.call("GET", path, params=query)).count

    def delete(self, instance_id: str, *, skip_custom_listeners: bool = False) -> None:
        """End an instance by force.

        Raises:
            NotFound: it does not run.
        """
        self._adapter.delete(
            processinst.Delete(
                self._adapter.url, instance_id, skip_custom_listeners=skip_custom_listeners
            )
        )

    def activity_instances(self, instance_id: str) -> ActivityInstance:
        """The tree of everything that is active.

        Raises:
            NotFound: the instance does not run.
        """
        path = f"/process-instance/{quote(instance_id, safe='')}/activity-instances"
        return ActivityInstance.read(path, self._session.call("GET", path))

    def variables(self, instance_id: str) -> dict[str, object]:
        """All variables of the instance's own scope, decoded."""
        path = f"/process-instance/{quote(instance_id, safe='')}/variables"
        return read_variables(
            path, self._session.call("GET", path, params={"deserializeValues": False})
        )

    def set_variables(
        self,
        instance_id: str,
        variables: Mapping[str, object],
        deletions: Sequence[str] = (),
    ) -> None:
        """Write and delete variables of the instance's own scope in one transaction."""
        request = processinst.VariablesModify(self._adapter.url, instance_id, list(deletions))
        request.modifications = encode_all(variables)
        self._adapter.post(request)

    def scopes_of_variables(self, instance_id: str) -> dict[str, str]:
        """The variables that an instance has now: id of the variable → id of its execution."""
        path = "/variable-instance"
        query = {"processInstanceIdIn": instance_id, "deserializeValues": False}
        found = read_list(_Scoped, path, self._session.call("GET", path, params=query))
        return {each.id: each.execution_id for each in found if not each.task_id}

    def set_local_variables(self, execution_id: str, variables: Mapping[str, object]) -> None:
        """Write variables of exactly this execution's scope."""
        path = f"/execution/{quote(execution_id, safe='')}/localVariables"
        self._session.call("POST", path, json={"modifications": encode_all(variables)})

    # object: instructions are the engine's own JSON, worded by those who know the modification API.
    def modify(
        self,
        instance_id: str,
        instructions: Sequence[Mapping[str, object]],
        *,
        annotation: str | None = None,
        skip_custom_listeners: bool = False,
    ) -> None:
        """Move tokens by modification instructions, all in one transaction."""
        path = f"/process-instance/{quote(instance_id, safe='')}/modification"
        body = {
            "instructions": list(instructions),
            "annotation": annotation,
            "skipCustomListeners": skip_custom_listeners,
        }
        self._session.call("POST", path, json=body)

    def set_suspended(self, instance_id: str, *, suspended: bool) -> None:
        """Suspend or activate one instance with its jobs and tasks."""
        path = f"/process-instance/{quote(instance_id, safe='')}/suspended"
        self._session.call("PUT", path, json={"suspended": suspended})


class _State(Record):
    ended: bool = False


class _Count(Record):
    count: int


class _Scoped(Record):
    id: str
    execution_id: str
    task_id: str | None = None
