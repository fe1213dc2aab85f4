"""Variables both ways: what Python says and what the engine keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum

import pytest

from workers.contract import File, Xml
from workers.engine import CodecError, DecodeError, EncodeError, FileReference, decode, encode

LOCAL_MEAN = timezone(timedelta(hours=8, minutes=5, seconds=43))
SHANGHAI = timezone(timedelta(hours=8))


class Colour(StrEnum):
    RED = "red"


class Old(str, Enum):  # noqa: UP042 - such enums exist, and str() of them is their name
    ONE = "eins"


class Level(IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "kind", "sent"),
    [
        (None, "Null", None),
        (True, "Boolean", True),
        (False, "Boolean", False),
        (0, "Integer", 0),
        (2**31 - 1, "Integer", 2**31 - 1),
        (2**31, "Long", 2**31),
        (-(2**31), "Integer", -(2**31)),
        (-(2**31) - 1, "Long", -(2**31) - 1),
        (2**63 - 1, "Long", 2**63 - 1),
        (2**63, "String", "9223372036854775808"),
        (1.5, "Double", 1.5),
        (Decimal("5000.00"), "String", "5000.00"),
        (Decimal("1E+3"), "String", "1000"),
        ("投诉", "String", "投诉"),
        ("x" * 4000, "String", "x" * 4000),
        (b"\x00\xff", "Bytes", "AP8="),
        ([1, "二"], "Json", '[1, "二"]'),
        ((1, 2), "Json", "[1, 2]"),
        ({"a": Decimal("1.10")}, "Json", '{"a": "1.10"}'),
        (Colour.RED, "String", "red"),
        (Old.ONE, "String", "eins"),
        (Level.HIGH, "Integer", 3),
        (
            datetime(2026, 1, 31, 9, 30, 0, 123456, SHANGHAI),
            "Date",
            "2026-01-31T09:30:00.123+0800",
        ),
        (datetime(2026, 1, 31, tzinfo=UTC), "Date", "2026-01-31T00:00:00.000+0000"),
        (datetime(1900, 1, 1, tzinfo=LOCAL_MEAN), "Date", "1899-12-31T15:54:17.000+0000"),
        (Xml("<a/>"), "Xml", "<a/>"),
    ],
)
def test_every_python_type_has_one_engine_type(value: object, kind: str, sent: object) -> None:
    typed = encode("v", value)
    assert typed == {"value": sent, "type": kind}
    assert type(typed["value"]) is type(sent)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "NaN"),
        (float("inf"), "infinity"),
        (Decimal("NaN"), "NaN"),
        (datetime(2026, 1, 31), "time zone"),  # noqa: DTZ001 - the naive one is the point
        (date(2026, 1, 31), "aware datetime"),
        ({1, 2}, "set has no type"),
        (object(), "object has no type"),
        ("张三" * 2001, "4002 characters"),
        ("😀" * 2001, "4002 characters"),
        ("秘\0密", "NUL"),
        ("\ud800", "surrogate"),
        ({"a": float("nan")}, "JSON"),
        ({"a": {"b": object()}}, "JSON"),
        ({"a": [{1: "b"}]}, "key"),
        ({None: 1}, "key"),
        ({"a": datetime(2026, 1, 31)}, "JSON"),  # noqa: DTZ001 - as above
    ],
)
def test_what_the_engine_would_store_badly_is_refused(value: object, reason: str) -> None:
    with pytest.raises(EncodeError, match=reason) as refused:
        encode("complaintText", value)
    assert refused.value.variable == "complaintText"
    assert "complaintText" in str(refused.value)


def test_a_refusal_never_quotes_the_value() -> None:
    for value in ("张三" * 3000, {"phone": object(), "name": "张三"}, {"张三"}):
        with pytest.raises(CodecError) as refused:
            encode("v", value)
        assert "张三" not in str(refused.value)
        assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"type": "String", "value": "投诉"}, "投诉"),
        ({"type": "String", "value": None}, None),
        ({"type": "Null", "value": None}, None),
        ({"type": "Boolean", "value": True}, True),
        ({"type": "Integer", "value": 5}, 5),
        ({"type": "Long", "value": 2**40}, 2**40),
        ({"type": "Short", "value": 7}, 7),
        ({"type": "Double", "value": 5}, 5.0),
        ({"type": "Json", "value": '{"a": [1]}'}, {"a": [1]}),
        ({"type": "Bytes", "value": "AP8="}, b"\x00\xff"),
        (
            {"type": "Date", "value": "2026-01-31T09:30:00.000+0800"},
            datetime(2026, 1, 31, 9, 30, tzinfo=SHANGHAI),
        ),
        (
            {
                "type": "Object",
                "value": "[1, 2]",
                "valueInfo": {"serializationDataFormat": "application/json"},
            },
            [1, 2],
        ),
        (
            {
                "type": "Object",
                "value": "rO0AB",
                "valueInfo": {"serializationDataFormat": "application/x-java-serialized-object"},
            },
            "rO0AB",
        ),
        (
            {"type": "File", "value": None, "valueInfo": {"filename": "a.pdf", "mimeType": "x/y"}},
            FileReference("a.pdf", "x/y"),
        ),
        ({"type": "Xml", "value": "<a/>"}, Xml("<a/>")),
        ({"value": 5}, 5),
    ],
)
def test_every_engine_type_has_one_python_type(typed: dict[str, object], value: object) -> None:
    decoded = decode("v", typed)
    assert decoded == value
    assert type(decoded) is type(value)


@pytest.mark.parametrize(
    "typed",
    [
        {"type": "Json", "value": "{张三"},
        {"type": "Date", "value": "yesterday 张三"},
        {"type": "Date", "value": "2026-01-31T09:30:00"},
        {"type": "Integer", "value": "张三"},
        {"type": "Integer", "value": True},
        {"type": "Integer", "value": 1.5},
        {"type": "Boolean", "value": "true"},
        {"type": "String", "value": {"name": "张三"}},
        {"type": "Bytes", "value": "%%%"},
        {"type": "Integer"},
        "no dict",
    ],
)
def test_a_malformed_value_is_named_but_not_quoted(typed: dict[str, object]) -> None:
    with pytest.raises(DecodeError) as malformed:
        decode("customer", typed)
    assert malformed.value.variable == "customer"
    assert "张三" not in str(malformed.value)


@pytest.mark.parametrize(
    "value",
    [True, 5, 2**40, 1.25, "投诉", None, [1, {"a": None}], datetime(2026, 2, 28, tzinfo=SHANGHAI)],
)
def test_what_goes_in_comes_out(value: object) -> None:
    assert decode("v", {**encode("v", value)}) == value


def test_a_file_is_sent_with_its_name_and_kind() -> None:
    assert encode("v", File.of("a.txt", b"\x00\xff", "text/plain", "utf-8")) == {
        "value": "AP8=",
        "type": "File",
        "valueInfo": {"filename": "a.txt", "mimeType": "text/plain", "encoding": "utf-8"},
    }
    assert encode("v", File.of("a.bin", b""))["valueInfo"] == {"filename": "a.bin"}
