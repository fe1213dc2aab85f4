"""The way back from a worker's step to a person's step whose submission does not count.

The engine can start a token before any element, but a token that is started in one of several
parallel branches waits at their join for ever. What is to be started beside it follows from the
model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from workers.models.bpmn import FlowNode, Model


@dataclass(frozen=True, slots=True)
class Retreat:
    """What is started anew: before these activities, and on these sequence flows."""

    before: tuple[str, ...]
    on: tuple[str, ...] = ()


def user_steps_before(model: Model, worker: str) -> frozenset[str]:
    """The user tasks whose submission no other worker has looked at when this worker's step begins.

    Args:
        model: where both are.
        worker: id of the worker's step.
    """
    earlier = _closure([worker], lambda each: _directly_before(model, each))
    return frozenset(each for each in earlier if model.nodes[each].type == "userTask")


def retreat(model: Model, worker: str, steps: Collection[str]) -> Retreat:
    """How these user steps are done again, with all that follows them, up to the worker's step.

    Args:
        model: where all are.
        worker: id of the worker's step, which is active.
        steps: user tasks of :func:`user_steps_before`.
    """
    between = _closure([worker], lambda each: _directly_before(model, each)) | {worker}

    def after(ids: Iterable[str]) -> set[str]:
        return _closure(ids, lambda each: (it for it in _directly_after(model, each, worker)))

    # A step behind another one of them is reached again from there.
    first = [each for each in steps if not any(each in after([it]) for it in steps if it != each)]
    again = after(first) | set(first)
    joins = [each for each in again & between if model.nodes[each].type == "parallelGateway"]
    flows = (flow for each in joins for flow in model.incoming(each))
    beside = [flow.id for flow in flows if flow.source not in again]
    return Retreat(tuple(sorted(first)), tuple(sorted(beside)))


def _closure(start: Iterable[str], step: Callable[[str], Iterator[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [each for begin in start for each in step(begin)]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += step(each)
    return found


def _directly_before(model: Model, node_id: str) -> Iterator[str]:
    node = model.nodes[node_id]
    around = model.nodes.get(node.parent_id)
    if node.attached_to:
        yield from _entered(model, model.nodes[node.attached_to])
    elif node.type == "startEvent" and around is not None:
        yield from _entered(model, around)
    else:
        yield from _entered(model, node)


def _entered(model: Model, node: FlowNode) -> Iterator[str]:
    """Where a token comes from, unless a worker has looked at its variables there."""
    for flow in model.incoming(node.id):
        source = model.nodes[flow.source]
        if source.topic or (source.attached_to and model.nodes[source.attached_to].topic):
            continue
        yield source.id
        # Out of a sub-process a token comes from its end events.
        yield from (
            each.id
            for each in model.nodes.values()
            if each.parent_id == source.id and each.type == "endEvent"
        )


def _directly_after(model: Model, node_id: str, worker: str) -> Iterator[str]:
    if node_id != worker:
        for begun in (node_id, *(each.id for each in model.boundary_events(node_id))):
            yield from (flow.target for flow in model.outgoing(begun))
        node = model.nodes[node_id]
        if node.type == "endEvent" and node.parent_id in model.nodes:
            yield from (flow.target for flow in model.outgoing(node.parent_id))
