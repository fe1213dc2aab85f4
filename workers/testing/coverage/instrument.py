"""A test copy of a BPMN file that records every sequence flow as it is taken.

The engine's history knows flow nodes, not flows. A ``take`` listener on each flow therefore adds
one comment to the process instance, by an expression that any Camunda 7 engine can evaluate.
Why a comment, tried on 7.24:

* one row for each time a token passes, in the token's own transaction: loops, multi-instance and
  parallel branches count exactly, and what is rolled back counts nothing;
* an insert and nothing else: no revision is raised, so parallel branches do not collide;
* no variable: forms, worker filters, conditional events, call activities and archives see
  nothing (a variable would wake conditional events and reach every form);
* no task: the task's own comments, the operation log and the history of variables stay empty.

The copy is the file with text inserted, byte for byte the same elsewhere; nothing is serialised
again, so prefixes, formatting and QNames in values stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from workers.models import Model, ModelError
from workers.models.xml import BPMN

PREFIX: Final = "sequence flow taken: "
"""What the comments begin with; the flow's id follows."""

_LISTENER: Final = (
    '<camunda:executionListener xmlns:camunda="http://camunda.org/schema/1.0/bpmn" event="take" '
    'expression="${execution.processEngineServices.taskService.createComment('
    f"null, execution.processInstanceId, '{PREFIX}'.concat(execution.currentTransitionId))}}\" />"
).encode()
_TAG: Final = re.compile(rb"""</?([^\s/>]+)(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_SEPARATOR: Final = "\x1f"
_FLOW: Final = f"{BPMN}{_SEPARATOR}sequenceFlow"
_DOCUMENTATION: Final = f"{BPMN}{_SEPARATOR}documentation"
_EXTENSIONS: Final = f"{BPMN}{_SEPARATOR}extensionElements"


def instrument(xml: bytes, source: str = "the model") -> bytes:
    """The copy, with a listener on every flow that the engine takes.

    Flows out of an event-based gateway are left alone: the engine goes on from the event
    and takes none of them, so :mod:`workers.testing.coverage.collect` counts the event's starts.

    Raises:
        ModelError: no BPMN model, not in an encoding that extends ASCII, or such a copy already.
    """
    model = Model.parse(xml, source)
    if _LISTENER in xml:
        raise ModelError(f"{source} is an instrumented copy already and would count twice")
    if b"\0" in xml:
        raise ModelError(f"{source}: write the model in UTF-8, as every modeler does")
    skipped = {
        flow.id
        for flow in model.flows.values()
        if (node := model.nodes.get(flow.source)) and node.type == "eventBasedGateway"
    }
    reader = _Reader(xml)
    copy = bytearray(xml)
    for place in reversed(reader.flows):
        if place.id not in skipped:
            place.insert(copy)
    return bytes(copy)


@dataclass(slots=True)
class _Flow:
    """One flow's places in the file, as byte offsets of its tags."""

    id: str
    start: int
    depth: int
    documentation_end: int | None = None
    """The tag that ends the last documentation."""
    extensions: int | None = None

    def insert(self, data: bytearray) -> None:
        """Put the listener into the flow; offsets before it stay true."""
        flow_tag, flow_end = _tag(data, self.start)
        wrapper = flow_tag.replace(b"sequenceFlow", b"extensionElements")
        wrapped = b"<%b>%b</%b>" % (wrapper, _LISTENER, wrapper)
        if self.extensions is not None:
            _, end = _tag(data, self.extensions)
            if data[end - 2 : end] == b"/>":
                data[self.extensions : end] = wrapped
            else:
                data[end:end] = _LISTENER
        elif self.documentation_end is not None:
            # The schema wants extension elements behind the documentation.
            _, end = _tag(data, self.documentation_end)
            data[end:end] = wrapped
        elif data[flow_end - 2 : flow_end] == b"/>":
            data[flow_end - 2 : flow_end] = b">%b</%b>" % (wrapped, flow_tag)
        else:
            data[flow_end:flow_end] = wrapped


class _Reader:
    """Finds the flows of a file, in its order."""

    def __init__(self, xml: bytes) -> None:
        self.flows: list[_Flow] = []
        self._xml = xml
        self._depth = 0
        self._open: _Flow | None = None
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        place = self._parser.CurrentByteIndex
        if name == _FLOW:
            self._open = _Flow(attributes["id"], place, self._depth)
            self.flows.append(self._open)
        elif name == _EXTENSIONS and (flow := self._parent_flow()):
            flow.extensions = place
        elif name == _DOCUMENTATION and (flow := self._parent_flow()):
            flow.documentation_end = place

    def _end(self, name: str) -> None:
        if name == _DOCUMENTATION and (flow := self._parent_flow()):
            # An element without an end tag ends where expat is; its only tag stays the last one.
            _, end = _tag(self._xml, flow.documentation_end or 0)
            if self._xml[end - 2 : end] != b"/>":
                flow.documentation_end = self._parser.CurrentByteIndex
        elif name == _FLOW:
            self._open = None
        self._depth -= 1

    def _parent_flow(self) -> _Flow | None:
        """The flow that the current element is a direct child of."""
        flow = self._open
        return flow if flow is not None and self._depth == flow.depth + 1 else None


def _tag(data: bytes | bytearray, start: int) -> tuple[bytes, int]:
    """Name and end of the tag that starts there."""
    found = _TAG.match(data, start)
    if found is None:
        raise ModelError(f"no tag at byte {start}")
    return found[1], found.end()
