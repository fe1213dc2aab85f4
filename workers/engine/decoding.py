"""Typed process variables as Python values; the way there is ``encoding``."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workers.engine.encoding import CodecError
from workers.values import Xml


class DecodeError(CodecError):
    """A value from the engine that does not fit its declared type."""


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file variable: its content is not in a fetch and is read by its own call."""

    name: str
    mime_type: str | None = None
    encoding: str | None = None


def decode_all(variables: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    """Python values of every variable.

    Raises:
        DecodeError: the first variable that is malformed.
    """
    return {name: decode(name, typed) for name, typed in variables.items()}


def decode(name: str, typed: Mapping[str, Any]) -> object:
    """The Python value of one variable; an unknown type gives the raw value.

    Raises:
        DecodeError: the value does not fit its type.
    """
    try:
        return _decoded(typed)
    except (TypeError, ValueError, KeyError, AttributeError):
        kind = typed.get("type") if isinstance(typed, Mapping) else None
        raise DecodeError(name, f"not a value of type {kind}") from None


def _decoded(typed: Mapping[str, Any]) -> object:  # noqa: PLR0911 - one line per type
    value, kind = typed["value"], typed.get("type")
    info = typed.get("valueInfo") or {}
    if kind == "File":
        return FileReference(info.get("filename", ""), info.get("mimeType"), info.get("encoding"))
    if value is None:
        return None
    match kind:
        case "Date":
            return parse_instant(value)
        case "Json":
            return json.loads(value) if isinstance(value, str) else value
        case "Object" if info.get("serializationDataFormat") == "application/json":
            return json.loads(value) if isinstance(value, str) else value
        case "Integer" | "Long" | "Short":
            return _whole(value)
        case "Double":
            return float(value)
        case "Boolean" if not isinstance(value, bool):
            raise TypeError
        case "String" if not isinstance(value, str):
            raise TypeError
        case "Xml":
            return Xml(value)
        case "Bytes":
            return base64.b64decode(value, validate=True)
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def parse_instant(text: str) -> datetime:
    """An engine date as an aware datetime.

    Raises:
        ValueError: not a date, or without offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment
