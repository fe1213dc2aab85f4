"""Clocks and calendars: what limits are reckoned with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from workers.cli.doctor.finding import Finding, Installation, Level

CHINA: Final = ZoneInfo("Asia/Shanghai")
TOLERANCE: Final = timedelta(seconds=10)
"""Of the two clocks. HTTP tells whole seconds, and the answer was some time under way."""
AHEAD: Final = timedelta(days=60)
"""How far limits reach: a step of working days that begins today may end in the next year."""


def clock_skew(installation: Installation) -> Iterator[Finding]:
    """Do the engine and this machine agree on the time?"""
    sent = installation.clock.now()
    answer = installation.engine.session.request("GET", "/version")
    received = installation.clock.now()
    if "Date" not in answer.headers:
        return
    theirs = parsedate_to_datetime(answer.headers["Date"])
    ahead = max(theirs - received, timedelta(0))
    behind = max(sent - theirs, timedelta(0))
    if (skew := max(ahead, behind)) > TOLERANCE:
        which = "ahead of" if ahead else "behind"
        yield Finding(
            Level.WRONG,
            f"the engine's clock is {skew.total_seconds():.0f} s {which} this machine's: timers "
            "and limits fire at the wrong time, and tokens are refused",
            "Let both machines take the time from the same NTP server.",
        )


def calendar_year(installation: Installation) -> Iterator[Finding]:
    """Are the working days known of every year that limits reach?"""
    today = installation.clock.now().astimezone(CHINA).date()
    for year in sorted({today.year, (today + AHEAD).year}):
        if installation.calendar.status(year) == "provisional":
            yield Finding(
                Level.WRONG if year == today.year else Level.SOON,
                f"the working days of {year} are provisional: make-up days are not known, so "
                "limits of working days may be off",
                "Write the arrangement that the State Council has published into a calendar file "
                "and name it with SOP_CALENDAR_FILE.",
            )
