"""Amounts as people type them."""

from decimal import Decimal

import pytest

from workers.services.money import AmountError, parse_yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3200", "3200.00"),
        ("3200.5", "3200.50"),
        ("¥3,200.00", "3200.00"),
        ("0.01", "0.01"),
        ("0", "0.00"),
        (" 4999.99 ", "4999.99"),
    ],
)
def test_an_amount_gets_two_decimals(text: str, yuan: str) -> None:
    parsed = parse_yuan(text)
    assert parsed == Decimal(yuan)
    assert str(parsed) == yuan


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_nothing_typed_is_no_amount(empty: str | None) -> None:
    assert parse_yuan(empty) is None


@pytest.mark.parametrize(
    "text", ["-1", "-0.01", "1.005", "abc", "NaN", "1e5", "9999999999", "5 000", "３２００", "1e3"]
)
def test_what_is_no_amount_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_yuan(text)
    assert "金额" in str(refused.value)
    assert text not in str(refused.value)
