"""What people sent with their tasks, held against the forms that are deployed for them.

Whoever holds a task can complete it with any variable. The engine's history says which step wrote
each value, and the deployed form says what that step may write (design §5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Final

from workers.engine import Engine
from workers.engine.history_records import VariableUpdate
from workers.models.dataflow import ANY, set_by_model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, with_id
from workers.ports import Foreign

_DEPLOYED: Final = "camunda-forms:deployment:"


@dataclass(frozen=True, slots=True)
class UserStep:
    """What one user task may write: its form, and what the model itself writes there."""

    form: Form | None
    by_model: frozenset[str]

    def allows(self, name: str, value: object) -> bool:
        """Whether the task may bring that value: a field of its form, within the form's rules."""
        if self.form is None or ANY in self.by_model or name in self.by_model:
            return True
        if name not in self.form.keys:
            return False
        # What must be filled is the step's own affair.
        return value is None or not self.form.faults(name, value)


class UserSteps:
    """The user tasks of deployed definitions. **Thread-safe**; each definition is read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, Mapping[str, UserStep]] = {}
        self._guard = Lock()

    def of(self, process_definition_id: str) -> Mapping[str, UserStep]:
        """Activity id → what may be written there."""
        with self._guard:
            known = self._known.get(process_definition_id)
        if known is None:
            known = self._read(process_definition_id)
            with self._guard:
                self._known[process_definition_id] = known
        return known

    def _read(self, process_definition_id: str) -> Mapping[str, UserStep]:
        deployments = self._engine.deployments
        definition = deployments.definition(process_definition_id)
        xml = deployments.definition_xml(process_definition_id)
        forms = dict(_forms(deployments.resources(definition.deployment_id)))
        return {
            key: UserStep(forms.get(_form_of(element.attrib)), set_by_model(element))
            for key, element in with_id(parse(xml, process_definition_id))
            if element.tag == bpmn("userTask")
        }


def _forms(resources: Mapping[str, bytes]) -> Iterator[tuple[str, Form]]:
    for name, content in resources.items():
        if name.endswith(".form"):
            form = Form(json.loads(content))
            yield form.id, form
            yield name, form


def _form_of(attributes: Mapping[str, str]) -> str:
    reference = attributes.get(camunda("formRef"))
    return reference or attributes.get(camunda("formKey"), "").removeprefix(_DEPLOYED)


def foreign(
    updates: Iterable[VariableUpdate],
    activities: Mapping[str, str],
    steps: Mapping[str, UserStep],
) -> list[Foreign]:
    """The variables whose present value a user task had no right to write.

    Args:
        updates: every value of every variable of an instance, oldest first.
        activities: activity instance id → activity id.
        steps: what user tasks may write.
    """

    def instance(update: VariableUpdate) -> str:
        return update.variable_instance_id

    def allowed(update: VariableUpdate) -> bool:
        step = steps.get(activities.get(str(update.activity_instance_id), ""))
        return step is None or step.allows(update.variable_name, update.value)

    found = []
    # A variable local to a task ends with it.
    lasting = [update for update in updates if update.task_id is None]
    for _, group in groupby(sorted(lasting, key=instance), key=instance):
        history = list(group)
        last = history[-1]
        if allowed(last):
            continue
        value = next((each.value for each in reversed(history) if allowed(each)), None)
        # A form sends its read-only fields back as they were.
        if value != last.value:
            activity = activities[str(last.activity_instance_id)]
            found.append(Foreign(last.variable_name, activity, value))
    return found
