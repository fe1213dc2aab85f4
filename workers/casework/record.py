"""The typed record of a case: which fields a procedure keeps, and how a value becomes one of them.

People type sums, numbers and dates in many ways; the record holds each in one way. In the store a
record is JSON: money as a string with two decimals, days and instants in ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workers.casework.money import AmountError, parse_yuan
from workers.casework.telephone import TelephoneError, parse_telephone
from workers.casework.written_time import InstantError, parse_instant


class FieldType(StrEnum):
    """What a field of a record holds; the value is the word in ``procedure.toml``."""

    TEXT = "text"
    YUAN = "yuan"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    INSTANT = "instant"
    TELEPHONE = "telephone"


class FieldError(ValueError):
    """A value does not fit its field; the message is Chinese and quotes no value."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}：{problem}")
        self.field = field


def normalised(field: str, kind: FieldType, value: object) -> object:
    """The value as the record keeps it; empty texts are ``None``.

    Raises:
        FieldError: it is none of that type.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return _KEEP[kind](value)
    except (AmountError, TelephoneError, InstantError) as error:
        raise FieldError(field, str(error)) from error
    except (TypeError, ValueError, ArithmeticError):
        raise FieldError(field, f"应为{_SAID[kind]}") from None


def shown(kind: FieldType, value: object) -> object:
    """A kept value as a letter or a table needs it: sums as Decimal, instants as datetime."""
    if value is None:
        return None
    if kind is FieldType.YUAN:
        return Decimal(str(value))
    if kind is FieldType.INSTANT:
        return datetime.fromisoformat(str(value))
    return value


def _text(value: object) -> object:
    if not isinstance(value, str | int | float):
        raise TypeError
    return str(value).strip()


def _yuan(value: object) -> object:
    amount = parse_yuan(value if isinstance(value, str) else str(value))
    return None if amount is None else f"{amount:.2f}"


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = Decimal(str(value).strip())
    return int(number) if number == number.to_integral_value() else float(number)


def _boolean(value: object) -> object:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _day(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return date.fromisoformat(str(value)[:10]).isoformat()


def _instant(value: object) -> object:
    instant = value if isinstance(value, datetime) else parse_instant(str(value))
    if instant is None or instant.tzinfo is None:
        raise TypeError
    return instant.isoformat()


def _telephone(value: object) -> object:
    return parse_telephone(str(value))


_KEEP = {
    FieldType.TEXT: _text,
    FieldType.YUAN: _yuan,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DAY: _day,
    FieldType.INSTANT: _instant,
    FieldType.TELEPHONE: _telephone,
}
_SAID: Mapping[FieldType, str] = {
    FieldType.TEXT: "文字",
    FieldType.YUAN: "金额",
    FieldType.NUMBER: "数字",
    FieldType.BOOLEAN: "是或否",
    FieldType.DAY: "日期",
    FieldType.INSTANT: "日期和时间",
    FieldType.TELEPHONE: "电话号码",
}
