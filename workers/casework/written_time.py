"""Instants as people and programs write them; without a zone they are Shanghai time."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from workers.casework.timezone import SHANGHAI

_YEARS: Final = range(1900, 2100)
_WRITTEN: Final = re.compile(
    r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
    r"(?:[ T]*(上午|下午|晚上|AM|PM)?\s*(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2}))?[分秒]?)?",
    re.IGNORECASE,
)
_NOON: Final = 12
_DAY: Final = 24


class InstantError(ValueError):
    """The text is no instant; the message does not repeat it."""


def parse_instant(text: str) -> datetime:
    """An aware instant from ISO 8601 or as Chinese notes write it (``2026年11月26日 下午3点``).

    Full-width digits are taken; 24:00 is the beginning of the next day.

    Raises:
        InstantError: neither, or a year outside 1900 to 2099.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    try:
        read = _iso(typed) or _written(typed)
    except (ValueError, OverflowError):
        read = None
    if read is None or read.year not in _YEARS:
        raise InstantError("不是时间")
    return read


def _iso(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def _written(text: str) -> datetime | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[part] or 0) for part in (1, 2, 3, 5, 6, 7))
    if (found[4] or "").lower() in {"下午", "晚上", "pm"} and hour < _NOON:
        hour += _NOON
    midnight = datetime(year, month, day, tzinfo=SHANGHAI)
    if hour == _DAY and not minute and not second:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=hour, minute=minute, second=second)
