"""Every user task has a form."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("每个用户任务都有表单。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Tasks that show nothing to fill; forms of any of the engine's kinds count."""
    for file in project.models:
        for task in file.nodes("userTask"):
            named = file.attribute(task.id, "formRef") or file.attribute(task.id, "formKey")
            if not named and not any(file.extensions(task.id, "formData")):
                yield Flaw(
                    file, task.id, "没有表单。", "在“表单”中选 Camunda Forms，填写表单的标识。"
                )
