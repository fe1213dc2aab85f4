"""Every time that is written out is one that the engine understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workers.lint.expression import is_expression
from workers.lint.iso_time import is_understood
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import Timer
from workers.models.xml import bpmn

_REMEDIES: Final[Mapping[str, str]] = {
    "duration": "时长写成 ISO 8601，例如 PT4H（4 小时）、P5D（5 天）。",
    "date": "时刻写成 ISO 8601，例如 2026-12-31T18:00:00+08:00。",
    "cycle": "周期写成 ISO 8601，例如 R3/PT10M（每 10 分钟，共 3 次）。",
}


@rule("定时器的时间写法，引擎读得懂。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Timers without a time, and texts that are neither an expression nor ISO 8601."""
    for file in project.models:
        for node in file.nodes():
            if file.elements[node.id].find(bpmn("timerEventDefinition")) is None:
                continue
            timer = node.timer or Timer("duration", "")
            if not timer.text:
                yield Flaw(file, node.id, "定时器没有写时间。", "填写时刻、时长或周期。")
            elif not is_expression(timer.text) and not is_understood(timer.kind, timer.text):
                problem = f"时间 {timer.text} 读不懂，引擎拒绝部署。"
                yield Flaw(file, node.id, problem, _REMEDIES[timer.kind])
