"""Which variables can exist when an element runs, as far as a model says.

A lint may only speak up where it is certain. So whatever may have run before counts as run, and
whatever the model leaves open – Java classes, scripts, forms and messages that nobody has
described – counts as having set every variable: :data:`ANY`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from workers.models.bpmn import FlowNode, Model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, split, with_id

ANY: Final = "*"
"""Stands for variables that the model does not name."""

_SET = re.compile(r"\b(?:execution|task)\.setVariable(?:Local)?\(\s*'(\w+)'")
_SET_ON_THE_TASK = re.compile(r"\btask\.setVariableLocal\(\s*'\w+'")
_HANDED_ON = re.compile(r"[(,]\s*(?:execution|task)\s*[,)]")
_RESULTS = ("resultVariable", "initiator")
_EVENT_RESULTS = ("errorCodeVariable", "errorMessageVariable", "escalationCodeVariable")
_CODE = ("class", "delegateExpression")
LOOP: Final = frozenset(
    {"loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances"}
)
"""What the engine counts in a multi-instance activity."""


class DataFlow:
    """The variables of one model.

    Args:
        xml: the model.
        source: names it in errors.
        outputs: topic of an external task → what its worker sets; any other topic sets ``ANY``.
        forms: deployed Camunda Forms by id; a form that is not here sets ``ANY``.
        brought: element id → variables that come with it from outside: those of a start, of a
            message or of a BPMN error. A start without form and a message that are not here
            bring ``ANY``.

    Raises:
        ModelError: the model cannot be read.
        ValueError: ``brought`` names an element that is no flow node of the model.
    """

    def __init__(
        self,
        xml: bytes | str,
        source: str = "the model",
        *,
        outputs: Mapping[str, Collection[str]],
        forms: Mapping[str, Form] | None = None,
        brought: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self._model = Model.parse(xml, source)
        self._outputs = outputs
        self._forms = forms or {}
        self._brought = brought or {}
        unknown = sorted(set(self._brought) - set(self._model.nodes))
        if unknown:
            raise ValueError(f"{source} has no flow node {', '.join(unknown)}")
        elements = dict(with_id(parse(xml, source)))
        self._inner: dict[str, set[str]] = {}
        self._outer: dict[str, set[str]] = {}
        self._local: dict[str, set[str]] = {}
        for node in self._model.nodes.values():
            element = elements[node.id]
            self._local[node.id] = set(_local(element, node))
            self._outer[node.id] = set(_parameters(element, "outputParameter"))
            self._inner[node.id] = {*self._set_by(element, node), *_set_by_listeners(element)}
        for flow in self._model.flows.values():
            if flow.source in self._inner:
                self._inner[flow.source] |= set(_set_by_listeners(elements[flow.id]))
        self._everywhere = {
            each.id: set(_set_by_listeners(elements[each.id])) for each in self._model.processes
        }

    @property
    def model(self) -> Model:
        """The model that is looked at."""
        return self._model

    def work(self, node_id: str) -> frozenset[str]:
        """What the work of a node and its listeners set."""
        return frozenset(self._inner[node_id])

    def handed_out(self, node_id: str) -> frozenset[str]:
        """What a node's output parameters set in the scope around it."""
        return frozenset(self._outer[node_id])

    def local(self, node_id: str) -> frozenset[str]:
        """What only a node and the nodes in it see."""
        return frozenset(self._local[node_id])

    def everywhere(self, process_id: str) -> frozenset[str]:
        """What the listeners of a process set."""
        return frozenset(self._everywhere[process_id])

    def at(self, node_id: str) -> frozenset[str]:
        """What may be set when this element begins; contains ``ANY`` if that may be anything."""
        node = self._model.nodes[node_id]
        names = self._local[node_id] | self._everywhere[node.process_id]
        for scope in self._scopes(node):
            names |= self._local[scope]
        for earlier in self._before(node):
            names |= {name for name in self._inner[earlier] if self._seen(name, earlier, node_id)}
            parent = self._model.nodes[earlier].parent_id
            names |= {name for name in self._outer[earlier] if self._seen(name, parent, node_id)}
        return frozenset(names)

    def _seen(self, name: str, writer: str, reader: str) -> bool:
        """Whether what is set in ``writer`` gets to ``reader`` and is not kept in a scope."""
        around = {reader, *self._scopes(self._model.nodes[reader])}
        level = writer
        while level in self._model.nodes and level not in around:
            if name in self._local[level]:
                return False
            level = self._model.nodes[level].parent_id
        return True

    def _scopes(self, node: FlowNode) -> Iterator[str]:
        """The sub-processes around a node, the innermost first."""
        while node.parent_id in self._model.nodes:
            node = self._model.nodes[node.parent_id]
            yield node.id

    def _before(self, node: FlowNode) -> set[str]:
        """Ids of all nodes that may have run before this one, itself included in a loop."""
        found: set[tuple[str, bool]] = set()
        open_ends = list(self._directly_before(node))
        while open_ends:
            end = open_ends.pop()
            if end not in found:
                found.add(end)
                earlier, over = end
                open_ends += self._directly_before(self._model.nodes[earlier])
                if over:
                    open_ends += ((each, True) for each in self._inside(earlier))
        return {earlier for earlier, _over in found}

    def _directly_before(self, node: FlowNode) -> Iterator[tuple[str, bool]]:
        """Each with whether it was over, or is a scope that had only begun."""
        # A flow from nowhere, which only a text editor can make, brings nothing.
        incoming = [
            flow for flow in self._model.incoming(node.id) if flow.source in self._model.nodes
        ]
        yield from ((flow.source, True) for flow in incoming)
        if node.multi_instance:
            yield node.id, True
        if node.attached_to in self._model.nodes:
            yield str(node.attached_to), True
        elif not incoming:
            if node.parent_id in self._model.nodes:
                yield node.parent_id, False
            if node.type != "startEvent":
                # Event sub-processes, link events, compensation: whenever their scope is alive.
                inside = self._inside(node.parent_id)
                yield from ((each, True) for each in inside if each != node.id)

    def _inside(self, scope: str) -> Iterator[str]:
        return (each.id for each in self._model.nodes.values() if each.parent_id == scope)

    def _set_by(self, element: Element, node: FlowNode) -> Iterator[str]:
        """What the work of a node itself sets."""
        definitions = [each for each in element if split(each.tag)[1].endswith("EventDefinition")]
        yield from filter(None, (element.get(camunda(name)) for name in _RESULTS))
        for each in definitions:
            yield from filter(None, (each.get(camunda(name)) for name in _EVENT_RESULTS))
        for mapping in element.iterfind(f"{bpmn('extensionElements')}/{camunda('out')}"):
            yield ANY if mapping.get("variables") else str(mapping.get("target"))
        if node.topic is not None:
            yield from self._outputs.get(node.topic, {ANY})
        elif _is_code(element, node):
            yield ANY
        asked = set(_asked(element, node, self._forms))
        if node.id in self._brought:
            asked = (asked - {ANY}).union(self._brought[node.id])
        yield from asked


def set_by_model(element: Element) -> frozenset[str]:
    """What an activity's parameters and listeners set; contains ``ANY`` if that is open.

    An input parameter is local: whatever is written to it ends with the activity.
    """
    parameters = (*_parameters(element, "inputParameter"), *_parameters(element, "outputParameter"))
    return frozenset({*parameters, *_set_by_listeners(element)})


def _asked(element: Element, node: FlowNode, forms: Mapping[str, Form]) -> Iterator[str]:
    """What people or messages give at a node."""
    fields = element.find(f"{bpmn('extensionElements')}/{camunda('formData')}")
    form = element.get(camunda("formRef"))
    if form is not None:
        yield from forms[form].keys if form in forms else {ANY}
    elif fields is not None:
        yield from (str(each.get("id")) for each in fields.iterfind(camunda("formField")))
    elif (
        node.type in {"userTask", "receiveTask"}
        or {"message", "signal", "conditional"}.intersection(node.events)
        or (node.type == "startEvent" and node.parent_id == node.process_id and not node.events)
    ):
        yield ANY


def _is_code(element: Element, node: FlowNode) -> bool:
    """Whether it runs something that may set whatever it likes."""
    expression = element.get(camunda("expression")) or ""
    return (
        node.type == "scriptTask"
        or any(element.get(camunda(name)) for name in _CODE)
        or bool(_HANDED_ON.search(expression))
        or element.find(f"{bpmn('extensionElements')}/{camunda('connector')}") is not None
    )


def _local(element: Element, node: FlowNode) -> Iterator[str]:
    """What only this node and the nodes in it see."""
    yield from _parameters(element, "inputParameter")
    loop = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if node.multi_instance and loop is not None:
        yield from LOOP
        yield loop.get(camunda("elementVariable")) or "loopCounter"


def _parameters(element: Element, kind: str) -> Iterator[str]:
    path = f"{bpmn('extensionElements')}/{camunda('inputOutput')}/{camunda(kind)}"
    return (str(each.get("name")) for each in element.iterfind(path))


def _set_by_listeners(element: Element) -> Iterator[str]:
    listeners: Iterable[Element] = element.iterfind(f"{bpmn('extensionElements')}/*")
    for each in listeners:
        if split(each.tag)[1] not in {"executionListener", "taskListener"}:
            continue
        expression = each.get("expression")
        if expression is None or _HANDED_ON.search(expression):
            yield ANY
        else:
            yield from _SET.findall(_SET_ON_THE_TASK.sub("", expression))
