"""Whether mail can leave at all, and when to try again if not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

SHORTEST: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(minutes=2)
"""A server that is back is noticed within this time, however long it was away."""


def wait_after(failures: int, longest: timedelta) -> timedelta:
    """Two seconds, doubled with each failure after the first."""
    return min(SHORTEST * (1 << min(max(failures - 1, 0), 20)), longest)


class MailSession:
    """One wait for the whole server, however many mails are due."""

    def __init__(self) -> None:
        self.up: bool | None = None
        """Whether the server answered as it should the last time; ``None`` before the first."""
        self._failures = 0
        self._rest_until: datetime | None = None

    def rests(self, at: datetime) -> bool:
        """Whether it is too early to try again."""
        # A clock that was put back must not lengthen the wait.
        return self._rest_until is not None and at < self._rest_until <= at + LONGEST

    def failed(self, at: datetime) -> datetime:
        """The server did not take mail; returns when to try again."""
        self.up = False
        self._failures += 1
        self._rest_until = at + wait_after(self._failures, LONGEST)
        return self._rest_until

    def answered(self) -> None:
        """The server took a mail, or spoke about one."""
        self.up, self._failures, self._rest_until = True, 0, None
