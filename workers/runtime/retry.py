"""The retry schedule of a service task, as its designer writes it in the model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

PROPERTY = "retries"
"""Extension property of the element that holds the schedule."""

_CYCLE = re.compile(r"R(\d{1,3})/(P.+)")
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """How often and when a task is tried.

    ``R3/PT5M`` means **three attempts in all**, five minutes apart, as the engine itself
    counts for its jobs. ``PT1M,PT5M,PT30M`` means four attempts with growing waits.
    """

    attempts: int
    waits: tuple[timedelta, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a schedule.

        Raises:
            ValueError: neither ``R<attempts>/<duration>`` nor a list of durations.
        """
        compact = text.strip()
        if cycle := _CYCLE.fullmatch(compact):
            attempts = int(cycle[1])
            if attempts < 1:
                raise ValueError(f"retry schedule {text!r}: at least one attempt is needed")
            return cls(attempts, (duration(cycle[2]),))
        waits = tuple(duration(each.strip()) for each in compact.split(","))
        return cls(len(waits) + 1, waits)

    def remaining(self, retries: int | None) -> int:
        """Attempts left after one more failure; ``None`` means that this was the first."""
        return max((self.attempts if retries is None else retries) - 1, 0)

    def wait(self, retries: int | None, chance: float) -> timedelta:
        """The wait before the next attempt, up to a tenth longer so that retries spread.

        Args:
            retries: what the engine counted before this failure.
            chance: a random number in [0, 1).
        """
        failed_before = self.attempts - (self.attempts if retries is None else retries)
        wait = self.waits[min(max(failed_before, 0), len(self.waits) - 1)]
        return wait * (1 + _JITTER * chance)


def duration(text: str) -> timedelta:
    """An ISO 8601 duration without months and years, whose length is not fixed.

    Raises:
        ValueError: something else.
    """
    found = _DURATION.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        raise ValueError(f"{text!r} is no duration such as PT5M, PT30S or P1D")
    return timedelta(**{unit: float(count) for unit, count in found.groupdict("0").items()})
