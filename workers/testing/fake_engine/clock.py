"""Time that passes only when a test says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class VirtualClock:
    """The clock of a fake engine; it stands still between two calls of :meth:`advance`."""

    def __init__(self, now: datetime = _BEGINNING) -> None:
        self.now = now

    def advance(self, span: timedelta) -> None:
        """Let time pass.

        Raises:
            ValueError: it would pass backwards.
        """
        if span < timedelta():
            raise ValueError("time does not pass backwards")
        self.now += span


def engine_date(moment: datetime | None) -> str | None:
    """A moment as the engine writes it: ``2026-01-01T00:00:00.000+0000``."""
    if moment is None:
        return None
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}+0000"
