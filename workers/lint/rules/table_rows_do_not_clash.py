"""Rows do not claim the same values where one row answers, and none is hidden by another."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.decision_table import DecisionTable
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("决策表的行不重叠，每一行都用得到。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Overlaps of unique tables, contradictions of "any" tables, hidden rows of "first" tables."""
    for file in project.tables:
        for decision in file.decisions.values():
            table = DecisionTable(file, decision)
            if decision.hit_policy == "FIRST":
                for row, earlier in table.hidden():
                    yield Flaw(
                        file,
                        row.id,
                        f"第 {row.index} 行永远用不到：第 {earlier.index} 行先命中。",
                        f"把第 {row.index} 行移到前面，改窄第 {earlier.index} 行，或删去一行。",
                    )
            elif decision.hit_policy in {"UNIQUE", "ANY"}:
                for one, other in table.overlaps():
                    if decision.hit_policy == "ANY" and one.outputs == other.outputs:
                        continue
                    yield Flaw(
                        file,
                        other.id,
                        f"第 {one.index} 行和第 {other.index} 行会同时命中，引擎报错。",
                        "调整两行的界限，或把命中策略改为 FIRST。",
                    )
