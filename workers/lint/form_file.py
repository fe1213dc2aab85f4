"""A Camunda Form of the project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final, Self

from workers.lint.expression import feel_names
from workers.lint.source import Source
from workers.models.form import Form
from workers.models.xml import ModelError

_INPUTS: Final = frozenset(
    {"textfield", "textarea", "select", "radio", "number", "checkbox", "datetime"}
)
_SHOWN: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TEXTS: Final = ("text", "content", "label", "description", "source", "url")
_MONEY: Final = re.compile(
    r"amount|price|money|salary|compensation(?!Expected)|(?:^|[a-z])(?:Fee|Cost|Sum|Budget)s?$"
    r"|^(?:fee|cost|sum|budget)s?$"
)
_MONEY_LABEL: Final = re.compile(r"金额|价款|费用|货款|赔款|报酬|工资|（元）|\(元\)|￥|¥")


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a person fills."""

    key: str
    type: str
    label: str
    rules: Mapping[str, Any]  # Any: the schema belongs to the form library.
    choices: tuple[str, ...]
    fixed: bool
    """Shown only; a person cannot change it."""

    @property
    def is_money(self) -> bool:
        """Whether it asks for a sum, by its key or its label."""
        return bool(_MONEY.search(self.key) or _MONEY_LABEL.search(self.label))


@dataclass(frozen=True)
class FormFile(Source):
    """One form."""

    schema: Mapping[str, Any]  # Any: the schema belongs to the form library.

    @classmethod
    def read(cls, path: PurePosixPath, data: bytes) -> Self:
        """Read a file.

        Raises:
            ModelError: it is no form.
        """
        try:
            schema = json.loads(data)
            text = data.decode("utf-8")
        except ValueError as error:
            raise ModelError(f"{path.name} is no JSON: {error}") from None
        if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
            raise ModelError(f"{path.name} is no Camunda Form: it has no list of components")
        if not _well_formed(schema["components"]):
            raise ModelError(
                f"{path.name} is no Camunda Form: a component is no object with a type"
            )
        return cls(path, text, schema)

    @property
    def id(self) -> str:
        """What a model names as ``formRef``."""
        return str(self.schema.get("id", ""))

    @cached_property
    def form(self) -> Form:
        """The form as a browser fills it."""
        return Form(self.schema)

    @cached_property
    def components(self) -> tuple[Mapping[str, Any], ...]:  # Any: as above.
        """All components, those of groups included."""
        return tuple(_leaves(self.schema["components"]))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What a person fills or is shown in a field."""
        return tuple(map(_field, filter(_is_input, self.components)))

    @cached_property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """Component and name of everything that is shown, or hidden by, each pair once."""
        found: dict[tuple[str, str], None] = {}
        for each in self.components:
            for expression in _expressions(each):
                for name in sorted(feel_names(expression)):
                    found[str(each.get("id") or each.get("key") or ""), name] = None
        return tuple(found)

    @property
    def shown(self) -> frozenset[str]:
        """Names of everything that is shown, or hidden by."""
        return frozenset(name for _, name in self.reads)

    def has_default(self, key: str) -> bool:
        """Whether a field has a value before anybody fills it."""
        return any(
            each.get("key") == key and each.get("defaultValue") not in (None, "")
            for each in self.components
        )

    @property
    def keys(self) -> frozenset[str]:
        """Names of what a person can fill."""
        return frozenset(each.key for each in self.fields if not each.fixed)

    def label(self, element: str) -> str:
        """The label of a field."""
        for each in self.components:
            if element in (each.get("key"), each.get("id")):
                return str(each.get("label") or each.get("dateLabel") or "")
        return ""


# Any: components of the form library.
def _well_formed(components: Any) -> bool:
    return isinstance(components, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("type"), str)
        and _well_formed(each.get("components", []))
        for each in components
    )


# Any: as above.
def _leaves(components: Any) -> Iterator[Mapping[str, Any]]:
    for each in components:
        yield each
        yield from _leaves(each.get("components", ()))


# Any: as above.
def _expressions(component: Mapping[str, Any]) -> Iterator[str]:
    """The FEEL of a component: in its texts, and in its condition."""
    for name in _TEXTS:
        value = component.get(name)
        if isinstance(value, str):
            templates = _SHOWN.findall(value)
            # A loop brings names of its own.
            if not any("#loop" in each for each in templates):
                yield from (re.sub(r"^\s*[#/]\w*", "", each) for each in templates)
            if value.startswith("="):
                yield value[1:]
    conditional = component.get("conditional")
    if isinstance(conditional, dict):
        yield str(conditional.get("hide", "")).removeprefix("=")


# Any: as above.
def _is_input(component: Mapping[str, Any]) -> bool:
    return component.get("type") in _INPUTS and isinstance(component.get("key"), str)


# Any: as above.
def _field(component: Mapping[str, Any]) -> Field:
    choices = component.get("values")
    listed = choices if isinstance(choices, list) else []
    rules = component.get("validate")
    return Field(
        component["key"],
        component["type"],
        str(component.get("label") or component.get("dateLabel") or ""),
        rules if isinstance(rules, dict) else {},
        tuple(str(each.get("value")) for each in listed if isinstance(each, dict)),
        bool(component.get("disabled") or component.get("readonly")),
    )
