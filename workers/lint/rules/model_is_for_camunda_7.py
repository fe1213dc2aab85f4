"""The model is for an engine of the Camunda 7 family; no other rule looks at one for Camunda 8."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("模型是为 Camunda 7 画的。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Models for Camunda 8: the engine here would not run what their extensions say."""
    for file in project.models:
        if file.is_for_camunda_8:
            yield Flaw(
                file,
                "",
                "这个模型是为 Camunda 8 画的，这里的引擎不认识它的工作者、表单和表达式。",
                "在 Modeler 中新建 Camunda 7 的模型，把流程画过来。",
            )
