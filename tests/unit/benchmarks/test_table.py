"""The arithmetic of the benchmark's tables; the figures themselves are no test's business."""

from __future__ import annotations

import pytest

from tests.benchmarks.table import LIMIT, OURS, Round, beside_slow, drains, latencies, quantile


def test_ratios_are_medians_of_what_each_round_says() -> None:
    rounds = {
        LIMIT: [Round(400, 0.4, 4.0), Round(500, 0.5, 5.0), Round(100, 9.0, 10.0)],
        OURS: [Round(360, 0.9, 4.2), Round(400, 1.1, 5.5), Round(95, 1.0, 11.0)],
        "theirs": [Round(200, 0.9, 6.0), Round(100, 1.0, 5.0), Round(95, 3.0, 10.0)],
    }
    # Medians first would say 3.6 times theirs, and theirs 0.25 of the limit.
    assert drains(rounds).splitlines()[2:] == [
        f"| {LIMIT} | 400 (100 – 500) | 1.00 | 0.90 × | 0.50 | 5.00 | +0% |",
        f"| {OURS} | 360 (95 – 400) | 0.90 | 1.00 × | 1.00 | 5.50 | +10% |",
        "| theirs | 100 (95 – 200) | 0.50 | 1.80 × | 1.00 | 6.00 | +0% |",
    ]


def test_latencies_are_compared_at_each_quantile() -> None:
    waits = {LIMIT: [0.010] * 19 + [0.100], "ours": [0.012] * 20}
    assert latencies(waits).splitlines()[2:] == [
        f"| {LIMIT} | 10 | 1.00 | 100 | 1.00 |",
        "| ours | 12 | 1.20 | 12 | 0.12 |",
    ]


@pytest.mark.parametrize(("share", "value"), [(0.5, 3), (0.95, 4), (0.0, 1), (1.0, 4)])
def test_a_quantile_is_one_of_the_values(share: float, value: int) -> None:
    assert quantile([4, 1, 3, 2], share) == value


def test_what_a_fast_topic_loses() -> None:
    table = beside_slow({"ours": [100, 120, 110]}, {"ours": [99, 104.5, 110]})
    assert table.splitlines()[2:] == ["| ours | 110 | 104 | 5% |"]
