"""A deployed Camunda Form: which values it takes, checked as a browser would check them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from workers.models.form_condition import holds

_TEXTS: Final = {"textfield", "textarea"}
_CHOICES: Final = {"select", "radio"}
_INPUTS: Final = _TEXTS | _CHOICES | {"number", "checkbox", "datetime"}
_PHONE = re.compile(r"\+\d[\d ()-]{4,}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class FormError(ValueError):
    """Values do not fit a form; ``faults`` has one sentence for each field."""

    def __init__(self, form: str, faults: list[str]) -> None:
        super().__init__(f"form {form}: {'; '.join(faults)}")
        self.faults = faults


class Form:
    """One form.

    Args:
        schema: the JSON of the ``.form`` file.
    """

    # Any: the schema belongs to the form library.
    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.id = str(schema.get("id", "?"))
        self._fields = {
            str(each["key"]): each
            for each in _leaves(schema.get("components", ()))
            if each.get("type") in _INPUTS and "key" in each
        }

    @property
    def keys(self) -> list[str]:
        """Names of the fields that a person can fill."""
        return [key for key, each in self._fields.items() if not _fixed(each)]

    def visible(self, values: Mapping[str, object]) -> set[str]:
        """Names of the fields that a person sees and can fill when the form has these values."""
        given = self._prefilled(values)
        return {key for key in self.keys if not _hidden(self._fields[key], given)}

    def fill(self, decided: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
        """The submission: every visible field, as decided, else as the form was pre-filled.

        Args:
            decided: what the person enters.
            known: the variables that the form shows.

        Raises:
            FormError: a field that the form does not have, or a value that it would refuse.
        """
        given = self._prefilled({**known, **decided})
        faults = [f"there is no field {key}" for key in decided if key not in self.keys]
        filled: dict[str, object] = {}
        for key, each in self._fields.items():
            if _fixed(each):
                continue
            if _hidden(each, given):
                if key in decided:
                    faults.append(f"{key} is hidden here")
                continue
            value = given[key]
            faults += [f"{key} {fault}" for fault in _faults(each, value)]
            filled[key] = value
        if faults:
            raise FormError(self.id, faults)
        return filled

    def missing(self, values: Mapping[str, object]) -> list[str]:
        """The visible fields that must be filled and are not.

        A default does not count: a browser would have sent it.
        """
        shown = self.visible(values)
        return [
            key
            for key, each in self._fields.items()
            if key in shown
            and (each.get("validate") or {}).get("required")
            and values.get(key) in (None, "", False)
        ]

    def faults(self, key: str, value: object) -> list[str]:
        """What is wrong with a value of one field, whether it is shown or not."""
        return list(_faults(self._fields[key], value))

    def _prefilled(self, values: Mapping[str, object]) -> dict[str, object]:
        """The values with the defaults that the form shows where there is none."""
        given = dict(values)
        for key, each in self._fields.items():
            if given.get(key) is None:
                given[key] = False if each["type"] == "checkbox" else each.get("defaultValue")
        return given


# Any: components of the form library.
def _leaves(components: Any) -> Iterator[Mapping[str, Any]]:
    for each in components:
        yield each
        yield from _leaves(each.get("components", ()))


def _fixed(field: Mapping[str, Any]) -> bool:
    return bool(field.get("disabled") or field.get("readonly"))


def _hidden(field: Mapping[str, Any], values: Mapping[str, object]) -> bool:
    condition = (field.get("conditional") or {}).get("hide")
    return bool(condition) and holds(str(condition), values)


def _faults(field: Mapping[str, Any], value: object) -> Iterator[str]:
    rules: Mapping[str, Any] = field.get("validate") or {}
    if value is None or value == "" or (value is False and field["type"] == "checkbox"):
        if rules.get("required"):
            yield "is required"
        return
    kind = field["type"]
    if kind in _TEXTS:
        yield from _text_faults(rules, value)
    elif kind in _CHOICES:
        offered = [choice.get("value") for choice in field.get("values", ())]
        if value not in offered:
            yield f"must be one of {', '.join(map(str, offered))}"
    elif kind == "number":
        yield from _number_faults(field, rules, value)
    elif kind == "checkbox" and not isinstance(value, bool):
        yield "must be true or false"
    elif kind == "datetime" and not _is_instant(value):
        yield "must be a date and time"


def _text_faults(rules: Mapping[str, Any], value: object) -> Iterator[str]:
    if not isinstance(value, str):
        yield "must be text"
        return
    if len(value) < int(rules.get("minLength") or 0):
        yield f"must have at least {rules['minLength']} characters"
    if rules.get("maxLength") and len(value) > int(rules["maxLength"]):
        yield f"must have at most {rules['maxLength']} characters"
    pattern = rules.get("pattern")
    # As in a browser: the pattern may match anywhere unless it is anchored.
    if pattern and not re.search(pattern, value, re.ASCII):
        yield f"must match {pattern}"
    kind = rules.get("validationType")
    if kind == "email" and not _EMAIL.fullmatch(value):
        yield "must be an e-mail address"
    if kind == "phone" and not _PHONE.fullmatch(value):
        yield "must be an international telephone number"


def _number_faults(
    field: Mapping[str, Any], rules: Mapping[str, Any], value: object
) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield "must be a number"
        return
    if rules.get("min") is not None and value < rules["min"]:
        yield f"must be at least {rules['min']}"
    if rules.get("max") is not None and value > rules["max"]:
        yield f"must be at most {rules['max']}"
    digits = field.get("decimalDigits")
    if digits is not None and round(float(value), int(digits)) != value:
        yield f"must have at most {digits} decimals"


def _is_instant(value: object) -> bool:
    if isinstance(value, datetime):
        return True
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True
