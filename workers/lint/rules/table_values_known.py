"""Texts in a table's cells are among the values that the column declares."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.lint.unary_test import texts


@rule("决策表单元格里的文字，是该列声明的值。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Misspelt values: a row that never hits, or an answer that nobody understands."""
    for file in project.tables:
        for decision in file.decisions.values():
            allowed = [column.values for column in file.inputs(decision.id)]
            answers = [column.values for column in file.outputs(decision.id)]
            for row in decision.rules:
                cells = [*zip(row.inputs, allowed, strict=True)]
                cells += [*zip(row.outputs, answers, strict=True)]
                for cell, values in cells:
                    for value in texts(cell) if values else ():
                        if value not in values:
                            near = get_close_matches(value, values, 1)
                            hint = f"是不是“{near[0]}”？" if near else "或把它加进该列的值。"
                            yield Flaw(
                                file,
                                row.id,
                                f"第 {row.index} 行的“{value}”不在该列声明的值里："
                                f"{'、'.join(values)}。",
                                f"核对拼写，{hint}",
                            )
