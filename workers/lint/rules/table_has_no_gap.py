"""No value falls through a table, and none reaches the last row that another should take."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.decision_table import DecisionTable
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_NO_ORDER = frozenset({"UNIQUE", "ANY"})


@rule("决策表没有漏掉的值。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Gaps by interval analysis; with a row for all the rest only those inside the others."""
    for file in project.tables:
        for decision in file.decisions.values():
            table = DecisionTable(file, decision)
            if not table.has_catch_all and decision.hit_policy not in _NO_ORDER:
                continue
            if not table.is_single_hit:
                continue
            for gap in table.gaps():
                where = "，".join(
                    f"{column.label or column.expression}：{atom}"
                    for column, atom in zip(table.columns, gap, strict=True)
                    if atom is not None
                )
                lands = "只落到最后的兜底行" if table.has_catch_all else "没有任何一行命中"
                yield Flaw(
                    file,
                    decision.id,
                    f"漏掉的值（{where}）{lands}。",
                    "补上一行，或调整相邻各行的界限；可能为空时用命中策略 FIRST 和兜底行。"
                    if not table.has_catch_all
                    else "补上一行，或调整相邻各行的界限。",
                )
