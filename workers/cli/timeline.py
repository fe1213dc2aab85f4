"""A case's timeline for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workers.casework.cases import Case, CaseEvent
from workers.casework.timezone import in_shanghai
from workers.cli.table import table

HEADER = ("时间", "谁", "做了什么", "规则", "去向")


def title_of(case: Case) -> str:
    """One line about a case, without contact data."""
    parts = (case.case_no, case.party or "", case.urgency, case.status)
    return " ".join(part for part in (*parts, case.closing_reason or "") if part)


def timeline_table(events: Sequence[CaseEvent], names: Mapping[str, str]) -> str:
    """The timeline in Shanghai time; ``names`` gives those of people and groups."""
    return table(
        HEADER,
        [
            (
                f"{in_shanghai(event.at):%m-%d %H:%M:%S}",
                _named(event.actor, names),
                event.action,
                event.rule or "",
                _named(event.route or "", names),
            )
            for event in events
        ],
    )


def _named(text: str, names: Mapping[str, str]) -> str:
    """Ids replaced by names, alone, in a list, or inside a delegation's title."""
    for separator in ("、", "，", "（"):
        if separator in text:
            return separator.join(_named(part, names) for part in text.split(separator))
    return names.get(text, text)


# object: JSON of mixed types.
def timeline_json(events: Sequence[CaseEvent]) -> list[dict[str, object]]:
    """The timeline as data; instants in UTC."""
    return [
        {
            "at": event.at.isoformat(),
            "actor": event.actor,
            "action": event.action,
            "rule": event.rule,
            "route": event.route,
            "details": event.details,
        }
        for event in events
    ]
