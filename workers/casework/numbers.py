"""Complaint numbers: ``TS-20261121-0001``, one per intake message, without gaps per day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base, alone

_SHANGHAI = ZoneInfo("Asia/Shanghai")


class NumberSeries(Base):
    """The last number given in one series."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(32), primary_key=True)
    last: Mapped[int]


class Numbers:
    """Issues numbers within one transaction; a rolled-back one is issued again."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, prefix: str, at: datetime) -> str:
        """The next number of the Shanghai day of ``at``, for example ``TS-20261121-0001``."""
        series = f"{prefix}-{at.astimezone(_SHANGHAI):%Y%m%d}"
        alone(self._session, f"series {series}")
        row = self._session.get(NumberSeries, series, with_for_update=True)
        if row is None:
            row = NumberSeries(series=series, last=0)
            self._session.add(row)
        row.last += 1
        self._session.flush()
        return f"{series}-{row.last:04d}"
