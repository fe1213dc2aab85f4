"""Complaint numbers run per Shanghai day, without gaps."""

from datetime import UTC, datetime

import pytest

from workers.casework.numbers import Numbers
from workers.casework.store import Store


def test_numbers_follow_each_other(store: Store, now: datetime) -> None:
    with store.begin() as session:
        numbers = Numbers(session)
        assert [numbers.next("TS", now) for _ in range(3)] == [
            "TS-20261120-0001",
            "TS-20261120-0002",
            "TS-20261120-0003",
        ]


def test_the_day_is_that_of_shanghai(store: Store) -> None:
    with store.begin() as session:
        late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
        assert Numbers(session).next("TS", late) == "TS-20261121-0001"


def test_a_rolled_back_number_is_issued_again(store: Store, now: datetime) -> None:
    def failed() -> None:
        with store.begin() as session:
            Numbers(session).next("TS", now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failed()
    with store.begin() as session:
        assert Numbers(session).next("TS", now) == "TS-20261120-0001"
