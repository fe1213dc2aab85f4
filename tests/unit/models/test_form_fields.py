"""What the shipped forms let people type, the workers read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.casework.money import parse_yuan
from workers.casework.telephone import TelephoneError, parse_telephone

FORMS = Path(__file__).parents[3] / "forms"
AMOUNTS = {"compensationAmount", "claimedAmount"}


def fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in components:
        yield each
        yield from fields(each.get("components", []))


def pattern(form: str, key: str) -> str:
    schema = json.loads((FORMS / f"{form}.form").read_text(encoding="utf-8"))
    found = next(each for each in fields(schema["components"]) if each.get("key") == key)
    return str(found["validate"]["pattern"])


SOLUTION = pattern("solution", "compensationAmount")
TELEPHONE = pattern("complaint-register", "contactPhone")


def test_every_amount_that_is_typed_has_the_same_pattern() -> None:
    patterns = {
        each["validate"]["pattern"]
        for path in FORMS.glob("*.form")
        for each in fields(json.loads(path.read_text(encoding="utf-8"))["components"])
        if each.get("key") in AMOUNTS
        and each.get("type") == "textfield"
        and "validate" in each
        and not each.get("readonly")
    }
    assert patterns == {SOLUTION}


@pytest.mark.parametrize(
    "typed",
    [
        "5000",
        "5000.00",
        "￥５０００",
        "¥4,999.00",
        "４９９９.９９",
        "5000元",
        "1,234,567.5 元",
        "人民币 300",
    ],
)
def test_the_form_takes_an_amount_as_people_type_it(typed: str) -> None:
    assert re.search(SOLUTION, typed)
    assert parse_yuan(typed) is not None


@pytest.mark.parametrize("typed", ["5,0,0,0", "-1", "1.005", "五千", "5000 5000", "1e5", "元"])
def test_the_form_refuses_what_is_no_amount(typed: str) -> None:
    assert not re.search(SOLUTION, typed)


@settings(max_examples=300)
@given(st.from_regex(SOLUTION, fullmatch=True))
def test_every_amount_that_the_form_takes_is_read(typed: str) -> None:
    assert parse_yuan(typed) is not None


@pytest.mark.parametrize(
    "typed", ["13800138000", "１３８００１３８０００", "+86 138-0013-8000", "0571-88886666转8012"]
)
def test_the_form_takes_a_number_as_people_type_it(typed: str) -> None:
    assert re.search(TELEPHONE, typed)
    assert _read(parse_telephone, typed)


def _read(parse: Callable[[str], str], typed: str) -> bool:
    try:
        return bool(parse(typed))
    except TelephoneError:
        return False
