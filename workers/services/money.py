"""Money as people type it: yuan with at most two decimals, as an exact ``Decimal``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

LARGEST: Final = Decimal("999999999.99")
_PLAIN: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


class AmountError(ValueError):
    """The text is not an amount in yuan; the message says why, without repeating the text."""


def parse_yuan(text: str | None) -> Decimal | None:
    """The amount, always with two decimals; ``None`` for an empty text.

    Thousands separators and a leading ¥ are accepted, since people type them.

    Raises:
        AmountError: negative, more than two decimals, above 999,999,999.99, or no number.
    """
    cleaned = (text or "").strip().removeprefix("¥").removeprefix("￥").replace(",", "")
    if not cleaned:
        return None
    if cleaned.startswith("-"):
        raise AmountError("金额不能为负数")
    if not _PLAIN.fullmatch(cleaned):
        raise AmountError("金额须为数字，最多两位小数，不超过999999999.99元")
    return Decimal(cleaned).quantize(Decimal("0.01"))
