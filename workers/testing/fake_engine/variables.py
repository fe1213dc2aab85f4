"""What the engine makes of a typed value: accepted, converted, or refused.

Every line of :func:`stored` is a line of the contract suite, which tries it on the engines.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workers.engine import encode_all
from workers.testing.fake_engine.clock import engine_date
from workers.testing.fake_engine.replies import NotFaked, Refused, bad, unreadable

# Any throughout: JSON values of every type.
Stored = dict[str, Any]
"""A variable as a fetch returns it: ``type``, ``value``, ``valueInfo``."""

_JAVA = {
    "String": "java.lang.String",
    "Boolean": "java.lang.Boolean",
    "Integer": "java.lang.Integer",
    "Short": "java.lang.Short",
    "Long": "java.lang.Long",
    "Double": "java.lang.Double",
    "Date": "java.util.Date",
    "Bytes": "[B",
    "Null": "javax.lang.model.type.NullType",
}
_WHOLE = {"Short": 15, "Integer": 31, "Long": 63}
_TEXTS = {"Json", "Xml", "Object"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")


def stored_all(variables: Mapping[str, Any] | None) -> dict[str, Stored]:
    """Every variable of a request body.

    Raises:
        Refused: 400, as the engine words it.
    """
    return {name: stored(typed) for name, typed in (variables or {}).items()}


def from_python(variables: Mapping[str, object]) -> dict[str, Stored]:
    """Variables that a test gives as Python values, as the codec would have sent them."""
    return stored_all(encode_all(variables))


def stored(typed: Mapping[str, Any]) -> Stored:
    """One variable as the engine keeps it.

    Raises:
        Refused: 400, as the engine words it.
        NotFaked: what Java would make of it is not known here.
    """
    value = typed.get("value")
    kind = typed.get("type") or _guessed(value)
    kind = kind[:1].upper() + kind[1:]
    if kind == "File":
        return _file(typed)
    if kind in _TEXTS:
        if value is not None and not isinstance(value, str):
            raise unreadable(
                f"Must provide 'null' or String value for value of SerializableValue type '{kind}'."
            )
        info = dict(typed.get("valueInfo") or {}) if kind == "Object" else {}
        return {"type": kind, "value": value, "valueInfo": info}
    if kind not in _JAVA:
        raise bad(f"Unsupported value type '{kind}'", None)
    return {"type": kind, "value": _converted(kind, value), "valueInfo": {}}


def content(variable: Stored) -> bytes:
    """The bytes of a File or Bytes variable."""
    return base64.b64decode(variable.get("content") or variable["value"] or "")


def fetched(variable: Stored) -> Stored:
    """A variable as it is shown; a file's content is not."""
    return {name: part for name, part in variable.items() if name != "content"}


def _guessed(value: Any) -> str:
    match value:
        case None:
            return "Null"
        case bool():
            return "Boolean"
        case int():
            return "Integer" if -(2**31) <= value < 2**31 else "Long"
        case float():
            return "Double"
    return "String"


def _file(typed: Mapping[str, Any]) -> Stored:
    info = typed.get("valueInfo") or {}
    shown = {name: info[name] for name in ("filename", "mimeType", "encoding") if info.get(name)}
    return {"type": "File", "value": None, "valueInfo": shown, "content": typed.get("value")}


def _converted(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list | dict):
        raise NotFaked(f"a list or an object as {kind}; send it as Json")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        return _read(kind, text)
    except (ValueError, binascii.Error):
        raise _unfit(text, kind) from None


def _read(kind: str, text: str) -> Any:  # noqa: PLR0911 - one line per type
    if kind == "String":
        return text
    if kind == "Null":
        raise ValueError
    if kind == "Bytes":
        return base64.b64encode(base64.b64decode(text, validate=True)).decode()
    if kind == "Boolean":
        if text not in {"true", "false"}:
            raise ValueError
        return text == "true"
    if kind == "Date":
        if not _DATE.fullmatch(text):
            raise ValueError
        return engine_date(datetime.fromisoformat(text))
    if text == "":
        return None
    # Python reads more as a number than Java does.
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError
    if kind == "Double":
        return float(text)
    bits = _WHOLE[kind]
    whole = int(text)
    if not -(2**bits) <= whole < 2**bits:
        raise ValueError
    return whole


def _unfit(text: str, kind: str) -> Refused:
    return unreadable(f"Cannot convert value '{text}' of type '{kind}' to java type {_JAVA[kind]}")
