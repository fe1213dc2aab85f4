"""Reckons time on the three clocks of table ``sla``: how long, and until when (catalogue 0.4).

``24x7`` never rests; ``service-hours`` runs 08:00–22:00 daily; ``working-days`` runs 09:00–18:00
on working days. Hours are those of Asia/Shanghai. Days of a budget are days of its clock, so
that n working days end at the same time on the n-th following working day; a start outside
hours counts from the next opening. All answers are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, get_args

from workers.casework.calendar import WorkCalendar
from workers.casework.timezone import SHANGHAI, in_shanghai

ClockName = Literal["24x7", "service-hours", "working-days"]
CLOCKS: Final[tuple[str, ...]] = get_args(ClockName)

_HOURS: Final = {
    "24x7": (time(0), timedelta(hours=24)),
    "service-hours": (time(8), timedelta(hours=14)),
    "working-days": (time(9), timedelta(hours=9)),
}
_HORIZON_DAYS: Final = 20 * 366
_NUMBER = r"(\d+(?:\.\d+)?)"
_DURATION = re.compile(rf"P(?:(\d+)D)?(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?")


class LimitError(ValueError):
    """A limit cannot be reckoned with; the message names the value and the cure."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time a clock grants: whole ``days`` of that clock and ``rest`` beside them."""

    days: int
    rest: timedelta

    @classmethod
    def parse(cls, text: str) -> Budget:
        """An ISO 8601 duration of days, hours, minutes, seconds: PT15M, PT7.5M, PT24H, P5D.

        Raises:
            LimitError: anything else; years, months and weeks have no fixed length on a clock.
        """
        found = _DURATION.fullmatch(text.strip())
        if found is None or not any(found.groups()):
            raise LimitError(f"{text!r} is no duration; write it as PT15M, PT4H or P5D")
        days, hours, minutes, seconds = found.groups(default="0")
        try:
            rest = timedelta(hours=float(hours), minutes=float(minutes), seconds=float(seconds))
            return cls(int(days), rest)
        except OverflowError:
            raise LimitError(f"{text!r} is too long") from None


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of table ``sla``.

    Args:
        budget: ISO 8601 duration, as :meth:`Budget.parse` reads it.
        clock: one of :data:`CLOCKS`.

    Raises:
        LimitError: the budget is no duration or the clock is unknown.
    """

    budget: str
    clock: str

    def __post_init__(self) -> None:
        Budget.parse(self.budget)
        if self.clock not in CLOCKS:
            raise LimitError(f"{self.clock!r} is no clock; use one of {', '.join(CLOCKS)}")

    @property
    def span(self) -> timedelta:
        """The time that must pass on the clock itself: a working day is nine hours of it."""
        budget = Budget.parse(self.budget)
        return budget.days * _HOURS[self.clock][1] + budget.rest

    @property
    def in_days(self) -> bool:
        """Counted in whole days: ends at a time of day, not after so many hours."""
        budget = Budget.parse(self.budget)
        return budget.days > 0 and not budget.rest


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest from ``start`` until ``end``; ``None`` means that it still goes on."""

    start: datetime
    end: datetime | None


class Timekeeping:
    """Reckons on the three clocks with one calendar.

    Args:
        calendar: tells working days.
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar

    def due(
        self,
        start: datetime,
        limit: Limit,
        *,
        percent: int = 100,
        pauses: Sequence[Pause] = (),
    ) -> datetime:
        """The instant at which ``percent`` of the limit has passed since ``start``.

        A pause that still goes on is left out, for nobody knows its length: ask again when it
        has ended. A limit of whole days that is used up exactly at closing time is due at the
        next opening, hence "the same time on the n-th following working day".

        Raises:
            LimitError: a negative percentage, or no opening within twenty years.
        """
        if percent < 0:
            raise LimitError(f"{percent} % of a limit lies before its start")
        left = limit.span * percent / 100
        for opened, closed in self._open(start, limit.clock, _ended(pauses)):
            if left < closed - opened or (left == closed - opened and not limit.in_days):
                return (opened + left).astimezone(UTC)
            left -= closed - opened
        raise LimitError("the calendar has no opening within twenty years; check its file")

    def elapsed(
        self, start: datetime, end: datetime, clock: str, pauses: Sequence[Pause] = ()
    ) -> timedelta:
        """The time that passed on a clock; zero if ``end`` is not after ``start``.

        A pause that still goes on rests until ``end``.

        Raises:
            LimitError: the clock is unknown, or more than twenty years lie between.
        """
        finish = in_shanghai(end, "end")
        total = timedelta()
        rests = [Pause(pause.start, pause.end or end) for pause in pauses]
        for opened, closed in self._open(start, clock, rests):
            if opened >= finish:
                return total
            total += min(closed, finish) - opened
        raise LimitError("more than twenty years have passed; check start and end")

    def percent_used(
        self, start: datetime, now: datetime, limit: Limit, pauses: Sequence[Pause] = ()
    ) -> float:
        """How much of the limit has passed, in percent of it (table D36); 100 for a limit of 0."""
        span = limit.span
        return 100 * (self.elapsed(start, now, limit.clock, pauses) / span) if span else 100.0

    def _open(
        self, start: datetime, clock: str, pauses: Sequence[Pause]
    ) -> Iterator[tuple[datetime, datetime]]:
        """Stretches from ``start`` on in which the clock runs, without empty ones."""
        if clock not in CLOCKS:
            raise LimitError(f"{clock!r} is no clock; use one of {', '.join(CLOCKS)}")
        begin = in_shanghai(start, "start")
        opening, length = _HOURS[clock]
        rests = sorted(
            (in_shanghai(pause.start, "a pause"), in_shanghai(pause.end, "a pause"))
            for pause in pauses
            if pause.end is not None
        )
        for day in _from(begin.date()):
            if clock == "working-days" and not self._calendar.is_working_day(day):
                continue
            opened = datetime.combine(day, opening, SHANGHAI)
            yield from _without(max(opened, begin), opened + length, rests)


def _from(first: date) -> Iterator[date]:
    last = min(_HORIZON_DAYS, (date.max - first).days)
    return (first + timedelta(days=number) for number in range(last))


def _without(
    opened: datetime, closed: datetime, rests: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    for begin, end in rests:
        if end <= opened or begin >= closed or end <= begin:
            continue
        if begin > opened:
            yield opened, begin
        opened = end
    if opened < closed:
        yield opened, closed


def _ended(pauses: Sequence[Pause]) -> list[Pause]:
    return [pause for pause in pauses if pause.end is not None]
