"""Money as people type it: yuan with at most two decimals, as an exact ``Decimal``."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

LARGEST: Final = Decimal("999999999.99")
_FEN: Final = Decimal("0.01")
_TYPED: Final = re.compile(
    r"(?:¥|人民币|RMB|CNY)?\s*"
    r"(?P<sign>[-−–+]?)\s*"
    # A thousands separator stands before every three digits, or nowhere.
    r"(?P<whole>[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]{1,3}(?:[ '][0-9]{3})+|[0-9]{1,12})"
    r"(?:\.(?P<part>[0-9]{0,6}))?\s*"
    r"(?P<unit>万|千|百)?\s*(?:元|圆|块钱?|RMB|CNY|yuan)?(?:整|正)?(?:人民币)?",
    re.IGNORECASE,
)
_UNITS: Final = {"万": 10_000, "千": 1_000, "百": 100}


class AmountError(ValueError):
    """The text is not an amount in yuan; the message says why, without repeating the text."""


def parse_yuan(text: str | None) -> Decimal | None:
    """The amount, always with two decimals; ``None`` for an empty text.

    Taken as people type them: full-width characters, ``¥`` or ``人民币`` before and ``元`` behind,
    ``1.2万``, and a separator before every three digits.

    Raises:
        AmountError: negative, more than two decimals, above 999,999,999.99, or no number.
    """
    # NFKC turns full-width digits, ￥ and ， into their plain forms.
    typed = unicodedata.normalize("NFKC", text or "").strip()
    if not typed:
        return None
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise AmountError("金额须为数字，最多两位小数，不超过999999999.99元")
    if found["sign"] not in {"", "+"}:
        raise AmountError("金额不能为负数")
    digits = re.sub(r"[^0-9]", "", found["whole"])
    yuan = Decimal(f"{digits}.{found['part'] or 0}") * _UNITS.get(found["unit"] or "", 1)
    if yuan > LARGEST or yuan != yuan.quantize(_FEN):
        raise AmountError("金额须为数字，最多两位小数，不超过999999999.99元")
    return yuan.quantize(_FEN)
