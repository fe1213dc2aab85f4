"""Fields of a message that have a format, refused by one clear sentence each."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from workers.casework.mail.address import AddressError, MailAddress
from workers.casework.money import AmountError, parse_yuan
from workers.casework.telephone import TelephoneError, parse_telephone
from workers.casework.written_time import InstantError, parse_instant
from workers.services.intake.message import IntakeError


def phone(source: str, value: str) -> str:
    """A telephone number, as :func:`parse_telephone` gives it.

    Raises:
        IntakeError: it is none.
    """
    try:
        return parse_telephone(value)
    except TelephoneError:
        raise IntakeError(
            source,
            "联系电话格式不正确",
            "请填 11 位手机号，或带区号的座机号（如 0571-87654321），境外号码以 + 开头",
        ) from None


def email(source: str, value: str) -> str:
    """An e-mail address.

    Raises:
        IntakeError: it is none.
    """
    try:
        return str(MailAddress.parse(value))
    except AddressError:
        raise IntakeError(
            source, "电子邮箱格式不正确", "请填写完整邮箱，如 name@example.com"
        ) from None


def instant(source: str, label: str, value: str) -> datetime:
    """An instant, as :func:`parse_instant` gives it.

    Raises:
        IntakeError: it is none.
    """
    try:
        return parse_instant(value)
    except InstantError:
        raise IntakeError(source, f"“{label}”不是时间", "请写成 2026-11-21 14:30 的形式") from None


def amount(source: str, label: str, value: object) -> Decimal:
    """A sum in yuan, as a JSON number or as people type it.

    Raises:
        IntakeError: no number, negative, more than two decimals, or a billion and above.
    """
    typed = None if isinstance(value, bool | list | dict) else str(value)
    try:
        yuan = parse_yuan(typed)
    except AmountError as refused:
        raise IntakeError(source, f"“{label}”有误（{refused}）", "请填写金额，如 3200.00") from None
    if yuan is None:
        raise IntakeError(source, f"“{label}”不是金额", "请填写金额，如 3200.00")
    return yuan
