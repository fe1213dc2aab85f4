"""Every external task says how often and how late a failed attempt is made again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.retry_schedule import PATTERN, USUAL

_SCHEDULE = re.compile(PATTERN)


@rule("每个外部任务都写明重试安排。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """External tasks whose property ``retries`` is missing or no schedule."""
    for file in project.models:
        for task, _ in file.external_tasks():
            found = [
                str(each.get("value"))
                for each in file.extensions(task.id, "properties/property")
                if each.get("name") == "retries"
            ]
            if not found:
                problem = "没有写重试安排。"
            elif not _SCHEDULE.fullmatch(found[0]):
                problem = f"重试安排 {found[0]} 读不懂。"
            else:
                continue
            yield Flaw(
                file,
                task.id,
                problem,
                f"加扩展属性 retries，例如 {USUAL}：共试 3 次，间隔 5 分钟。",
            )
