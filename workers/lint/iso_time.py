"""Times as a model writes them out: which of them an engine of the family understands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_DURATION: Final = (
    r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)
_DATE: Final = r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_CYCLE: Final = rf"R\d*/(?:{_DATE}/)?{_DURATION}(?:/{_DATE})?"
_CRON: Final = r"(?:[\d*?,/\-LW#A-Za-z]+\s+){5,6}[\d*?,/\-LW#A-Za-z]+"
"""The engine also takes Quartz's cron for cycles: six or seven fields."""
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "duration": re.compile(_DURATION),
    "date": re.compile(_DATE),
    "cycle": re.compile(rf"{_CYCLE}|{_CRON}"),
}


def is_understood(kind: str, text: str) -> bool:
    """Whether a text is a time of its kind: ``date``, ``duration`` or ``cycle``."""
    return _FORMS[kind].fullmatch(text) is not None
