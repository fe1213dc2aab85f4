"""A table of which one row answers ends in a row for all the rest."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.decision_table import DecisionTable
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_IN_ORDER = frozenset({"FIRST", "PRIORITY"})


@rule("取一行的决策表，最后一行是兜底行。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """No match answers nothing, and nothing falls into the default flow.

    A unique table could not have such a row: of it :mod:`table_has_no_gap` asks that its rows
    take every value.
    """
    for file in project.tables:
        for decision in file.decisions.values():
            table = DecisionTable(file, decision)
            if decision.hit_policy not in _IN_ORDER or not table.columns or table.has_catch_all:
                continue
            yield Flaw(
                file,
                decision.id,
                "最后一行不是兜底行：一行也不命中时结果为空，流程会走默认的流。",
                "命中策略用 FIRST，最后加一行，输入全部留空，输出表示“无法判定”。",
            )
