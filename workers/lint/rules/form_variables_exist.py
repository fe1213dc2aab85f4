"""What a form shows or hides by is a field of it, or was set before its step."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.dataflow import ANY


@rule("表单显示和判断的变量，是它的字段或此前已写入。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Names that nothing sets before any step with the form: staff would see an empty place."""
    for form in project.forms:
        known = set(form.keys) | {field.key for field in form.fields}
        steps = [
            (file, node.id)
            for file in project.models
            for node in file.nodes("userTask", "startEvent")
            if file.attribute(node.id, "formRef") == form.id
        ]
        for file, step in steps:
            known |= project.flow(file).at(step)
        if not steps or ANY in known:
            continue
        for component, name in form.reads:
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"是不是 {near[0]}？" if near else "或在前面的步骤中写入它。"
                yield Flaw(
                    form,
                    component,
                    f"表单用到变量 {name}，但它不是表单的字段，此前也没有步骤写入。",
                    f"核对变量名的拼写，{hint}",
                )
