"""Forms, tables and called processes are those of the same deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule

_BINDINGS: Final[Mapping[str, str]] = {"formRef": "表单", "decisionRef": "决策表"}


@rule("表单和决策表用同一次部署的版本。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """References bound to the latest version: a running case would get a later form or table."""
    for file in project.models:
        for node in file.nodes():
            for name, word in _BINDINGS.items():
                if not file.attribute(node.id, name):
                    continue
                binding = file.attribute(node.id, f"{name}Binding") or "latest"
                if binding != "deployment":
                    yield Flaw(
                        file,
                        node.id,
                        f"{word}的绑定是 {binding}，进行中的案件会用到别的版本。",
                        "绑定选 deployment（同一次部署）。",
                    )
