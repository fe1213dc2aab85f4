"""The codec for every value: what goes in comes out, or is refused without being quoted."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.contract import Xml
from workers.engine import CodecError, EncodeError, decode, encode

INT64 = st.integers(-(2**63), 2**63 - 1)
# What the engine's column takes: no NUL, no half of a surrogate pair.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=1000)
DOUBLE = st.floats(allow_nan=False, allow_infinity=False)
OFFSETS = st.integers(-14 * 3600, 14 * 3600).map(lambda each: timezone(timedelta(seconds=each)))
INSTANTS = st.datetimes(
    datetime(1583, 1, 2),  # noqa: DTZ001 - the strategy takes bounds without zone
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=OFFSETS,
)
JSON = st.recursive(
    st.none() | st.booleans() | INT64 | DOUBLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
).filter(lambda value: isinstance(value, list | dict))
PLAIN = st.none() | st.booleans() | INT64 | DOUBLE | TEXT | st.binary() | JSON | TEXT.map(Xml)


# object: values of every type that the codec carries.
def there_and_back(value: object) -> object:
    """Through JSON as over the wire."""
    return decode("v", json.loads(json.dumps(encode("v", value))))


@given(PLAIN)
def test_what_goes_in_comes_out(value: object) -> None:
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


@given(INSTANTS)
def test_an_instant_keeps_its_milliseconds(moment: datetime) -> None:
    back = there_and_back(moment)
    assert isinstance(back, datetime)
    assert timedelta() <= moment - back < timedelta(milliseconds=1)
    assert len(str(encode("v", moment)["value"])) == len("2026-01-31T09:30:00.123+0800")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_money_keeps_its_two_decimals(amount: Decimal) -> None:
    text = there_and_back(amount)
    assert isinstance(text, str)
    assert "E" not in text
    assert Decimal(text) == amount
    assert text[-3] == "."


@given(st.integers())
def test_no_integer_is_cut(number: int) -> None:
    typed = encode("v", number)
    assert int(typed["value"]) == number
    assert isinstance(typed["value"], int) == (-(2**63) <= number < 2**63)


@given(
    st.text(min_size=1).map(lambda each: {each})
    | st.dictionaries(st.integers() | st.none() | st.booleans(), st.text(), min_size=1)
    | st.just([float("nan")])
    | st.datetimes()
    | st.dates()
)
def test_what_cannot_be_carried_is_refused(value: object) -> None:
    with pytest.raises(EncodeError):
        encode("v", value)


ENGINE_TYPES = ["String", "Boolean", "Integer", "Long", "Short", "Double", "Date", "Json", "Bytes"]


@given(st.sampled_from([*ENGINE_TYPES, "Xml", "Null", "File", "Object", "Later"]), JSON | TEXT)
def test_whatever_the_engine_sends_is_a_value_or_a_named_fault(kind: str, value: object) -> None:
    told = ""
    try:
        decode("customer", {"type": kind, "value": value, "valueInfo": {}, "new": 1})
    except CodecError as fault:
        told = str(fault)
    assert told in {"", f"variable 'customer': not a value of type {kind}"}
