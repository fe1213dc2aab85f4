"""Telephone numbers as people type them."""

import pytest

from workers.casework.telephone import TelephoneError, parse_telephone, telephone_in


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800000101", "13800000101"),
        ("138 0000 0101", "13800000101"),
        ("１３８００００００００", "13800000000"),
        ("＋８６　１３８－００００－０１０１", "13800000101"),
        ("+86 138-0000-0101", "13800000101"),
        ("0086 138 0000 0101", "13800000101"),
        ("138.0000.0101", "13800000101"),
        ("138 - 0000 - 0101", "13800000101"),
        ("0571-87654321", "057187654321"),
        ("（0571）87654321转8012", "057187654321转8012"),
        ("0571-87654321#8012", "057187654321转8012"),
        ("0571-87654321 ext. 8012", "057187654321转8012"),
        ("+86 571 8765 4321", "057187654321"),
        ("+86 10 8765 4321", "01087654321"),
        ("400-820-8820", "4008208820"),
        ("800 810 8888", "8008108888"),
        ("+852 2123 4567", "+85221234567"),
        ("00852-21234567", "+85221234567"),
        ("+886 2 2345 6789", "+886223456789"),
        ("+1 (212) 555-0123", "+12125550123"),
    ],
)
def test_a_number_is_read(typed: str, number: str) -> None:
    assert parse_telephone(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "12345", "23800000101", "138000001012", "+1", "+999 1", "手机"]
)
def test_what_is_no_number_is_refused_without_being_repeated(typed: str) -> None:
    with pytest.raises(TelephoneError) as refused:
        parse_telephone(typed)
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("李四\n电话：138 0000 0101", "13800000101"),
        ("电话１３８００００００００，谢谢", "13800000000"),
        ("座机 0571-87654321", "057187654321"),
        ("订单 DD20261101001 的货", None),
        ("身份证 330102199001011234", None),
    ],
)
def test_a_number_is_found_in_a_text(text: str, number: str | None) -> None:
    assert telephone_in(text) == number
