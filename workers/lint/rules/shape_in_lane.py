"""Every shape lies where it belongs: in its lane, its pool, its sub-process, on its border."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.geometry import Box
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import bpmn, text

_SLACK = 1.0


@rule("每个图形都在它的泳道、池和子流程里。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Shapes outside of what holds them: the picture tells another post than the model."""
    for file in project.models:
        lanes = {
            text(reference): str(lane.get("id"))
            for lane in file.root.iter(bpmn("lane"))
            for reference in lane.iterfind(bpmn("flowNodeRef"))
        }
        for plane in file.diagram.planes:
            for node in file.model.nodes.values():
                shape = plane.shapes.get(node.id)
                if shape is None:
                    continue
                if node.attached_to:
                    host = plane.shapes.get(node.attached_to)
                    if host is not None and not _on_border(shape, host):
                        yield _flaw(file, node.id, node.attached_to, "不在活动的边上")
                    continue
                # A lane of a sub-process' node is that of the sub-process around.
                around = (node.parent_id, lanes.get(node.id, ""))
                for holder in around:
                    outside = plane.shapes.get(holder)
                    if outside is not None and not outside.covers(shape, _SLACK):
                        yield _flaw(file, node.id, holder, "画在外面")
            for participant in file.model.participants:
                pool = plane.shapes.get(participant.id)
                for lane in _lanes(file, participant.process_id):
                    shape = plane.shapes.get(lane)
                    if pool is not None and shape is not None and not pool.covers(shape, _SLACK):
                        yield _flaw(file, lane, participant.id, "画在外面")


def _flaw(file: ModelFile, element: str, holder: str, how: str) -> Flaw:
    name = file.model.name(holder)
    return Flaw(
        file,
        element,
        f"属于「{name}」，却{how}。",
        f"把图形移进「{name}」；本该在别处时，在 Modeler 中拖到那里。",
    )


def _on_border(event: Box, host: Box) -> bool:
    return event.meets(host) and not host.shrunk(event.width / 2 + _SLACK).meets(
        Box(event.x + event.width / 2, event.y + event.height / 2, 0.1, 0.1)
    )


def _lanes(file: ModelFile, process: str | None) -> Iterator[str]:
    for each in file.root.iterfind(bpmn("process")):
        if each.get("id") == process:
            yield from (str(lane.get("id")) for lane in each.iter(bpmn("lane")))
