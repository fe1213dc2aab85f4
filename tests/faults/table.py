"""The report of a run as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.faults.play import Plan
from tests.faults.verdict import Verdict


def table(verdicts: Mapping[str, Verdict]) -> str:
    """Claims and figures as rows, contestants as columns."""
    names = list(verdicts)
    lines = [f"| | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    first = next(iter(verdicts.values()))
    for number, claim in enumerate(first.claims):
        cells = [verdicts[name].claims[number] for name in names]
        said = (f"{'yes' if cell.holds else '**no**'}: {cell.evidence}" for cell in cells)
        lines.append(f"| {claim.text} | {' | '.join(said)} |")
    for figure in first.figures:
        lines.append(
            f"| {figure} | {' | '.join(verdicts[name].figures[figure] for name in names)} |"
        )
    return "\n".join(lines)


def faults(plan: Plan) -> str:
    """What the schedule holds, counted and one by one."""
    counted = Counter(fault.kind for fault in plan.schedule)
    lines = [f"- {number} × {kind}" for kind, number in counted.items()]
    return "\n".join([*lines, "", "```", *(str(fault) for fault in plan.schedule), "```"])
