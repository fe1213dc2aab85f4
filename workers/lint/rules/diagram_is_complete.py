"""Everything that is in a model is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import bpmn

_REMEDY = "在 Modeler 中打开，删去后重新画出。"


@rule("模型里的每个元素都画在图上。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Nodes, flows, lanes and pools without a shape; one finding where there is no diagram."""
    for file in project.models:
        if file.diagram.is_empty:
            yield Flaw(
                file,
                "",
                "没有图：Modeler 打不开这个模型。",
                "在 Modeler 中重新画出，或从版本库取回有图的一版。",
            )
            continue
        for element in _drawn(file):
            if not file.diagram.draws(element):
                yield Flaw(file, element, "没有画在图上，看图的人不知道有它。", _REMEDY)


def _drawn(file: ModelFile) -> Iterator[str]:
    yield from file.model.nodes
    yield from file.model.flows
    yield from (each.id for each in file.model.participants)
    for kind in ("lane", "messageFlow", "textAnnotation", "group"):
        yield from (str(each.get("id")) for each in file.root.iter(bpmn(kind)) if each.get("id"))
