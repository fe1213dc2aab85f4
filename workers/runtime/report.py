"""What is said to the engine about one task: exactly one of three things, and its fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Complete:
    """The task is done."""

    variables: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ThrowError:
    """A business fact that the model catches."""

    code: str
    message: str
    variables: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Fail:
    """A fault: tried again ``retries`` times after ``wait``, or an incident when 0 are left."""

    message: str
    details: str
    retries: int
    wait: timedelta = timedelta()

    @property
    def at_once(self) -> bool:
        """Whether the retry should begin now, which takes an unlock after the report."""
        return self.retries > 0 and not self.wait


Report = Complete | ThrowError | Fail


class Delivery(Enum):
    """What became of a report."""

    ACCEPTED = "accepted"
    FAILED_INSTEAD = "failed_instead"
    """The engine refused the result; a failure was reported in its place."""
    GONE = "gone"
    """The task does not exist: done by an earlier try of this report, or cancelled."""
    LOST = "lost"
    """Another worker holds the task."""
    UNDELIVERED = "undelivered"
    """Given up; the lock expires and the task is delivered again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a report, and what was said last."""

    delivery: Delivery
    report: Report
    repeated: int = 0
    """How often something had to be said again."""
