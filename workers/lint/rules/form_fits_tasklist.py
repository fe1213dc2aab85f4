"""A form is one that the Tasklist of this engine shows, under the name that models use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.lint.form_file import FormFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_NEWEST: Final = 16
"""Schema version that Tasklist 7.24 reads."""
_SHOWN: Final = frozenset(
    {"textfield", "textarea", "number", "checkbox", "radio", "select", "checklist", "taglist"}
    | {"datetime", "text", "html", "image", "button", "group", "separator", "spacer", "table"}
    | {"dynamiclist", "iframe", "expression", "default"}
)


@rule("表单是这里的任务列表能显示的，名称与文件一致。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Forms of another platform or a later schema, unknown components, keys used twice."""
    for form in project.forms:
        for problem, remedy in _problems(form):
            yield Flaw(form, "", problem, remedy)


def _problems(form: FormFile) -> Iterator[tuple[str, str]]:
    if form.id != form.stem:
        yield f"表单的标识 {form.id or '空'} 与文件名 {form.stem} 不同。", "把两者改成一样。"
    version = form.schema.get("schemaVersion", 1)
    if not isinstance(version, int) or version > _NEWEST:
        yield f"表单版本 {version} 太新，任务列表显示不了。", f"用不超过 {_NEWEST} 的版本保存。"
    platform = form.schema.get("executionPlatform", "Camunda Platform")
    if platform != "Camunda Platform":
        yield f"表单是为 {platform} 画的。", "在 Modeler 中新建 Camunda 7 的表单。"
    for kind in sorted({str(each.get("type")) for each in form.components} - _SHOWN):
        yield f"组件 {kind} 任务列表显示不了。", "换成任务列表认识的组件。"
    keys = [field.key for field in form.fields]
    for key in sorted({each for each in keys if keys.count(each) > 1}):
        yield (
            f"有 {keys.count(key)} 个字段的键都是 {key}，只有一个的值会留下。",
            "给每个字段自己的键。",
        )
