"""Complaints that scenarios hand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.scenarios.engine_host import containers_required, new_key
from tests.scenarios.play import Case, Company


def pytest_report_header() -> list[str]:
    required = "required" if containers_required() else "used where Docker answers"
    return [f"scenarios: containerised engine {required}"]


@pytest.fixture
def open_case(company: Company) -> Iterator[Callable[..., Case]]:
    """Hands in complaints; at the end no case of the test may have an incident left."""
    cases: list[Case] = []

    def hand_in(**facts: str) -> Case:
        case = company.hand_in(new_key(), **facts)
        cases.append(case)
        return case

    yield hand_in
    for case in cases:
        case.must_be_clean()
