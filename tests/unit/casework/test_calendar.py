"""The working calendar of mainland China, official or provisional, never a crash (design §4)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from workers.casework.calendar import CalendarFileError, WorkCalendar


@pytest.fixture
def calendar() -> WorkCalendar:
    return WorkCalendar.shipped()


def _written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday made up for the National Day holidays
        (date(2026, 2, 17), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
        (date(2027, 2, 8), False),  # spring festival, known by one library only
    ],
)
def test_known_days(calendar: WorkCalendar, day: date, working: bool) -> None:
    assert calendar.is_working_day(day) is working


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_official_year_agrees_with_its_source_on_every_day(
    calendar: WorkCalendar, year: int
) -> None:
    assert calendar.status(year) == "official"
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day)
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [1, 1949, 2003, 2027, 2100, 9999])
def test_any_other_year_is_provisional_and_does_not_raise(
    calendar: WorkCalendar, year: int
) -> None:
    assert calendar.status(year) == "provisional"
    days = [date(year, 6, 1) + timedelta(days=n) for n in range(14)]
    assert 5 <= sum(calendar.is_working_day(day) for day in days) <= 10


def test_a_year_that_no_date_can_have_is_provisional(calendar: WorkCalendar) -> None:
    assert calendar.status(0) == calendar.status(12026) == "provisional"


def test_sources_that_disagree_make_a_year_provisional(
    calendar: WorkCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_saturday, published = date(2026, 6, 6), chinese_calendar.is_workday
    monkeypatch.setattr(
        chinese_calendar, "is_workday", lambda day: day == plain_saturday or published(day)
    )
    assert calendar.status(2026) == "provisional"
    assert calendar.is_working_day(plain_saturday)


def test_a_file_corrects_single_days_and_keeps_the_rest(tmp_path: Path) -> None:
    text = "[years.2027]\nmake_up_days = [2027-02-14]\nholidays = [2027-03-01]\n"
    calendar = WorkCalendar.shipped(_written(tmp_path, text))
    assert calendar.is_working_day(date(2027, 2, 14))
    assert not calendar.is_working_day(date(2027, 3, 1))
    assert not calendar.is_working_day(date(2027, 10, 1))
    assert calendar.status(2027) == "provisional"


def test_an_official_year_of_a_file_stands_alone(tmp_path: Path) -> None:
    text = '[years.2027]\nstatus = "official"\nholidays = [2027-01-01]\nmake_up_days = [2027-01-03]'
    calendar = WorkCalendar.shipped(_written(tmp_path, text))
    assert calendar.status(2027) == "official"
    assert calendar.is_working_day(date(2027, 1, 3))
    assert calendar.is_working_day(date(2027, 2, 8))  # the library's guess no longer counts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[years.2027", "no valid TOML"),
        ("[years.2027]\nholidays = [2026-01-01]", "stands under year 2027"),
        ('[years.2027]\nstatus = "final"', "status"),
        ('[years.2027]\nstatus = "official"', "must list its holidays"),
        (
            "[years.2027]\nholidays = [2027-01-01]\nmake_up_days = [2027-01-01]",
            "both a holiday and a make-up day",
        ),
        ("[years.next]\n", "years.next"),
        ("[years.2027]\nholiday = []", "holiday"),
    ],
)
def test_a_broken_file_is_explained(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CalendarFileError, match=said):
        WorkCalendar.shipped(_written(tmp_path, text))


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileError, match="check the path"):
        WorkCalendar.shipped(tmp_path / "none.toml")
