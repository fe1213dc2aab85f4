"""An error event on a worker's task catches what the worker may raise."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.xml import bpmn


@rule("任务边上的错误事件，接的是它的工作者会抛出的错误。", Kind.UPKEEP, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Boundary events whose code the handler never raises: their path is never taken."""
    for file in project.models:
        codes = {
            str(each.get("id")): each.get("errorCode") for each in file.root.iterfind(bpmn("error"))
        }
        topics = {task.id: topic for task, topic in file.external_tasks()}
        for event in file.nodes("boundaryEvent"):
            topic = topics.get(event.attached_to or "")
            handler = (project.handlers or {}).get(topic or "")
            if handler is None:
                continue
            for definition in file.elements[event.id].iterfind(bpmn("errorEventDefinition")):
                code = codes.get(str(definition.get("errorRef")))
                if code and not handler.declares(code):
                    may = "、".join(each.code for each in handler.errors) or "没有"
                    yield Flaw(
                        file,
                        event.id,
                        f"工作者 {topic} 从不抛出错误 {code}，这个事件不会发生。",
                        f"改成它会抛出的错误：{may}；或删去这个事件。",
                    )
