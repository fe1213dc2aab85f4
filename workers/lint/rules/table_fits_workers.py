"""Tables that workers ask by themselves are there, ask what they are given, and answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workers.lint.expression import feel_names
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.source import Source


@rule("工作者自己查的决策表，输入和输出与工作者用的一致。", Kind.FAULT, Needs.ASKED)
def look(project: Project) -> Iterator[Flaw]:
    """Missing tables, inputs that the worker does not give, outputs that it does not get."""
    for decision, asked in sorted(project.asked.items()):
        table = project.tables_by_decision.get(decision)
        if table is None:
            if not project.unreadable:
                yield Flaw(
                    Source(PurePosixPath("lint.toml"), ""),
                    "",
                    f"工作者要查决策表 {decision}，但它不存在。",
                    "改回表的标识，或请开发人员改工作者。",
                )
            continue
        wanted = {
            name: column.id
            for column in table.inputs(decision)
            for name in feel_names(column.expression)
        }
        for name in sorted(set(wanted) - set(asked.inputs)):
            yield Flaw(
                table,
                wanted[name],
                f"表要输入 {name}，工作者不给它，总按空值判断。",
                f"改成工作者给的输入：{'、'.join(asked.inputs)}。",
            )
        columns = {column.name for column in table.outputs(decision)}
        for name in sorted(set(asked.outputs) - columns):
            yield Flaw(
                table,
                decision,
                f"工作者要取输出 {name}，表里没有这一列。",
                f"改回列的名称；现有的列：{'、'.join(sorted(columns))}。",
            )
