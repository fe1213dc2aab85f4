"""The working calendar of mainland China, with holidays and make-up days (design §4).

Seeded from two libraries; a year is official when both know it and agree on every day of it.
The State Council publishes a year's arrangement in the November before, so the next year is
provisional until then: weekends and the statutory holidays, without make-up days. A TOML file
can correct single days or lay down a whole year::

    [years.2027]
    status = "official"
    holidays = [2027-01-01, 2027-02-05]
    make_up_days = [2027-02-14]

Hours are left to ``worktime``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

import chinese_calendar
import holidays
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

YearStatus = Literal["official", "provisional"]
_SATURDAY = 5


class CalendarFileError(Exception):
    """The calendar file cannot be used; the message names the file, the fault and the cure."""


class YearRule(BaseModel):
    """What a calendar file says about one year.

    A year that the file calls official is read from the file alone. Otherwise its days are
    laid over what the libraries know, and a status left out stays as it was.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: YearStatus | None = None
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if both := self.holidays & self.make_up_days:
            raise ValueError(f"{min(both)} is both a holiday and a make-up day")
        if self.status == "official" and not self.holidays:
            raise ValueError("an official year must list its holidays")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    years: dict[Annotated[int, Field(ge=1, le=9999)], YearRule]

    @model_validator(mode="after")
    def _days_in_their_year(self) -> Self:
        for year, rule in self.years.items():
            for day in rule.holidays | rule.make_up_days:
                if day.year != year:
                    raise ValueError(f"{day} stands under year {year}")
        return self


@dataclass(frozen=True, slots=True)
class _Year:
    status: YearStatus
    working_days: frozenset[date]


class WorkCalendar:
    """Which days are working days. Answers for every year and never raises.

    Args:
        rules: years that a calendar file corrects.
    """

    def __init__(self, rules: Mapping[int, YearRule] | None = None) -> None:
        self._rules = dict(rules or {})
        self._years: dict[int, _Year] = {}

    @classmethod
    def shipped(cls, file: Path | None = None) -> Self:
        """The calendar of the libraries, corrected by a file if one is given.

        Raises:
            CalendarFileError: the file is missing, no TOML, or breaks a rule.
        """
        return cls(None if file is None else read_rules(file))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day: a weekday that is no holiday, or a make-up day."""
        plain = day.date() if isinstance(day, datetime) else day
        return plain in self._year(plain.year).working_days

    def status(self, year: int) -> YearStatus:
        """``official`` when the arrangement of that year is known, else ``provisional``."""
        return self._year(year).status if date.min.year <= year <= date.max.year else "provisional"

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = _corrected(year, self._rules.get(year))
        return known


def read_rules(file: Path) -> dict[int, YearRule]:
    """The years of a calendar file.

    Raises:
        CalendarFileError: the file is missing, no TOML, or breaks a rule.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as refused:
        raise CalendarFileError(f"{file}: {refused.strerror}; check the path") from refused
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise CalendarFileError(f"{file}: no valid TOML ({broken}); correct that line") from broken
    try:
        return dict(_File.model_validate(data).years)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "years"
        raise CalendarFileError(
            f"{file}: {where}: {first['msg']}; see workers/casework/calendar.py for the shape"
        ) from invalid


def _corrected(year: int, rule: YearRule | None) -> _Year:
    if rule is not None and rule.status == "official":
        weekdays = frozenset(day for day in _days(year) if day.weekday() < _SATURDAY)
        return _Year("official", weekdays - rule.holidays | rule.make_up_days)
    seed = _seed(year)
    if rule is None:
        return seed
    return _Year(rule.status or seed.status, seed.working_days - rule.holidays | rule.make_up_days)


def _seed(year: int) -> _Year:
    published, computed = _published(year), _computed(year)
    if published is None:
        return _Year("provisional", computed)
    return _Year("official" if published == computed else "provisional", published)


def _published(year: int) -> frozenset[date] | None:
    """Working days by ``chinesecalendar``, which follows the State Council's notices."""
    try:
        return frozenset(day for day in _days(year) if chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _computed(year: int) -> frozenset[date]:
    """Working days by ``holidays``, which goes on into the future but knows no make-up day there.

    Neither library promises what it does for far years, hence the broad net: weekends remain.
    """
    try:
        known = holidays.country_holidays("CN", years=year)
        return frozenset(day for day in _days(year) if known.is_working_day(day))
    except Exception:  # noqa: BLE001 - a calendar never crashes (design §4)
        return frozenset(day for day in _days(year) if day.weekday() < _SATURDAY)


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    count = (date(year, 12, 31) - first).days + 1
    return [first + timedelta(days=number) for number in range(count)]
