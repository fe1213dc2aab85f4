"""A measurement as text for the terminal, as JSON, and as a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from workers.testing.coverage.measure import Element, Kind, Measured, Measurement

FORMAT: Final = 1
"""Raised whenever a reader of the JSON would have to change."""

KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("node", "nodes"),
    ("flow", "flows"),
    ("rule", "rules"),
)


def as_text(measurement: Measurement) -> str:
    """A table with a line for each file, then by name what was not reached, and why not."""
    rows = [("model", *(plural for _, plural in KINDS))]
    rows += [_row(each.file, each) for each in measurement.files]
    rows.append(_row("all", measurement))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join([name.ljust(widths[0]), *map(str.rjust, cells, widths[1:])])
        for name, *cells in rows
    ]
    for file in measurement.files:
        lines += _listed(
            f"{file.file}, not reached:",
            (_line(each) for each in file.elements if not each.hits and not each.exclusion),
        )
    for file in measurement.files:
        lines += _listed(
            f"{file.file}, left out:",
            (
                f"{_line(each)}: {each.exclusion.reason} [{each.exclusion.test}]"
                for each in file.elements
                if each.exclusion
            ),
        )
    lines += _listed("seen, but not measured:", measurement.strangers)
    return "\n".join(lines)


def shortfalls(measurement: Measurement, wanted: Mapping[Kind, float]) -> list[str]:
    """A sentence for each kind of element of which less than the wanted percentage was reached."""
    found = []
    for kind, plural in KINDS:
        tally = measurement.tally(kind)
        if kind in wanted and not tally.at_least(wanted[kind]):
            found.append(f"{plural}: {tally} reached, {wanted[kind]:g} % wanted")
    return found


# Any: a JSON object.
def as_json(measurement: Measurement) -> dict[str, Any]:
    """Everything, for other programs."""
    return {
        "format": FORMAT,
        "totals": _totals(measurement),
        "files": [
            {
                "file": each.file,
                "runs": dict(each.runs),
                "totals": _totals(each),
                "elements": [_element(element) for element in each.elements],
            }
            for each in measurement.files
        ],
        "strangers": list(measurement.strangers),
    }


def _row(name: str, counted: Measured | Measurement) -> tuple[str, ...]:
    return (name, *(str(counted.tally(kind)) for kind, _ in KINDS))


def _line(element: Element) -> str:
    return f"{element.kind} {element.label} ({element.id})"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines under a title; nothing for no lines."""
    for index, line in enumerate(lines):
        if index == 0:
            yield from ("", title)
        yield f"  {line}"


def _totals(counted: Measured | Measurement) -> dict[str, dict[str, int]]:
    tallies = {plural: counted.tally(kind) for kind, plural in KINDS}
    return {
        plural: {"reached": tally.reached, "total": tally.total}
        for plural, tally in tallies.items()
    }


def _element(element: Element) -> dict[str, Any]:
    exclusion = element.exclusion
    return {
        "kind": element.kind,
        "definition": element.definition,
        "id": element.id,
        "label": element.label,
        "type": element.type,
        "hits": element.hits,
        "scenarios": dict(element.scenarios),
        "exclusion": {"reason": exclusion.reason, "test": exclusion.test} if exclusion else None,
    }
