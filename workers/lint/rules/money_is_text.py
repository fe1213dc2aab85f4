"""Sums are texts with two decimals at most: an engine turns the number 5000.00 into an integer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workers.lint.form_file import Field
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_NO_SUMS = ("", "a", "x1.00", "1.00x", "-1.00", "1.555", "1.2.3")


@rule("金额是文字，至多两位小数。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Fields for money that are numbers, or texts that take what is no sum."""
    for form in project.forms:
        for field in form.fields:
            if not field.is_money or field.fixed:
                continue
            if field.type == "number" and not _is_text(form.components, field.key):
                yield Flaw(
                    form,
                    field.key,
                    f"金额 {field.key} 是数字，引擎会改变它的类型，丢掉小数。",
                    r"改为单行文字，校验规则 ^(0|[1-9]\d{0,8})\.\d{2}$。",
                )
            elif field.type == "textfield" and not _lets_sums_pass_only(field):
                yield Flaw(
                    form,
                    field.key,
                    f"金额 {field.key} 的校验规则放过不是金额的文字，或不让金额通过。",
                    r"校验规则用 ^(0|[1-9]\d{0,8})\.\d{2}$，或别的至多两位小数、首尾相接的规则。",
                )


# Any: components of the form library.
def _is_text(components: tuple[Any, ...], key: str) -> bool:
    return any(each.get("serializeToString") for each in components if each.get("key") == key)


def _lets_sums_pass_only(field: Field) -> bool:
    try:
        pattern = re.compile(str(field.rules.get("pattern") or ""), re.ASCII)
    except re.error:
        return False
    return bool(pattern.search("5000.00")) and not any(map(pattern.search, _NO_SUMS))
