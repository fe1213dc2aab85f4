"""One process that runs in each file, and the file is named after it; a table likewise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@rule("一个文件一个可执行的流程或决策，文件名就是它的标识。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Several processes in a file, other names, processes that no engine runs."""
    for file in project.models:
        if file.is_for_camunda_8:
            continue
        ids = [each.id for each in file.processes]
        if len(ids) > 1:
            yield Flaw(
                file,
                "",
                f"一个文件里有 {len(ids)} 个可执行的流程：{'、'.join(ids)}。",
                "每个流程一个文件。",
            )
        elif not ids:
            yield Flaw(
                file, "", "没有可执行的流程，引擎不会运行它。", "在流程的属性中勾选“可执行”。"
            )
        elif ids[0] != file.stem:
            yield Flaw(
                file, ids[0], f"流程的标识 {ids[0]} 与文件名 {file.stem} 不同。", "把两者改成一样。"
            )
        elif not _KEBAB.fullmatch(ids[0]):
            yield Flaw(
                file,
                ids[0],
                f"标识 {ids[0]} 不合约定。",
                "用小写英文，单词之间用连字符，例如 order-handling。",
            )
    for table in project.tables:
        if len(table.decisions) == 1 and table.stem not in table.decisions:
            (decision,) = table.decisions
            yield Flaw(
                table,
                decision,
                f"决策的标识 {decision} 与文件名 {table.stem} 不同。",
                "把两者改成一样。",
            )
