"""Model files as element trees, from the standard library.

ElementTree loads nothing from outside. What it leaves open is a document type declaration, whose
entities can make a small file huge; no modeler writes one, so it is refused at sight. That is all
that defusedxml or lxml would add for a reader; the one writer of models
(:mod:`workers.testing.coverage.instrument`) inserts text and serialises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA_BPMN: Final = "http://camunda.org/schema/1.0/bpmn"
DMN_FAMILY: Final = ("http://www.omg.org/spec/DMN/", "https://www.omg.org/spec/DMN/")


class ModelError(ValueError):
    """The file is no model; the message says where and why."""


class _Builder(ET.TreeBuilder):
    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise ModelError(f"a document type declaration ({name}) has no place in a model")


def parse(xml: bytes | str, source: str) -> ET.Element:
    """The root element; ``source`` names the file in errors.

    Raises:
        ModelError: not well-formed, or with a document type declaration.
    """
    data = xml.encode() if isinstance(xml, str) else xml
    try:
        parser = ET.XMLParser(target=_Builder())  # noqa: S314  # declarations are refused above
        parser.feed(data)
        return parser.close()
    except ET.ParseError as error:
        raise ModelError(f"{source} is not well-formed XML: {error}") from None
    except ModelError as error:
        raise ModelError(f"{source}: {error}") from None


def split(tag: str) -> tuple[str, str]:
    """Namespace and local name; the namespace is empty where there is none."""
    if not tag.startswith("{"):
        return "", tag
    namespace, local = tag[1:].split("}", 1)
    return namespace, local


def bpmn(name: str) -> str:
    """A BPMN element's name as ElementTree spells it."""
    return f"{{{BPMN}}}{name}"


def camunda(name: str) -> str:
    """A Camunda extension's name in BPMN as ElementTree spells it."""
    return f"{{{CAMUNDA_BPMN}}}{name}"


def text(element: ET.Element | None) -> str:
    """The trimmed text, empty where there is none."""
    return (element.text or "").strip() if element is not None else ""


def with_id(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Every element that has an id."""
    for element in root.iter():
        element_id = element.get("id")
        if element_id:
            yield element_id, element
