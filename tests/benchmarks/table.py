"""The figures as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

LIMIT = "the engine's limit"
OURS = "sop-workers"


@dataclass(frozen=True, slots=True)
class Round:
    """One peer on one full engine."""

    tasks_per_second: float
    client_cpu: float
    """Seconds of the client's processor for 1,000 tasks."""
    engine_cpu: float
    """The same of the engine's."""


def drains(rounds: Mapping[str, Sequence[Round]]) -> str:
    """Speed and processor of every peer; ``rounds`` holds the limit's and ours too."""
    lines = [
        (
            "| client | tasks/s, median (least – most) | of the limit | ours beside it "
            "| client CPU, s per 1,000 | engine CPU, s per 1,000 | beside the limit |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    limit, ours = rounds[LIMIT], rounds[OURS]
    for peer, played in rounds.items():
        speeds = [each.tasks_per_second for each in played]
        mine = median_round(played)
        lines.append(
            f"| {peer} | {mine.tasks_per_second:.0f} ({min(speeds):.0f} – {max(speeds):.0f}) "
            f"| {median_ratio(played, limit, _speed):.2f} "
            f"| {median_ratio(ours, played, _speed):.2f} × | {mine.client_cpu:.2f} "
            f"| {mine.engine_cpu:.2f} | {median_ratio(played, limit, _engine) - 1:+.0%} |"
        )
    return "\n".join(lines)


_speed = attrgetter("tasks_per_second")
_engine = attrgetter("engine_cpu")


def median_ratio(
    one: Sequence[Round], other: Sequence[Round], figure: Callable[[Round], float]
) -> float:
    """The median of each round's ratio: the machine's own speed drifts from round to round."""
    return statistics.median(
        figure(mine) / figure(its) for mine, its in zip(one, other, strict=True)
    )


def median_round(played: Sequence[Round]) -> Round:
    """Each figure's median."""
    return Round(
        statistics.median(each.tasks_per_second for each in played),
        statistics.median(each.client_cpu for each in played),
        statistics.median(each.engine_cpu for each in played),
    )


def latencies(waits: Mapping[str, Sequence[float]]) -> str:
    """From a start's request to the completion's answer; ``waits`` in seconds."""
    limit = waits[LIMIT]
    lines = [
        "| client | p50, ms | of the limit's | p95, ms | of the limit's |",
        "|---|---|---|---|---|",
    ]
    for peer, own in waits.items():
        cells = [
            f"{quantile(own, share) * 1000:.0f} "
            f"| {quantile(own, share) / quantile(limit, share):.2f}"
            for share in (0.5, 0.95)
        ]
        lines.append(f"| {peer} | {' | '.join(cells)} |")
    return "\n".join(lines)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def beside_slow(alone: Mapping[str, Sequence[float]], beside: Mapping[str, Sequence[float]]) -> str:
    """Tasks/s of a fast topic alone and beside a slow one."""
    lines = [
        "| client | fast topic alone, tasks/s | beside the slow one, tasks/s | lost |",
        "|---|---|---|---|",
    ]
    for peer, own in alone.items():
        before, after = statistics.median(own), statistics.median(beside[peer])
        lines.append(f"| {peer} | {before:.0f} | {after:.0f} | {1 - after / before:.0%} |")
    return "\n".join(lines)


def waiting(few: Mapping[str, Sequence[Round]], many: Mapping[str, Sequence[Round]]) -> str:
    """What a long queue does to a client."""
    lines = [
        (
            "| client | tasks/s, short queue | tasks/s, 50,000 waiting | kept "
            "| client CPU, s per 1,000: short | long |"
        ),
        "|---|---|---|---|---|---|",
    ]
    for peer, own in few.items():
        short, long = median_round(own), median_round(many[peer])
        lines.append(
            f"| {peer} | {short.tasks_per_second:.0f} | {long.tasks_per_second:.0f} "
            f"| {long.tasks_per_second / short.tasks_per_second:.2f} "
            f"| {short.client_cpu:.2f} | {long.client_cpu:.2f} |"
        )
    return "\n".join(lines)
