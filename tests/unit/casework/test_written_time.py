"""Instants as people and programs write them."""

from datetime import UTC, datetime

import pytest

from workers.casework.timezone import SHANGHAI
from workers.casework.written_time import InstantError, parse_instant


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-26 15:05",
        "2026-11-26T15:05:00+08:00",
        "2026-11-26T07:05:00Z",
        "2026/11/26 15:05",
        "2026.11.26 15:05",
        "2026年11月26日 15点05分",
        "2026年11月26日15:05",
        "２０２６年１１月２６日 １５：０５",
        "2026年11月26日 下午3点05分",
        "2026年11月26日（星期四） 15时05分",
        "2026-11-26 3:05",
    ],
)
def test_an_instant_is_read(typed: str) -> None:
    hour = 3 if typed.endswith(" 3:05") else 15
    assert parse_instant(typed) == datetime(2026, 11, 26, hour, 5, tzinfo=SHANGHAI)


def test_midnight_at_the_end_of_a_day_is_the_next_day() -> None:
    assert parse_instant("2026-11-30 24:00") == datetime(2026, 12, 1, tzinfo=SHANGHAI)


def test_a_day_alone_is_its_beginning_in_shanghai() -> None:
    assert parse_instant("2026-11-26") == datetime(2026, 11, 25, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    ["", "昨天", "2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31", "26/11/2026", "25:00"],
)
def test_what_is_no_instant_is_refused(typed: str) -> None:
    with pytest.raises(InstantError):
        parse_instant(typed)
