"""In a process with lanes, every node belongs to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import bpmn, text


@rule("有泳道的流程里，每个节点属于一个泳道。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Nodes without lane or in several, and lanes that name what is not there.

    What lies in a sub-process belongs where the sub-process does.
    """
    for file in project.models:
        for process in file.root.iterfind(bpmn("process")):
            innermost = [
                lane
                for lane in process.iter(bpmn("lane"))
                if lane.find(bpmn("childLaneSet")) is None
            ]
            if not innermost:
                continue
            named = Counter(
                text(each) for lane in innermost for each in lane.iterfind(bpmn("flowNodeRef"))
            )
            for node in file.model.nodes.values():
                if node.parent_id != process.get("id") or named[node.id] == 1:
                    continue
                problem = "属于几个泳道。" if named[node.id] else "不属于任何泳道，看不出由谁来办。"
                yield Flaw(file, node.id, problem, "在 Modeler 中把它拖进它的泳道。")
