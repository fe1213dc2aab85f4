"""Every form that is named is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("引用的表单都存在。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """``formRef`` without a form of that id: whoever opens the task sees nothing to fill."""
    known = project.forms_by_id
    for file in project.models:
        for node in file.nodes("userTask", "startEvent"):
            form = file.attribute(node.id, "formRef")
            if not form or is_expression(form) or form in project.unreadable_stems:
                continue
            if form not in known:
                near = get_close_matches(form, known, 1)
                hint = f"是不是 {near[0]}？" if near else f"或新建 {form}.form。"
                yield Flaw(file, node.id, f"表单 {form} 不存在。", f"核对标识的拼写，{hint}")
