"""Fields of a message that have a format: telephone, e-mail, instant, amount."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from workers.services.intake.message import IntakeError
from workers.services.timezone import SHANGHAI

_SEPARATORS = re.compile(r"[\s()（）-]")
_PHONE = re.compile(r"(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7})(?:(?:转|#|x)\d{1,6})?", re.ASCII)
_PHONE_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z-])(?:(?:\+|00)?86[- ]?)?"
    r"(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8})(?![\dA-Za-z-])"
)
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_EMAIL_LIMIT = 254
_YEAR_LIMIT = 2100
_INSTANT = re.compile(
    r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?"
    r"(?:[ T]*(\d{1,2})[:：时点](\d{1,2})?(?:[:：](\d{1,2}))?分?)?"
)
_YUAN = re.compile(r"(?:[¥￥]|人民币|RMB|CNY)?\s*(-?[\d,]+(?:\.\d+)?)\s*元?", re.IGNORECASE)
_CENT = Decimal("0.01")
_AMOUNT_LIMIT = Decimal(10**9)


def phone(source: str, value: str) -> str:
    """A mainland mobile, landline or 400/800 number, as digits (extension after 转).

    Raises:
        IntakeError: it is none of these.
    """
    digits = re.sub(r"^(?:\+|00)?86(?=[01])", "", _SEPARATORS.sub("", value))
    if not _PHONE.fullmatch(digits):
        raise IntakeError(
            source, "联系电话格式不正确", "请填 11 位手机号，或带区号的座机号（如 0571-87654321）"
        )
    return digits


def phone_in(text: str) -> str | None:
    """The last telephone number that stands in a text, as in a signature."""
    found = _PHONE_IN_TEXT.findall(text)
    return _SEPARATORS.sub("", found[-1]) if found else None


def email(source: str, value: str) -> str:
    """An e-mail address.

    Raises:
        IntakeError: it is none.
    """
    if len(value) > _EMAIL_LIMIT or not _EMAIL.fullmatch(value):
        raise IntakeError(source, "电子邮箱格式不正确", "请填写完整邮箱，如 name@example.com")
    return value


def instant(source: str, label: str, value: str) -> datetime:
    """ISO 8601, or as Chinese notes write it; without a zone it is Shanghai time.

    Raises:
        IntakeError: neither.
    """
    try:
        read = _iso(value) or _written(value)
    except (ValueError, OverflowError):
        read = None
    if read is None or read.year >= _YEAR_LIMIT:
        raise IntakeError(source, f"“{label}”不是时间", "请写成 2026-11-21 14:30 的形式")
    return read


def _iso(value: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def _written(value: str) -> datetime | None:
    found = _INSTANT.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


def amount(source: str, label: str, value: object) -> Decimal:
    """A sum in yuan with at most two decimals, as a JSON number or text (``¥3,200.00`` too).

    Raises:
        IntakeError: no number, negative, more than two decimals, or a billion and above.
    """
    way_out = "请填写 0 以上、最多两位小数的金额，如 3200.00"
    text = str(value).strip()
    found = _YUAN.fullmatch(text) if not isinstance(value, bool) else None
    try:
        yuan = Decimal(found[1].replace(",", "")) if found else None
    except InvalidOperation:
        yuan = None
    if yuan is None:
        raise IntakeError(source, f"“{label}”不是金额", way_out)
    if yuan < 0:
        raise IntakeError(source, f"“{label}”为负数", way_out)
    if yuan >= _AMOUNT_LIMIT or yuan != yuan.quantize(_CENT):
        raise IntakeError(source, f"“{label}”超过两位小数或数额过大", way_out)
    return yuan.quantize(_CENT)
