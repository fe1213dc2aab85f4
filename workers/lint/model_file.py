"""A BPMN file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, Self
from xml.etree.ElementTree import Element, tostring

from workers.lint.diagram import Diagram
from workers.lint.source import Source
from workers.lint.xml_text import decoded
from workers.models.bpmn import FlowNode, Model, Process
from workers.models.xml import CAMUNDA_BPMN, bpmn, camunda, parse, split, text, with_id

_KIN: Final = re.compile(r"http://(?:activiti\.org/bpmn|operaton\.org/schema/1\.0/bpmn)(?=[\"'])")
"""Namespaces that engines of the family read as Camunda's own."""
_ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
_PLATFORM: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatform"


@dataclass(frozen=True)
class ModelFile(Source):
    """One BPMN file; ``model`` has its nodes and flows, ``elements`` everything with an id."""

    data: bytes
    """The file in UTF-8, with the namespaces of the family written as Camunda's."""
    root: Element
    model: Model

    @classmethod
    def read(cls, path: PurePosixPath, data: bytes) -> Self:
        """Read a file.

        Raises:
            ModelError: it is no BPMN model.
        """
        text = _KIN.sub(CAMUNDA_BPMN, decoded(data, path.name))
        xml = text.encode()
        return cls(path, text, xml, parse(xml, path.name), Model.parse(xml, path.name))

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Everything that has an id."""
        return dict(with_id(self.root))

    @cached_property
    def diagram(self) -> Diagram:
        """Where everything is drawn."""
        return Diagram.read(self.root)

    @cached_property
    def is_for_camunda_8(self) -> bool:
        """Whether it was drawn for the other platform, whose engine reads other attributes."""
        platform = self.root.get(_PLATFORM, "")
        zeebe = any(split(each.tag)[0] == _ZEEBE for each in self.root.iter())
        return "Cloud" in platform or zeebe

    @cached_property
    def processes(self) -> tuple[Process, ...]:
        """The processes that an engine of the family runs."""
        if self.is_for_camunda_8:
            return ()
        return tuple(each for each in self.model.processes if each.is_executable)

    def nodes(self, *types: str) -> Iterator[FlowNode]:
        """The flow nodes of these types that an engine runs; of all types where none is given."""
        running = {each.id for each in self.processes}
        for node in self.model.nodes.values():
            if node.process_id in running and (not types or node.type in types):
                yield node

    def external_tasks(self) -> Iterator[tuple[FlowNode, str]]:
        """The tasks of workers, each with its topic; topics that are expressions are left out."""
        for node in self.nodes():
            topic = node.topic or "{"
            definition = self.elements[node.id].find(bpmn("messageEventDefinition"))
            by = self.elements[node.id] if definition is None else definition
            if by.get(camunda("type")) == "external" and "{" not in topic:
                yield node, topic

    def attribute(self, element: str, name: str) -> str:
        """An extension attribute of an element; empty where it has none."""
        return (self.elements[element].get(camunda(name)) or "").strip()

    def extensions(self, element: str, path: str) -> Iterator[Element]:
        """Extension elements: ``inputOutput/inputParameter``."""
        steps = "/".join(camunda(step) for step in path.split("/"))
        yield from self.elements[element].iterfind(f"{bpmn('extensionElements')}/{steps}")

    def listed(self, element: str, name: str) -> tuple[str, ...] | None:
        """An extension property that is a list with commas; ``None`` where there is none."""
        values = [
            str(each.get("value"))
            for each in self.extensions(element, "properties/property")
            if each.get("name") == name
        ]
        parts = (part.strip() for each in values for part in each.split(","))
        return tuple(filter(None, parts)) if values else None

    def text_of(self, element: str) -> str:
        """An element with all that is in it, as XML."""
        return tostring(self.elements[element], encoding="unicode")

    def documentation(self, element: str) -> str:
        """What is written about an element."""
        return "\n".join(map(text, self.elements[element].iterfind(bpmn("documentation"))))

    def label(self, element: str) -> str:
        """The element's name; a flow without one is called after its ends."""
        found = self.model.label(element)
        return "" if found == element else found

    def line(self, element: str) -> int:
        """Where the element begins, not where it is drawn."""
        found = re.search(rf"""\sid=["']{re.escape(element)}["']""", self.text) if element else None
        return self.text.count("\n", 0, found.start()) + 1 if found else 1
