"""A called process gets the business key, and variables by name."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("调用流程时带上业务键，变量逐个按名称传。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Calls that lose whose case it is, or hand over every variable there is."""
    for file in project.models:
        for call in file.nodes("callActivity"):
            mappings = [*file.extensions(call.id, "in"), *file.extensions(call.id, "out")]
            if file.attribute(call.id, "caseRef"):
                continue
            if not any(each.get("businessKey") for each in mappings):
                yield Flaw(
                    file,
                    call.id,
                    "没有把业务键传给被调用的流程，它不知道是谁的案件。",
                    "在“输入映射”中加上业务键：#{execution.processBusinessKey}。",
                )
            if any(each.get("variables") == "all" for each in mappings):
                yield Flaw(
                    file,
                    call.id,
                    "把全部变量传给或取回自被调用的流程。",
                    "改为逐个按名称传需要的变量。",
                )
