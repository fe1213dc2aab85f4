"""Python values as typed process variables; the way back is ``decoding``.

A type is always sent, since the engine guesses untyped values. What the engine would store
badly or answer with a 500 is refused here, in words that name the variable and never its
value.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, NotRequired, TypedDict

from workers.values import File, Xml

LONGEST_STRING = 4000
"""Characters in the engine's column, counted in UTF-16 units as Java counts them."""

_MINUTE = timedelta(minutes=1)
_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)


class TypedValue(TypedDict):
    """A variable as the REST API takes it."""

    # Any: whatever JSON value belongs to the type.
    value: Any
    type: str
    valueInfo: NotRequired[dict[str, str]]


class CodecError(ValueError):
    """A variable that cannot be carried. ``reason`` never quotes the value."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__(f"variable {variable!r}: {reason}")
        self.variable = variable
        self.reason = reason


class EncodeError(CodecError):
    """A Python value that the engine has no faithful type for."""


def encode_all(variables: Mapping[str, object]) -> dict[str, TypedValue]:
    """Typed JSON of every variable.

    Raises:
        EncodeError: the first variable that cannot be carried.
    """
    return {name: encode(name, value) for name, value in variables.items()}


def encode(name: str, value: object) -> TypedValue:  # noqa: PLR0911, PLR0912 - one line per type
    """Typed JSON of one variable; ``name`` is only for the error.

    Raises:
        EncodeError: no faithful type exists.
    """
    if isinstance(value, Enum):
        value = value.value
    match value:
        case None:
            return {"value": None, "type": "Null"}
        case bool():  # before int, which it is a kind of
            return {"value": value, "type": "Boolean"}
        case int():
            return _integer(int(value))
        case float():
            if not math.isfinite(value):
                raise EncodeError(name, "NaN and infinity have no type in the engine")
            return {"value": value, "type": "Double"}
        case Decimal():
            if not value.is_finite():
                raise EncodeError(name, "NaN and infinity have no type in the engine")
            return {"value": format(value, "f"), "type": "String"}
        case datetime():
            return {"value": instant(value, name), "type": "Date"}
        case Xml():  # before str, which it is a kind of
            return {"value": str(value), "type": "Xml"}
        case str():
            return {"value": _text(name, value), "type": "String"}
        case bytes():
            return {"value": base64.b64encode(value).decode("ascii"), "type": "Bytes"}
        case File():
            return _file(value)
        case list() | tuple() | dict():
            return {"value": _json(name, value), "type": "Json"}
    raise EncodeError(name, f"{type(value).__name__} has no type in the engine{_hint(value)}")


def instant(moment: datetime, name: str = "date") -> str:
    """An aware datetime as the engine parses it: ``2026-01-31T09:30:00.000+0800``.

    Raises:
        EncodeError: the datetime is naive.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise EncodeError(name, "a datetime without time zone; attach one")
    if offset % _MINUTE:
        # The engine's pattern has no seconds in the offset, as local mean times of old have.
        moment = moment.astimezone(UTC)
    text = moment.isoformat(timespec="milliseconds")
    return text[:-3] + text[-2:]


def _integer(value: int) -> TypedValue:
    if value in _INT32:
        return {"value": value, "type": "Integer"}
    if value in _INT64:
        return {"value": value, "type": "Long"}
    return {"value": str(value), "type": "String"}


def _text(name: str, value: str) -> str:
    if "\0" in value:
        raise EncodeError(name, "a text with a NUL character, which PostgreSQL refuses")
    try:
        length = len(value.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise EncodeError(name, "a text with half a surrogate pair") from None
    if length > LONGEST_STRING:
        raise EncodeError(
            name,
            f"a text of {length} characters; the engine holds {LONGEST_STRING}. "
            "Keep long texts in the case store and pass an id",
        )
    return str(value)


def _file(value: File) -> TypedValue:
    info = {"filename": value.name, "mimeType": value.mime_type, "encoding": value.encoding}
    return {
        "value": base64.b64encode(value.read()).decode("ascii"),
        "type": "File",
        "valueInfo": {key: said for key, said in info.items() if said is not None},
    }


def _json(name: str, value: Sequence[object] | Mapping[Any, object]) -> str:
    if not _has_text_keys(value):
        raise EncodeError(name, "a key that is no text, which JSON would turn into one")
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_leaf)
        text.encode("utf-8")
    except (TypeError, ValueError) as error:
        # The error's own text may quote the value; only its class is told.
        raise EncodeError(name, f"not writable as JSON ({type(error).__name__})") from None
    return text


def _has_text_keys(value: object) -> bool:
    match value:
        case dict():
            return all(isinstance(key, str) for key in value) and all(
                _has_text_keys(each) for each in value.values()
            )
        case list() | tuple():
            return all(_has_text_keys(each) for each in value)
    return True


def _json_leaf(value: object) -> object:
    match value:
        case Decimal() if value.is_finite():
            return format(value, "f")
        case datetime() if value.tzinfo is not None:
            return value.isoformat()
        case Enum():
            return value.value
    raise TypeError


def _hint(value: object) -> str:
    return "; send an aware datetime or an ISO text" if isinstance(value, date) else ""
