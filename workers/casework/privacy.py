"""Masks personal data for lists, logs and form headers: 138****1234, z***@example.com, 张*.

Only hides; who may see the whole value is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HIDDEN = "****"
_ON_SCREEN = 2000
"""Characters; the engine answers 500 above 4,000 units of UTF-16, and an emoji takes two."""
_LEFT_OUT = "\n……（中间从略，全文见来信）……\n"
_MOBILE_DIGITS = 11
_SHOWN_DIGITS = 4

_FULL_WIDTH = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "@.-+_()"
}
"""What of a full-width number or address becomes plain, one for one; not the punctuation."""
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]"
_EMAIL_IN_TEXT = re.compile(
    # A name of other letters has no beginning in a Chinese sentence: its last eight are hidden.
    rf"(?:{_ATEXT}+|[^\W_A-Za-z0-9]{{1,8}})@\w[\w-]*(?:\.[\w-]+)+"
)
_IDENTITY_IN_TEXT = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_PHONE_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z-])"
    r"(?:(?:\+?86|0086)[- ]?)?"
    r"(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})"
    r"(?![\dA-Za-z-])"
)


def mask_phone(phone: str | None) -> str:
    """First three and last four digits of a mobile number, the last four of any other.

    Empty stays empty; a number of four digits or fewer is hidden whole.
    """
    if not phone:
        return ""
    digits = re.sub(r"\D", "", phone)
    if len(digits) > _MOBILE_DIGITS and digits.startswith(("86", "0086")):
        digits = digits.removeprefix("00").removeprefix("86")
    if len(digits) <= _SHOWN_DIGITS:
        return _HIDDEN
    start = digits[:3] if len(digits) == _MOBILE_DIGITS and digits.startswith("1") else ""
    return f"{start}{_HIDDEN}{digits[-_SHOWN_DIGITS:]}"


def mask_email(email: str | None) -> str:
    """First letter and domain; empty stays empty, what is no address is hidden whole."""
    if not email:
        return ""
    local, at, domain = email.partition("@")
    return f"{local[0]}***@{domain}" if local and at and domain else "***"


def mask_name(name: str | None) -> str:
    """First character and one star, whatever the length; empty stays empty."""
    stripped = (name or "").strip()
    return f"{stripped[0]}*" if stripped else ""


def mask_contact(phone: str | None, email: str | None) -> str:
    """Both masked contacts as one line, ``/`` between them; ``无`` when there is neither."""
    return " / ".join(filter(None, (mask_phone(phone), mask_email(email)))) or "无"


def mask_text(text: str) -> str:
    """Free text with e-mail addresses, telephone and identity numbers masked, full-width ones too.

    Names in running text cannot be told from other words and are **not** masked.
    """
    without_mail = _hidden(text, _EMAIL_IN_TEXT, lambda found: mask_email(found[0]))
    without_identity = _hidden(
        without_mail, _IDENTITY_IN_TEXT, lambda found: f"{found[1]}********{found[2]}"
    )
    return _hidden(without_identity, _PHONE_IN_TEXT, lambda found: mask_phone(found[0]))


def on_screen(text: str) -> str:
    """Free text masked, and within what a process variable takes (design §3).

    Of a longer text the middle is left out: what the customer added last stands at its end.
    """
    masked = mask_text(text)
    if len(masked) <= _ON_SCREEN:
        return masked
    half = (_ON_SCREEN - len(_LEFT_OUT)) // 2
    return masked[:half] + _LEFT_OUT + masked[-half:]


def _hidden(text: str, pattern: re.Pattern[str], mask: Callable[[re.Match[str]], str]) -> str:
    """The text with every match replaced; full-width signs match like plain ones."""
    parts, end = [], 0
    for found in pattern.finditer(text.translate(_FULL_WIDTH)):
        parts += [text[end : found.start()], mask(found)]
        end = found.end()
    return "".join([*parts, text[end:]])
