"""Which variables are set on *every* path to an element (definite assignment).

The counterpart of :class:`workers.models.dataflow.DataFlow`, which tells what may be set. It is
as careful: what the model leaves open counts as set, a loop over persons as run at least once.
Paths are those that are drawn; whether conditions of two gateways exclude each other is not seen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from workers.models.bpmn import FlowNode
from workers.models.dataflow import ANY, DataFlow

_NO_WAY_ON: Final = frozenset({"error", "cancel", "compensate"})
_All: Final = None
"""In place of a set of names: every variable there is."""
Names = frozenset[str] | None


class Definite:
    """Definitely set variables of one model, by element.

    Args:
        flow: what may be set, and where.
    """

    def __init__(self, flow: DataFlow) -> None:
        self._flow = flow
        self._model = flow.model
        self._sources: dict[str, list[str]] = {each: [] for each in self._model.nodes}
        for each in self._model.flows.values():
            if each.target in self._sources and each.source in self._model.nodes:
                self._sources[each.target].append(each.source)
        self._inside: dict[str, list[FlowNode]] = {}
        for node in self._model.nodes.values():
            self._inside.setdefault(node.parent_id, []).append(node)
        self._after: dict[str, Names] = dict.fromkeys(self._model.nodes, _All)
        self._settle()

    def is_set(self, variable: str, node_id: str) -> bool:
        """Whether a variable is set on every path when the element begins."""
        node = self._model.nodes[node_id]
        before = self._before(node)
        return before is _All or variable in before | self._flow.local(node_id)

    def way_without(self, variable: str, node_id: str) -> list[str]:
        """Ids of one path to the element on which nothing sets a variable, from its start."""
        came_from: dict[str, str | None] = {node_id: None}
        waiting = deque([node_id])
        last = node_id
        while waiting:
            last = waiting.popleft()
            earlier = [
                each
                for each in self._directly_before(self._model.nodes[last])
                if not _has(self._after[each], variable) and each not in came_from
            ]
            if not earlier and self._model.nodes[last].type == "startEvent":
                break
            for each in earlier:
                came_from[each] = last
                waiting.append(each)
        way = []
        step: str | None = last
        while step is not None:
            way.append(step)
            step = came_from[step]
        return way

    def _settle(self) -> None:
        """Take names away until nothing changes: the greatest fixed point."""
        changed = True
        while changed:
            changed = False
            for node in self._model.nodes.values():
                after = self._leaving(node)
                if after != self._after[node.id]:
                    self._after[node.id] = after
                    changed = True

    def _before(self, node: FlowNode) -> Names:
        if node.attached_to is not None:
            host = self._model.nodes.get(node.attached_to)
            return _All if host is None else self._before(host)
        sources = self._sources[node.id]
        if sources:
            known = [self._after[each] for each in sources]
            if node.type == "parallelGateway":
                return _union(known)
            return _meet(known)
        if node.type == "startEvent" or node.triggered_by_event:
            return self._beginning(node)
        return _All

    def _beginning(self, node: FlowNode) -> Names:
        """What is set when the scope around begins; for an event sub-process also by its starts."""
        scope = self._model.nodes.get(node.parent_id)
        if scope is None:
            known: Names = self._flow.everywhere(node.process_id)
            if node.triggered_by_event:
                starts = [
                    self._after[each.id]
                    for each in self._inside[node.parent_id]
                    if each.type == "startEvent"
                ]
                known = _union([known, _meet(starts)])
            return known
        return _union([self._before(scope), self._flow.local(scope.id)])

    def _leaving(self, node: FlowNode) -> Names:
        work = self._flow.work(node.id)
        if ANY in work | self._flow.handed_out(node.id):
            return _All
        before = self._before(node)
        if before is _All:
            return _All
        local = self._flow.local(node.id)
        if node.id in self._inside:
            ends = [
                self._after[each.id]
                for each in self._inside[node.id]
                if each.type == "endEvent" and not _NO_WAY_ON.intersection(each.events)
            ]
            within = _meet(ends) if ends else frozenset()
            if within is _All:
                return _All
            work |= within
        return before | (work - local) | self._flow.handed_out(node.id)

    def _directly_before(self, node: FlowNode) -> Iterable[str]:
        if node.attached_to in self._model.nodes:
            return self._directly_before(self._model.nodes[str(node.attached_to)])
        if self._sources[node.id]:
            return self._sources[node.id]
        scope = self._model.nodes.get(node.parent_id)
        return self._directly_before(scope) if scope is not None else ()


def _has(names: Names, variable: str) -> bool:
    return names is _All or variable in names


def _meet(sets: Iterable[Names]) -> Names:
    known = [each for each in sets if each is not _All]
    return frozenset.intersection(*known) if known else _All


def _union(sets: Iterable[Names]) -> Names:
    joined: frozenset[str] = frozenset()
    for each in sets:
        if each is _All:
            return _All
        joined |= each
    return joined
