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
from xml.etree.ElementTree import Element

from workers.engine import Engine
from workers.engine.history_records import VariableUpdate
from workers.models.bpmn import Model
from workers.models.dataflow import ANY, set_by_model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, with_id
from workers.ports import Foreign

_DEPLOYED: Final = "camunda-forms:deployment:"


NOT_BY: Final = "notBy"
"""Property of a user task: ids of user tasks, separated by commas; see the engine's TaskRules."""


@dataclass(frozen=True, slots=True)
class UserStep:
    """What one user task may write: its form, and what the model itself writes there.

    ``not_by`` are the user tasks whose performer may not do this one (four eyes).
    """

    form: Form | None
    by_model: frozenset[str]
    not_by: tuple[str, ...] = ()
    nothing: bool = False
    """Whether nothing of what was written there counts."""

    def allows(self, name: str, value: object) -> bool:
        """Whether the task may bring that value: a field of its form, within the form's rules."""
        if self.nothing:
            return False
        if self.form is None or ANY in self.by_model or name in self.by_model:
            return True
        if name not in self.form.keys:
            return False
        # What must be filled is the step's own affair.
        return value is None or not self.form.faults(name, value)


@dataclass(frozen=True, slots=True)
class DeployedModel:
    """A process definition as the engine has it: the model, and its user tasks by activity id."""

    model: Model
    steps: Mapping[str, UserStep]


class DeployedModels:
    """Deployed definitions. **Thread-safe**; each is read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, DeployedModel] = {}
        self._guard = Lock()

    def of(self, process_definition_id: str) -> DeployedModel:
        """The model of a definition and what may be written at its user tasks."""
        with self._guard:
            known = self._known.get(process_definition_id)
        if known is None:
            known = self._read(process_definition_id)
            with self._guard:
                self._known[process_definition_id] = known
        return known

    def _read(self, process_definition_id: str) -> DeployedModel:
        deployments = self._engine.deployments
        definition = deployments.definition(process_definition_id)
        xml = deployments.definition_xml(process_definition_id)
        forms = dict(_forms(deployments.resources(definition.deployment_id)))
        steps = {
            key: UserStep(
                forms.get(_form_of(element.attrib)), set_by_model(element), _not_by(element)
            )
            for key, element in with_id(parse(xml, process_definition_id))
            if element.tag == bpmn("userTask")
        }
        return DeployedModel(Model.parse(xml, process_definition_id), steps)


def _not_by(element: Element) -> tuple[str, ...]:
    path = f"{bpmn('extensionElements')}/{camunda('properties')}/{camunda('property')}"
    listed = (
        str(each.get("value")) for each in element.iterfind(path) if each.get("name") == NOT_BY
    )
    return tuple(step.strip() for each in listed for step in each.split(",") if step.strip())


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
    return [
        Foreign(last.variable_name, activities[str(last.activity_instance_id)], value)
        for last, value in written_before(updates, activities, steps)
    ]


def written_before(
    updates: Iterable[VariableUpdate],
    activities: Mapping[str, str],
    steps: Mapping[str, UserStep],
) -> Iterator[tuple[VariableUpdate, object]]:
    """Each variable whose last update was not allowed, with the value that it had before.

    Arguments as for :func:`foreign`.
    """

    def instance(update: VariableUpdate) -> str:
        return update.variable_instance_id

    def allowed(update: VariableUpdate) -> bool:
        step = steps.get(activities.get(str(update.activity_instance_id), ""))
        return step is None or step.allows(update.variable_name, update.value)

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
            yield last, value
