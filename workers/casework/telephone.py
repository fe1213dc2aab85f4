"""Telephone numbers as people type them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import phonenumbers

_SEPARATORS: Final = re.compile(r"[\s()（）./·‐-―-]")
_MAINLAND: Final = re.compile(
    r"(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7})(?:(?:转|#|x|ext)\d{1,6})?", re.ASCII
)
_COUNTRY: Final = re.compile(r"^(?:\+|00)?86(?=0?[1-9]\d{8,})")
_LOCAL_TRUNK: Final = re.compile(r"^(10\d{8}|[2-9]\d{8,10})(?!\d)")
_IN_TEXT: Final = re.compile(
    r"(?<![\dA-Za-z-])(?:(?:\+|00)?86[- ]?)?"
    r"(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8})(?![\dA-Za-z-])"
)


class TelephoneError(ValueError):
    """The text is no telephone number; the message does not repeat it."""


def parse_telephone(text: str) -> str:
    """The number as digits, an extension after 转; of another country as ``+`` and digits.

    A mainland mobile, landline with area code, 400 or 800 number; full-width digits too.

    Raises:
        TelephoneError: it is none of these.
    """
    typed = unicodedata.normalize("NFKC", text)
    digits = _SEPARATORS.sub("", typed).lower()
    mainland = re.sub(r"(?:#|x|ext)", "转", _COUNTRY.sub("", digits).removeprefix("+"))
    if _COUNTRY.match(digits):  # +86 571 … is dialled 0571 at home
        mainland = _LOCAL_TRUNK.sub(r"0\1", mainland)
    if _MAINLAND.fullmatch(mainland):
        return mainland
    if digits.startswith(("+", "00")):
        return _abroad("+" + digits.removeprefix("+").removeprefix("00"))
    raise TelephoneError("联系电话格式不正确")


def _abroad(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        raise TelephoneError("联系电话格式不正确") from None
    if not phonenumbers.is_possible_number(number):
        raise TelephoneError("联系电话格式不正确")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def telephone_in(text: str) -> str | None:
    """The last telephone number that stands in a text, as in a signature."""
    found = _IN_TEXT.findall(unicodedata.normalize("NFKC", text))
    return _SEPARATORS.sub("", found[-1]) if found else None
