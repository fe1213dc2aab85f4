"""The arithmetic of the benchmark's table; the figures themselves are no test's business."""

from __future__ import annotations

from tests.benchmarks.__main__ import Round, table
from tests.benchmarks.workload import chain


def test_medians_and_ratios_to_the_limit() -> None:
    rounds = {
        "limit": [Round(400, 0.4), Round(500, 0.5), Round(100, 9.0)],
        "ours": [Round(360, 0.9), Round(300, 1.1), Round(380, 1.0)],
    }
    assert table(chain(400), rounds).splitlines() == [
        "### chain of five topics: 400 instances, 2000 tasks",
        "",
        "| peer | tasks/s, median (least – most) | of the limit | client CPU, s per 1,000 tasks |",
        "|---|---|---|---|",
        "| limit | 400 (100 – 500) | 1.00 | 0.50 |",
        "| ours | 360 (300 – 380) | 0.90 | 1.00 |",
    ]
