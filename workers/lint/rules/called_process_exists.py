"""Every called process is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("被调用的流程都存在。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Call activities without a process, or with one that no model of the project holds."""
    for file in project.models:
        for call in file.nodes("callActivity"):
            called = call.called_element or ""
            if file.attribute(call.id, "caseRef") or is_expression(called):
                continue
            if not called:
                yield Flaw(file, call.id, "没有选定被调用的流程。", "填写被调用流程的标识。")
            elif called not in project.process_ids | project.unreadable_stems:
                near = get_close_matches(called, project.process_ids, 1)
                hint = f"是不是 {near[0]}？" if near else "或把它的模型放进项目。"
                yield Flaw(
                    file,
                    call.id,
                    f"被调用的流程 {called} 不在项目里。",
                    f"核对标识的拼写，{hint}",
                )
