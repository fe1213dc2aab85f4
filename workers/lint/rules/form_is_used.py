"""Every form is used by some model."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("每个表单都有模型在用。", Kind.UPKEEP)
def look(project: Project) -> Iterator[Flaw]:
    """Forms that no user task and no start names. An expression may mean any form."""
    used = {
        file.attribute(node.id, "formRef")
        for file in project.models
        for node in file.nodes("userTask", "startEvent")
    }
    if project.unreadable or any(map(is_expression, used)):
        return
    for form in project.forms:
        if form.id not in used:
            yield Flaw(form, "", "没有任何模型用这个表单。", "在用户任务上引用它，或删去这个文件。")
