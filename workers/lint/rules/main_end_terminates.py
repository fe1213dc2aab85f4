"""The main way ends by a terminate event, so that no forgotten side way keeps a case open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode

_TOGETHER: Final = frozenset({"parallelGateway", "inclusiveGateway"})
_ONE_WAY: Final = frozenset({"exclusiveGateway", "eventBasedGateway"})
_DEEPEST: Final = 5
_WAITS: Final = frozenset({"userTask", "receiveTask", "callActivity", "intermediateCatchEvent"})


@rule("主路以终止事件结束。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Plain ends of a process in which a side way may still wait for somebody.

    A process without side ways may end plainly, and one whose own branches end each by itself
    must: there a terminate event would cut off the others.
    """
    for file in project.models:
        for process in file.processes:
            top = [node for node in file.nodes() if node.parent_id == process.id]
            sides = [node for node in top if node.attached_to and node.cancel_activity is False]
            waiting = [node for node in _reached(file, sides) if _waits(node)]
            starts = [node for node in top if node.type == "startEvent"]
            if not waiting or _ends_side_by_side(file, starts):
                continue
            for end in _reached(file, starts):
                if end.type == "endEvent" and not end.events:
                    yield Flaw(
                        file,
                        end.id,
                        f"主路在这里结束时，旁路上的「{file.model.name(waiting[0].id)}」"
                        "可能还在等，案件就一直不结束。",
                        "把这个结束事件改为终止结束事件。",
                    )


def _waits(node: FlowNode) -> bool:
    return node.type in _WAITS or node.topic is not None


def _ends_side_by_side(file: ModelFile, starts: Iterable[FlowNode]) -> bool:
    """Whether the process may be at another place, too, when it gets to one of its ends."""
    model = file.model
    seen: set[tuple[str, int]] = set()
    waiting = [(node.id, 0) for node in starts]
    while waiting:
        place = waiting.pop()
        node, depth = model.nodes.get(place[0]), place[1]
        if node is None or place in seen or depth > _DEEPEST:
            continue
        seen.add(place)
        outgoing = model.outgoing(node.id)
        joins = node.type in _TOGETHER and len(model.incoming(node.id)) > 1
        forks = len(outgoing) > 1 and node.type not in _ONE_WAY
        depth = max(0, depth - joins) + forks
        if node.type == "endEvent" and depth:
            return True
        waiting += [(flow.target, depth) for flow in outgoing]
        events = model.boundary_events(node.id)
        waiting += [(each.id, depth) for each in events if each.cancel_activity]
    return False


def _reached(file: ModelFile, starts: Iterable[FlowNode]) -> list[FlowNode]:
    """What lies behind, beyond interrupting border events too, but not beyond others."""
    found: dict[str, FlowNode] = {}
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node.id in found:
            continue
        found[node.id] = node
        targets = [flow.target for flow in file.model.outgoing(node.id)]
        targets += [each.id for each in file.model.boundary_events(node.id) if each.cancel_activity]
        waiting += [file.model.nodes[each] for each in targets if each in file.model.nodes]
    return [node for node in found.values() if node.parent_id == node.process_id]
