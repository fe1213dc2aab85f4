"""Every process and every table says how long its history is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_DAYS = re.compile(r"\d+|P\d+D")


@rule("每个流程和决策表都写明历史保留期限。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """What the engine refuses to deploy: no, or no readable, history time to live."""
    for file in project.models:
        for process in file.processes:
            found = file.attribute(process.id, "historyTimeToLive")
            if not _DAYS.fullmatch(found):
                yield Flaw(file, process.id, _problem("流程", found), "填写，例如 P180D：180 天。")
    for table in project.tables:
        for decision in table.decisions:
            found = table.time_to_live(decision)
            if not _DAYS.fullmatch(found):
                yield Flaw(table, decision, _problem("决策", found), "填写，例如 P180D：180 天。")


def _problem(what: str, found: str) -> str:
    if not found:
        return f"{what}没有写历史保留期限，引擎默认拒绝部署。"
    return f"{what}的历史保留期限 {found} 读不懂，引擎默认拒绝部署。"
