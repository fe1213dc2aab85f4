"""What people and messages brought into a case, held against the deployed model and its forms.

Whoever holds a task can complete it with any variable, and so can whoever starts a process or
sends a message. The engine's history says where each value came in, and the deployed form, or the
property ``brings`` of an event, says what may come in there (design §5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from threading import Lock
from typing import Final
from xml.etree.ElementTree import Element

from workers.cases.escalations import escalations_of
from workers.engine import Engine
from workers.engine.history_records import ActivityPassed, VariableUpdate
from workers.models.bpmn import Model
from workers.models.dataflow import ANY, set_by_model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, with_id
from workers.ports import Escalation, Foreign

_DEPLOYED: Final = "camunda-forms:deployment:"


NOT_BY: Final = "notBy"
"""Property of a user task: ids of user tasks, separated by commas; see the engine's TaskRules."""
START: Final = "start"
"""In a ``notBy``: whoever began the case."""
BRINGS: Final = "brings"
"""Property of a start, a receive task or an event: names of variables, separated by commas."""
_INPUT_PARAMETERS: Final = "/".join(
    (bpmn("extensionElements"), camunda("inputOutput"), camunda("inputParameter"))
)
_ENTRIES: Final = {
    bpmn(kind)
    for kind in ("userTask", "startEvent", "receiveTask", "intermediateCatchEvent", "boundaryEvent")
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What may come in at one user task, start or message.

    ``by_model`` is what the model itself writes there. ``not_by`` are the user tasks whose
    performer may not do this one (four eyes). ``brings`` names variables beside those of the form.
    """

    form: Form | None
    by_model: frozenset[str]
    not_by: tuple[str, ...] = ()
    brings: frozenset[str] | None = None
    nothing: bool = False
    """Whether nothing of what was written there counts."""

    def allows(self, name: str, value: object) -> bool:
        """Whether that value may come in: a field of the form, within its rules, or announced."""
        if self.nothing:
            return False
        if ANY in self.by_model or name in self.by_model:
            return True
        if self.form is None and self.brings is None:
            return True
        if self.form is not None and name in self.form.keys:
            # What must be filled is looked at in the whole submission, see Form.missing.
            return value is None or not self.form.faults(name, value)
        return self.brings is not None and name in self.brings


@dataclass(frozen=True, slots=True)
class DeployedModel:
    """A process definition as the engine has it; by activity id what may come in where."""

    model: Model
    entries: Mapping[str, Entry]
    escalations: Mapping[str, Escalation] = field(default_factory=dict)
    """By code."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Of its deployment, by name."""
    parameters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Input parameters by activity id."""
    together: frozenset[str] = frozenset()
    """The processes of its deployment: itself and those that it calls."""


class DeployedModels:
    """Deployed definitions. **Thread-safe**; each is read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, DeployedModel] = {}
        self._guard = Lock()

    def of(self, process_definition_id: str) -> DeployedModel:
        """The model of a definition and what may come in where."""
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
        files = deployments.resources(definition.deployment_id)
        forms = dict(_forms(files))
        entries = {
            key: Entry(
                forms.get(_form_of(element.attrib)),
                set_by_model(element),
                listed(element, NOT_BY) or (),
                None if (brings := listed(element, BRINGS)) is None else frozenset(brings),
            )
            for key, element in with_id(parse(xml, process_definition_id))
            if element.tag in _ENTRIES
        }
        model = Model.parse(xml, process_definition_id)
        escalations = escalations_of(model, parse(xml, process_definition_id))
        parameters = {
            key: frozenset(str(each.get("name")) for each in element.iterfind(_INPUT_PARAMETERS))
            for key, element in with_id(parse(xml, process_definition_id))
            if key in model.nodes
        }
        together = frozenset(
            process.id
            for name, content in files.items()
            if name.endswith(".bpmn")
            for process in Model.parse(content, name).processes
        )
        return DeployedModel(model, entries, escalations, files, parameters, together)


def listed(element: Element, name: str) -> tuple[str, ...] | None:
    """A property that is a list; ``None`` where the element does not have it."""
    path = f"{bpmn('extensionElements')}/{camunda('properties')}/{camunda('property')}"
    values = [str(each.get("value")) for each in element.iterfind(path) if each.get("name") == name]
    if not values:
        return None
    return tuple(item.strip() for each in values for item in each.split(",") if item.strip())


def _forms(resources: Mapping[str, bytes]) -> Iterator[tuple[str, Form]]:
    for name, content in resources.items():
        if name.endswith(".form"):
            form = Form(json.loads(content))
            yield form.id, form
            yield name, form


def _form_of(attributes: Mapping[str, str]) -> str:
    reference = attributes.get(camunda("formRef"))
    return reference or attributes.get(camunda("formKey"), "").removeprefix(_DEPLOYED)


def arrivals(
    updates: Iterable[VariableUpdate], passed: Sequence[ActivityPassed], model: Model
) -> list[VariableUpdate]:
    """The updates, with those of the instance's start as updates of its start event.

    The engine writes them down for the instance, before any of its activities.
    """
    begun = next(
        (
            each.id
            for each in passed
            if each.activity_id in model.nodes
            and model.nodes[each.activity_id].type == "startEvent"
            and model.nodes[each.activity_id].parent_id == model.nodes[each.activity_id].process_id
        ),
        None,
    )
    return [
        each.model_copy(update={"activity_instance_id": begun}) if each.initial else each
        for each in updates
    ]


def foreign(
    updates: Iterable[VariableUpdate],
    activities: Mapping[str, str],
    entries: Mapping[str, Entry],
) -> list[Foreign]:
    """The variables whose present value had no right to come in where it did.

    Args:
        updates: every value of every variable of an instance, oldest first; see :func:`arrivals`.
        activities: activity instance id → activity id.
        entries: what may come in where, by activity id.
    """
    return [
        Foreign(last.variable_name, activities[str(last.activity_instance_id)], value)
        for last, value in written_before(updates, activities, entries)
    ]


def written_before(
    updates: Iterable[VariableUpdate],
    activities: Mapping[str, str],
    entries: Mapping[str, Entry],
) -> Iterator[tuple[VariableUpdate, object]]:
    """Each variable whose last update was not allowed, with the value that it had before.

    Arguments as for :func:`foreign`.
    """

    def instance(update: VariableUpdate) -> str:
        return update.variable_instance_id

    def allowed(update: VariableUpdate) -> bool:
        return allowed_at(update, activities, entries)

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


def missing(
    visit: ActivityPassed,
    updates: Iterable[VariableUpdate],
    activities: Mapping[str, str],
    entries: Mapping[str, Entry],
) -> list[str]:
    """The fields that the form of a submission asks for and that have no value that counts.

    A field that was not sent keeps the value that the form showed.
    """
    form = entries[visit.activity_id].form
    if form is None or visit.end_time is None:
        return []
    shown: dict[str, object] = {}
    sent: dict[str, object] = {}
    for each in updates:
        if each.time <= visit.end_time and allowed_at(each, activities, entries):
            (sent if each.activity_instance_id == visit.id else shown)[each.variable_name] = (
                each.value
            )
    return form.missing({**shown, **sent})


def allowed_at(
    update: VariableUpdate, activities: Mapping[str, str], entries: Mapping[str, Entry]
) -> bool:
    """Whether a value had a right to come in where it did."""
    entry = entries.get(activities.get(str(update.activity_instance_id), ""))
    return entry is None or entry.allows(update.variable_name, update.value)
