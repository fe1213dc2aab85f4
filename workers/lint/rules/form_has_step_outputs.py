"""What a step gives out, or keeps for itself to be filled, is a field of its form."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.expression import juel_names
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.dataflow import ANY
from workers.models.xml import text


@rule("步骤要输出的变量，是它表单的字段。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Output parameters that read no field, and empty local variables that no field fills."""
    for file in project.models:
        for task in file.nodes("userTask"):
            form = project.forms_by_id.get(file.attribute(task.id, "formRef"))
            if form is None:
                continue
            empty = {
                str(each.get("name"))
                for each in file.extensions(task.id, "inputOutput/inputParameter")
                if not text(each) and not len(each)
            }
            known = (project.flow(file).at(task.id) - empty) | form.keys
            given_out = {
                name
                for each in file.extensions(task.id, "inputOutput/outputParameter")
                for name in juel_names(text(each))
            }
            # Where anything may have been set before, only what is empty here is certain.
            wanted = empty if ANY in known else empty | given_out
            for name in sorted(wanted - known):
                yield Flaw(
                    file,
                    task.id,
                    f"要输出变量 {name}，但表单 {form.id} 没有这个字段。",
                    f"在表单 {form.id} 中加字段 {name}，或改输入、输出参数。",
                )
