"""Every notice that a step of a model names is declared."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.letter_file import named_notices
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.xml import text


@rule("模型里点名的通知都存在。", Kind.FAULT, Needs.LETTERS)
def look(project: Project) -> Iterator[Flaw]:
    """Notices without declaration: the worker can send nothing."""
    for file in project.models:
        letters = project.letters_of(file)
        for node in file.nodes() if letters else ():
            for each in file.extensions(node.id, "inputOutput/inputParameter"):
                for notice in named_notices(letters, str(each.get("name")), text(each)):
                    if letters is None or notice in letters.facts or is_expression(notice):
                        continue
                    near = get_close_matches(notice, letters.facts, 1)
                    hint = f"是不是 {near[0]}？" if near else "或声明这个通知。"
                    yield Flaw(
                        file,
                        node.id,
                        f"通知 {notice or '（空）'} 不存在，工作者发不出去。",
                        f"改成现有的通知，{hint}",
                    )
