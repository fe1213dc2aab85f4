"""What things are called in Chinese: variables, types, forms, groups, notices."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from workers.lint.form_file import FormFile
from workers.lint.project import Project
from workers.modeler.template import Choices

_TITLE: Final = re.compile(r"^#+\s*(.+?)\s*$", re.MULTILINE)
_TYPES: Final[dict[object, str]] = {
    str: "文本",
    bool: "是或否",
    int: "整数",
    float: "数",
    Decimal: "金额",
    datetime: "日期时间",
    list: "列表",
    dict: "对象",
    bytes: "二进制",
}
_EXPRESSION: Final = r"[$#]\{.+\}"
_NUMBERS: Final[dict[object, str]] = {
    int: rf"^({_EXPRESSION}|-?\d+)$",
    float: rf"^({_EXPRESSION}|-?\d+(\.\d+)?)$",
}


class Vocabulary:
    """The words of one project."""

    def __init__(self, project: Project) -> None:
        self._labels: dict[str, str] = {}
        for form in project.forms:
            for each in form.fields:
                if each.label:
                    self._labels.setdefault(each.key, each.label)

    def variable(self, name: str, field: FieldInfo | None = None) -> str:
        """A variable: what its contract says, else a form that asks for it, else its name."""
        title = (field.title if field else None) or self._labels.get(name)
        return f"{title}（{name}）" if title else name


def form_title(form: FormFile) -> str:
    """The heading of a form, for example 《处理方案》 F06."""
    for each in form.components:
        found = _TITLE.search(str(each.get("text", "")))
        if found:
            return found[1]
    return form.id


def parts(annotation: object) -> tuple[object, ...]:
    """The types that a field takes, without null."""
    if get_origin(annotation) in {Union, UnionType}:
        return tuple(each for each in get_args(annotation) if each is not NoneType)
    return (annotation,)


def type_name(annotation: object) -> str:
    """A field's type in words."""
    names = [_type_name(each) for each in parts(annotation)]
    return "或".join(dict.fromkeys(names))


def _type_name(annotation: object) -> str:
    origin = get_origin(annotation) or annotation
    if origin not in _TYPES and choices_of(annotation):
        return "选项"
    return _TYPES.get(origin, "文本")


def choices_of(annotation: object) -> Choices:
    """The values that a field allows, where it names them; a boolean has two."""
    found: list[tuple[str, str]] = []
    for each in parts(annotation):
        if get_origin(each) is Literal:
            found += [(str(value), str(value)) for value in get_args(each)]
        elif isinstance(each, type) and issubclass(each, Enum):
            found += [(str(value.value), str(value.value)) for value in each]
        elif each is bool:
            found += [("${true}", "是"), ("${false}", "否")]
        else:
            return ()
    return found


def pattern_of(annotation: object) -> tuple[str, str] | None:
    """What a field may look like, where only numbers will do."""
    kinds = parts(annotation)
    found = _NUMBERS.get(kinds[0]) if len(kinds) == 1 else None
    return (found, "填数字或表达式") if found else None


# Any: a default of any type.
def default_value(value: Any) -> str | None:
    """A default as it would stand in a model; ``None`` for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "${true}" if value else "${false}"
    return str(value)


# Any: as above.
def default_words(value: Any) -> str:
    """A default as it is told."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return default_value(value) or "空"
