"""Virtual time: one clock for each scenario, told to whatever else reads the time of its case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from workers.runtime.retry import duration as parse_duration


class KitError(Exception):
    """The scenario asks for something that the kit cannot do; the message says what instead."""


class CaseClocks(Protocol):
    """Where handlers read the time of a case, for example a table of the case store."""

    def put(self, business_key: str, now: datetime) -> None:
        """From now on it is ``now`` in the case of this business key, in every process."""


class NoCaseClocks:
    """For handlers that read no clock."""

    def put(self, business_key: str, now: datetime) -> None:
        """Nobody listens."""


class VirtualClock:
    """The time of one scenario. It moves when told to, and never backwards.

    Args:
        start: the first instant, aware, and not before the machine's own time: an engine reckons
            repeating timers from its own clock and would skip what lies before it.
        clocks: where others read it.
    """

    def __init__(self, start: datetime, clocks: CaseClocks) -> None:
        self._now = start
        self._clocks = clocks
        self._keys: set[str] = set()

    @property
    def now(self) -> datetime:
        """The present instant of the scenario."""
        return self._now

    def follow(self, business_key: str) -> None:
        """Tell the time to this business key too, at once and from now on."""
        if business_key not in self._keys:
            self._keys.add(business_key)
            self._clocks.put(business_key, self._now)

    def move_to(self, instant: datetime) -> None:
        """Move forward.

        Raises:
            KitError: the instant has passed.
        """
        if instant < self._now:
            raise KitError(f"virtual time does not run backwards: it is {self._now.isoformat()}")
        if instant == self._now:
            return
        self._now = instant
        for key in sorted(self._keys):
            self._clocks.put(key, instant)


def duration(text: str | timedelta) -> timedelta:
    """An ISO 8601 duration such as ``PT4H`` or ``P2DT12H``.

    Raises:
        KitError: not such a duration; months and years have no fixed length.
    """
    if isinstance(text, timedelta):
        return text
    try:
        return parse_duration(text)
    except ValueError as error:
        raise KitError(str(error)) from None
