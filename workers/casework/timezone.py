"""Legal time of the People's Republic of China, in which people read and write instants.

A fixed offset: China has had no summer time since 1991, and the fixed offset needs no time-zone
database on the machine. Whatever is stored stays UTC; this is only for reading and writing.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


class NaiveInstantError(ValueError):
    """An instant without a time zone was given where an absolute instant is needed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} has no time zone; give an aware datetime")
        self.what = what


def in_shanghai(instant: datetime, what: str = "the instant") -> datetime:
    """The same instant in legal time.

    Raises:
        NaiveInstantError: ``instant`` has no time zone; ``what`` names it in the message.
    """
    if instant.utcoffset() is None:
        raise NaiveInstantError(what)
    return instant.astimezone(SHANGHAI)


def written(instant: datetime) -> str:
    """As a Chinese letter writes it, to the minute: ``2026年11月21日 14:30``."""
    local = in_shanghai(instant)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
