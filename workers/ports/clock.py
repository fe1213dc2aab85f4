"""The one source of time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of a case. No handler, service, model or table reads the machine's clock."""

    def now(self, business_key: str | None = None) -> datetime:
        """The present instant, UTC, for this case (under test each case has its own)."""
