"""The way of a case through its model, as marks for the picture: route, times, open steps.

The engine's history knows no sequence flows. A flow counts as taken where the step before it
ended and the step behind it began with nothing between; where two ways lead to a step, the one
whose step ended last was taken. That can be wrong only for steps that end in the same instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from workers.models.bpmn import FlowNode, Model

_QUIET: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_STEPS: Final = frozenset({"userTask", "receiveTask", "callActivity", "manualTask", "task"})
_AT_ONCE: Final = timedelta(seconds=2)
"""Between the end of a step and the beginning of the next, where nothing waits between them."""
Local = Callable[[datetime], datetime]
"""An instant in the time zone of the reader."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay at one element; ``end`` is ``None`` while it lasts."""

    element: str
    start: datetime
    end: datetime | None
    cancelled: bool = False
    who: str = ""
    due: datetime | None = None


def route(
    model: Model, visits: Sequence[Visit], title: Sequence[str], local: Local
) -> dict[str, Any]:
    """What the picture needs; ``title`` has the lines of its heading."""
    by_element: dict[str, list[Visit]] = {}
    for each in sorted(visits, key=lambda visit: visit.start):
        if each.element in model.nodes:
            by_element.setdefault(each.element, []).append(each)
    return {
        "title": list(title),
        "steps": [
            {
                "element": element,
                "state": _state(stays),
                "lines": list(_lines(model.nodes[element], stays, local)),
            }
            for element, stays in by_element.items()
        ],
        "flows": sorted(_taken(model, by_element)),
    }


def _state(stays: Sequence[Visit]) -> str:
    if any(each.end is None for each in stays):
        return "open"
    return "cancelled" if stays[-1].cancelled else "done"


def _lines(node: FlowNode, stays: Sequence[Visit], local: Local) -> Iterator[str]:
    """When, how long, by whom; of a step that was visited more than once the last time."""
    if node.type.endswith("Gateway") or node.type in _QUIET:
        return
    last = next((each for each in stays if each.end is None), stays[-1])
    begun = f"{local(last.start):%m-%d %H:%M}"
    times = f"第 {len(stays)} 次 " if len(stays) > 1 else ""
    if last.end is None:
        yield f"{times}{begun} 起"
        if last.due is not None:
            yield f"到期 {local(last.due):%m-%d %H:%M}"
    elif last.cancelled:
        yield f"{times}{begun} 起，已中止"
    elif node.type in _STEPS:
        yield f"{times}{begun} · {in_words(last.end - last.start)}"
    else:
        yield f"{times}{begun}"
    if last.who:
        yield last.who


def in_words(span: timedelta) -> str:
    """A length of time: 3 天 4 小时, 12 分, 5 秒."""
    seconds = max(round(span.total_seconds()), 0)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分"), (seconds, "秒")]
    shown = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(shown[:2]) or "0 秒"


def _taken(model: Model, visited: dict[str, list[Visit]]) -> set[str]:
    """Sequence flows that led from one visit to the next."""
    taken: set[str] = set()
    for element, stays in visited.items():
        incoming = [each for each in model.incoming(element) if each.source in visited]
        for stay in stays:
            ends = {
                flow.id: end
                for flow in incoming
                if (end := _last_end(visited[flow.source], stay.start)) is not None
            }
            if ends:
                latest = max(ends.values())
                taken |= {flow for flow, end in ends.items() if end == latest}
    return taken


def _last_end(stays: Sequence[Visit], before: datetime) -> datetime | None:
    """When a step ended last before an instant, if what begins then can follow from it."""
    ends = [
        each.end
        for each in stays
        if each.end is not None and not each.cancelled and each.end <= before + _AT_ONCE
    ]
    return max(ends, default=None)
