"""A BPMN file as plain records: processes, flow nodes, sequence flows, participants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Self
from xml.etree.ElementTree import Element

from workers.models.xml import BPMN, ModelError, bpmn, camunda, parse, split, text, with_id

_SCOPES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_NODES: Final = _SCOPES | {
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "manualTask",
    "scriptTask",
    "businessRuleTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
}
_EVENT: Final = "EventDefinition"
_TIMES: Final[Mapping[str, Literal["date", "duration", "cycle"]]] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}


@dataclass(frozen=True, slots=True)
class Timer:
    """What a timer event waits for; ``text`` is an ISO 8601 text or an expression."""

    kind: Literal["date", "duration", "cycle"]
    text: str


@dataclass(frozen=True, slots=True)
class FlowNode:
    """An event, activity or gateway."""

    id: str
    name: str | None
    type: str
    """The BPMN element's name: ``userTask``, ``boundaryEvent``, ``subProcess`` …"""
    process_id: str
    parent_id: str
    """The scope around it: the process or an embedded sub-process."""
    lane: str | None = None
    """Name of the innermost lane; a node in a sub-process inherits the sub-process's."""
    attached_to: str | None = None
    """Boundary events: the activity on whose border it sits."""
    cancel_activity: bool | None = None
    """Boundary events: whether it interrupts that activity."""
    is_interrupting: bool | None = None
    """Start events of an event sub-process: whether it interrupts the scope around."""
    events: tuple[str, ...] = ()
    """What the event is about: ``timer``, ``message``, ``error``, ``terminate`` …"""
    timer: Timer | None = None
    called_element: str | None = None
    """Call activities: key of the called process, or an expression."""
    multi_instance: Literal["parallel", "sequential"] | None = None
    triggered_by_event: bool = False
    """Whether it is an event sub-process."""
    topic: str | None = None
    """Topic of an external task."""
    compensated_by: str | None = None
    """Compensation boundary events: the activity that undoes."""


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """An arrow between two flow nodes of one scope."""

    id: str
    name: str | None
    source: str
    target: str
    process_id: str
    parent_id: str
    is_default: bool = False
    """Whether its source takes it when no condition holds."""
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; a black box has no ``process_id``."""

    id: str
    name: str | None
    process_id: str | None


@dataclass(frozen=True, slots=True)
class Process:
    """A process; the engine calls ``id`` the definition's key."""

    id: str
    name: str | None
    is_executable: bool
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One BPMN file. All collections are in the order of the file."""

    source: str
    processes: tuple[Process, ...]
    nodes: Mapping[str, FlowNode]
    flows: Mapping[str, SequenceFlow]
    participants: tuple[Participant, ...]
    names: Mapping[str, str] = field(repr=False)
    """Names by id of everything that has both: messages, errors, lanes and groups included."""

    @classmethod
    def parse(cls, xml: bytes | str, source: str = "the model") -> Self:
        """Read a model; ``source`` names it in errors.

        Raises:
            ModelError: not well-formed, no BPMN, or an element that cannot do without an id or
                an end lacks it.
        """
        root = parse(xml, source)
        if root.tag != bpmn("definitions"):
            raise ModelError(f"{source} is no BPMN 2.0 file: its root is {root.tag}")
        processes: list[Process] = []
        nodes: dict[str, FlowNode] = {}
        flows: dict[str, SequenceFlow] = {}
        for element in root.iterfind(bpmn("process")):
            process_id = _id(element, source)
            executable = element.get("isExecutable") == "true"
            version_tag = element.get(camunda("versionTag"))
            processes.append(Process(process_id, element.get("name"), executable, version_tag))
            scope = _Scope(process_id, source, _lanes(element), _associations(element))
            for each in scope.read(element, process_id, None):
                if isinstance(each, FlowNode):
                    nodes[each.id] = each
                else:
                    flows[each.id] = each
        participants = tuple(
            Participant(_id(each, source), each.get("name"), each.get("processRef"))
            for each in root.iterfind(f"{bpmn('collaboration')}/{bpmn('participant')}")
        )
        names = {each: name for each, element in with_id(root) if (name := element.get("name"))}
        return cls(source, tuple(processes), nodes, flows, participants, names)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a model from a file.

        Raises:
            ModelError: as :meth:`parse`.
            OSError: the file cannot be read.
        """
        return cls.parse(file.read_bytes(), file.name)

    def name(self, element_id: str) -> str:
        """The element's name on one line, or its id where it has none or is not in this model."""
        return " ".join(self.names.get(element_id, "").split()) or element_id

    def label(self, element_id: str) -> str:
        """As :meth:`name`, but a flow without a name is called after its ends: ``A → B``."""
        flow = self.flows.get(element_id)
        if flow is None or flow.name:
            return self.name(element_id)
        return f"{self.name(flow.source)} → {self.name(flow.target)}"

    def outgoing(self, node_id: str) -> tuple[SequenceFlow, ...]:
        """The flows that leave a node."""
        return tuple(flow for flow in self.flows.values() if flow.source == node_id)

    def incoming(self, node_id: str) -> tuple[SequenceFlow, ...]:
        """The flows that enter a node."""
        return tuple(flow for flow in self.flows.values() if flow.target == node_id)

    def boundary_events(self, node_id: str) -> tuple[FlowNode, ...]:
        """The events on a node's border."""
        return tuple(node for node in self.nodes.values() if node.attached_to == node_id)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Reads one process, scope by scope."""

    process_id: str
    source: str
    lanes: Mapping[str, str]
    handlers: Mapping[str, str]
    """Where associations lead, by the boundary event or text that they start from."""

    def read(
        self, scope: Element, scope_id: str, lane: str | None
    ) -> Iterator[FlowNode | SequenceFlow]:
        defaults = {each.get("default") for each in scope} - {None}
        for element in scope:
            namespace, kind = split(element.tag)
            if namespace != BPMN:
                continue
            if kind == "sequenceFlow":
                yield self._flow(element, scope_id, element.get("id") in defaults)
            elif kind in _NODES:
                node = self._node(element, kind, scope_id, lane)
                yield node
                if kind in _SCOPES:
                    yield from self.read(element, node.id, node.lane)

    def _flow(self, element: Element, scope_id: str, is_default: bool) -> SequenceFlow:
        flow_id = _id(element, self.source)
        source, target = element.get("sourceRef"), element.get("targetRef")
        if not source or not target:
            raise ModelError(f"{self.source}: sequence flow {flow_id} lacks an end")
        return SequenceFlow(
            flow_id,
            element.get("name"),
            source,
            target,
            self.process_id,
            scope_id,
            is_default,
            text(element.find(bpmn("conditionExpression"))) or None,
        )

    def _node(self, element: Element, kind: str, scope_id: str, lane: str | None) -> FlowNode:
        node_id = _id(element, self.source)
        definitions = [each for each in element if split(each.tag)[1].endswith(_EVENT)]
        in_event_sub_process = kind == "startEvent" and scope_id != self.process_id
        loop = element.find(bpmn("multiInstanceLoopCharacteristics"))
        sequential = loop is not None and loop.get("isSequential") == "true"
        return FlowNode(
            id=node_id,
            name=element.get("name"),
            type=kind,
            process_id=self.process_id,
            parent_id=scope_id,
            lane=self.lanes.get(node_id, lane),
            attached_to=element.get("attachedToRef"),
            cancel_activity=element.get("cancelActivity", "true") == "true"
            if kind == "boundaryEvent"
            else None,
            is_interrupting=element.get("isInterrupting", "true") == "true"
            if in_event_sub_process and definitions
            else None,
            events=tuple(split(each.tag)[1].removesuffix(_EVENT) for each in definitions),
            timer=_timer(element),
            called_element=element.get("calledElement"),
            multi_instance=None if loop is None else "sequential" if sequential else "parallel",
            triggered_by_event=element.get("triggeredByEvent") == "true",
            topic=_topic(element),
            compensated_by=self.handlers.get(node_id)
            if element.find(bpmn("compensateEventDefinition")) is not None
            and kind == "boundaryEvent"
            else None,
        )


def _topic(element: Element) -> str | None:
    """A throwing message event names it on its definition, any other node on itself."""
    definition = element.find(bpmn("messageEventDefinition"))
    return (element if definition is None else definition).get(camunda("topic"))


def _timer(element: Element) -> Timer | None:
    definition = element.find(bpmn("timerEventDefinition"))
    for each in definition if definition is not None else ():
        kind = _TIMES.get(split(each.tag)[1])
        if kind:
            return Timer(kind, text(each))
    return None


def _lanes(process: Element) -> dict[str, str]:
    """Lane names by node id; an inner lane comes after the lane around it and wins."""
    return {
        text(reference): lane.get("name") or lane.get("id") or ""
        for lane in process.iter(bpmn("lane"))
        for reference in lane.iterfind(bpmn("flowNodeRef"))
    }


def _associations(process: Element) -> dict[str, str]:
    return {
        each.get("sourceRef", ""): each.get("targetRef", "")
        for each in process.iter(bpmn("association"))
    }


def _id(element: Element, source: str) -> str:
    found = element.get("id")
    if not found:
        raise ModelError(f"{source}: a {split(element.tag)[1]} has no id")
    return found
