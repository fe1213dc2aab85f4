"""Running numbers by pattern, without gaps: of cases, publications, vouchers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.procedure_content import numbered, series_of
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
        """The next number of the Shanghai day of ``at``, for example ``FY-20261121-0001``."""
        return self.issue(f"{prefix}-{{day}}-{{no}}", at)

    def issue(self, pattern: str, at: datetime) -> str:
        """The next number of a pattern such as ``WJ-{day}-{no}`` or ``FB-{year}-{no:3}``.

        Numbers run within the day or the year (of Shanghai) that the pattern names, else for ever.
        """
        series = series_of(pattern, f"{at.astimezone(_SHANGHAI):%Y%m%d}")
        key = series.removesuffix("-{no}")
        alone(self._session, f"series {key}")
        row = self._session.get(NumberSeries, key, with_for_update=True)
        if row is None:
            row = NumberSeries(series=key, last=0)
            self._session.add(row)
        row.last += 1
        self._session.flush()
        return numbered(series, row.last)
