"""Form fields give what workers and tables read: type and choices fit."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from workers.lint.form_file import Field
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule

_TEXT: Final = frozenset({"textfield", "textarea", "select", "radio"})
_FITTING: Final[Mapping[object, frozenset[str]]] = {
    str: _TEXT | {"datetime"},
    Decimal: _TEXT,
    bool: frozenset({"checkbox"}),
    int: frozenset({"number"}),
    float: frozenset({"number"}),
    datetime: frozenset({"datetime"}),
}
_WORDS: Final[Mapping[object, str]] = {
    str: "文字",
    Decimal: "金额文字",
    bool: "是或否",
    int: "整数",
    float: "数",
    datetime: "日期时间",
}


@rule("表单字段的类型和选项，与读它的工作者相符。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Fields that give another type than a worker of the same process reads."""
    for file in project.models:
        read: dict[str, list[tuple[str, Any]]] = {}  # Any: a type annotation.
        for _, topic in file.external_tasks():
            handler = (project.handlers or {}).get(topic)
            for name, given in handler.input.model_fields.items() if handler else ():
                read.setdefault(given.alias or name, []).append((topic, given.annotation))
        used = {file.attribute(node.id, "formRef") for node in file.nodes("userTask", "startEvent")}
        for form_id in sorted(used & set(project.forms_by_id)):
            form = project.forms_by_id[form_id]
            for field in form.fields:
                for topic, annotation in sorted(read.get(field.key, []), key=lambda each: each[0]):
                    for problem in _misfits(field, topic, annotation):
                        yield Flaw(form, field.key, problem, "改字段的类型或选项，或改字段的键。")


# Any: a type annotation.
def _misfits(field: Field, topic: str, annotation: Any) -> Iterator[str]:
    kinds = _kinds(annotation)
    if kinds and not any(field.type in _FITTING[kind] for kind in kinds):
        words = "或".join(_WORDS[kind] for kind in kinds)
        yield f"字段 {field.key} 是 {field.type}，工作者 {topic} 要的是{words}。"
    allowed = _literals(annotation)
    strange = [each for each in field.choices if allowed and each not in allowed]
    if strange:
        yield f"字段 {field.key} 的选项 {'、'.join(strange)} 工作者 {topic} 不认识。"


# Any: as above.
def _kinds(annotation: Any) -> list[object]:
    """The plain types of an annotation; empty where one of them is beyond comparison."""
    if typing.get_origin(annotation) is typing.Literal:
        return [str]
    if annotation in _FITTING:
        return [annotation]
    members = [each for each in typing.get_args(annotation) if each is not type(None)]
    if not members or typing.get_origin(annotation) in {list, dict, tuple}:
        return []
    found = [_kinds(each) for each in members]
    return [kind for each in found for kind in each] if all(found) else []


# Any: as above.
def _literals(annotation: Any) -> frozenset[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return frozenset(map(str, typing.get_args(annotation)))
    found = [_literals(each) for each in typing.get_args(annotation) if each is not type(None)]
    return frozenset().union(*found) if found and all(found) else frozenset()
