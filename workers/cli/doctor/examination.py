"""All checks in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from workers.cli.doctor.access import anonymous_rest, authorisation, demo_logins
from workers.cli.doctor.clocks import calendar_year, clock_skew
from workers.cli.doctor.definitions import time_to_live, topics
from workers.cli.doctor.finding import Finding, Installation
from workers.cli.doctor.release import end_of_life

Check = Callable[[Installation], Iterator[Finding]]
CHECKS: Final[dict[str, Check]] = {
    "anonymous REST": anonymous_rest,
    "demo logins": demo_logins,
    "authorisation": authorisation,
    "time to live": time_to_live,
    "topics": topics,
    "clock": clock_skew,
    "calendar": calendar_year,
    "engine release": end_of_life,
}
"""By the name that the table shows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found; nothing if all is well."""

    check: str
    findings: tuple[Finding, ...]


def examine(installation: Installation) -> list[Result]:
    """Run every check.

    Raises:
        EngineError: the engine refuses to answer a question, such as to a login without rights.
    """
    return [Result(name, tuple(check(installation))) for name, check in CHECKS.items()]
