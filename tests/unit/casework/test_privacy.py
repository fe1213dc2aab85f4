"""Personal data are masked wherever a list or log shows them."""

from __future__ import annotations

import pytest

from workers.casework.privacy import mask_contact, mask_email, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("138-1234-1234", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("057455550103", "****0103"),
        ("110", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_mask_phone(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [("zhang@example.com", "z***@example.com"), ("not an address", "***"), (None, "")],
)
def test_mask_email(email: str | None, masked: str) -> None:
    assert mask_email(email) == masked


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("欧阳娜娜", "欧*"), (None, "")])
def test_mask_name(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


def test_mask_contact_without_any() -> None:
    assert mask_contact("13812341234", "z@example.com") == "138****1234 / z***@example.com"
    assert mask_contact(None, None) == "无"


def test_mask_text_hides_numbers_and_addresses_and_leaves_the_rest() -> None:
    text = "订单DD20261103-0087，电话13812341234或0574-55550103，邮箱a@example.com"
    masked = "订单DD20261103-0087，电话138****1234或****0103，邮箱a***@example.com"
    assert mask_text(text) == masked
    assert mask_text("身份证110101199001011234") == "身份证110101********1234"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话１３８１２３４１２３４，急！", "电话138****1234，急！"),
        ("＋８６ １３８－１２３４－１２３４", "138****1234"),
        ("身份证１１０１０１１９９００１０１１２３４", "身份证110101********1234"),
        ("邮箱：ｌｉ．ｓｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "邮箱：l***@example.com"),
        ("邮箱：r&d@example.com", "邮箱：r***@example.com"),
        ("邮箱：pat.o'neill@example.com", "邮箱：p***@example.com"),
        ("邮箱：李四@例子.公司", "邮箱：李***@例子.公司"),
        ("太差了！a@example.com", "太差了！a***@example.com"),
        ("漏油@第三天", "漏油@第三天"),
    ],
)
def test_numbers_and_addresses_are_hidden_as_people_type_them(text: str, masked: str) -> None:
    assert mask_text(text) == masked
