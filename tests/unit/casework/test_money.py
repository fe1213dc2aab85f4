"""Amounts as people type them."""

from decimal import Decimal

import pytest

from workers.casework.money import AmountError, parse_yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3200", "3200.00"),
        ("3200.5", "3200.50"),
        ("¥3,200.00", "3200.00"),
        ("0.01", "0.01"),
        ("0", "0.00"),
        (" 4999.99 ", "4999.99"),
        ("￥５０００", "5000.00"),
        ("４９９９.９９", "4999.99"),
        ("5000元", "5000.00"),
        ("人民币 5,000.00 元整", "5000.00"),
        ("RMB 12 345.6", "12345.60"),
        ("1.2万", "12000.00"),
        ("3千元", "3000.00"),
        ("５０００．５０ 块", "5000.50"),
        ("１，２３４，５６７", "1234567.00"),
        ("+500", "500.00"),
        ("0.000150万", "1.50"),
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
    "text",
    [
        "-1",
        "-0.01",
        "1.005",
        "abc",
        "NaN",
        "1e5",
        "9999999999",
        "5 00",
        "1e3",
        "5,0,0,0",
        "5,00",
        ",500",
        "12,34,567",
        "1,2345",
        "5000元元",
        "5万千",
        "1.2345678万",
        "百",
        "－５",
        "−3",
        "五千",
    ],
)
def test_what_is_no_amount_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_yuan(text)
    assert "金额" in str(refused.value)
    assert text not in str(refused.value)
