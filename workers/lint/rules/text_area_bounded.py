"""Texts of a form are short enough for a process variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_MOST: Final = 2000
"""Beyond 4,000 characters the engine answers 500; our limit leaves room for what is added."""


@rule("多行文字不超过 2000 字。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Text areas without a limit, or with one beyond what the engine stores safely."""
    for form in project.forms:
        for field in form.fields:
            if field.type != "textarea" or field.fixed:
                continue
            most = field.rules.get("maxLength")
            if most is None:
                problem = f"多行文字 {field.key} 没有字数上限，太长时提交会失败。"
            elif not isinstance(most, int) or most > _MOST:
                problem = f"多行文字 {field.key} 的字数上限是 {most}，太长时提交会失败。"
            else:
                continue
            yield Flaw(form, field.key, problem, f"把最大长度设为不超过 {_MOST}。")
