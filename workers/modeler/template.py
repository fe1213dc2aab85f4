"""One element template of the Camunda Modeler, as its published JSON schema has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SCHEMA: Final = "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json"
"""Names the schema, which every Modeler knows; with a version behind it older ones would refuse."""
_GROUP: Final = {"id": "step", "label": "这一步"}

Choices = Sequence[tuple[str, str]]
"""Pairs of value and name."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a property stands in the model."""

    type: str
    name: str

    @classmethod
    def attribute(cls, name: str) -> Binding:
        """An attribute of the element: ``camunda:topic``."""
        return cls("property", name)

    @classmethod
    def input(cls, name: str) -> Binding:
        """An input parameter."""
        return cls("camunda:inputParameter", name)

    @classmethod
    def extension(cls, name: str) -> Binding:
        """An extension property."""
        return cls("camunda:property", name)


@dataclass(frozen=True, slots=True)
class Property:
    """One field of the panel; hidden without a label."""

    binding: Binding
    label: str = ""
    help: str = ""
    value: str | None = None
    choices: Choices = ()
    required: bool = True
    pattern: tuple[str, str] | None = None
    """A regular expression, and what the panel says where it does not match."""

    def as_data(self) -> dict[str, Any]:  # Any: JSON.
        """The JSON object."""
        kind = "Dropdown" if self.choices else "String" if self.label else "Hidden"
        data: dict[str, Any] = {"type": kind}
        if self.label:
            data |= {"label": self.label, "group": _GROUP["id"]}
        if self.help:
            data["description"] = self.help
        if self.value is not None:
            data["value"] = self.value
        if self.choices:
            data["choices"] = [{"name": name, "value": value} for value, name in self.choices]
        constraints: dict[str, Any] = {}
        if self.label and self.required:
            constraints["notEmpty"] = True
        if self.pattern is not None:
            constraints["pattern"] = {"value": self.pattern[0], "message": self.pattern[1]}
        if constraints:
            data["constraints"] = constraints
        data["binding"] = {"type": self.binding.type, "name": self.binding.name}
        return data


@dataclass(frozen=True, slots=True)
class Template:
    """One template."""

    id: str
    name: str
    help: str
    applies_to: tuple[str, ...]
    element: str
    """What the element becomes."""
    properties: tuple[Property, ...]
    # Any: JSON. What our plug-in of the Modeler reads; the Modeler itself leaves it alone.
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.id}.json"

    def as_data(self) -> dict[str, Any]:  # Any: JSON.
        """The JSON object."""
        data: dict[str, Any] = {
            "$schema": SCHEMA,
            "name": self.name,
            "id": self.id,
            "description": self.help,
            "appliesTo": list(self.applies_to),
            "elementType": {"value": self.element},
            "groups": [_GROUP],
            "entriesVisible": True,
            "properties": [each.as_data() for each in self.properties],
        }
        if self.metadata:
            data["metadata"] = dict(self.metadata)
        return data

    def as_text(self) -> str:
        """The file."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=2) + "\n"
