"""The branches of a fork: what runs side by side until a join waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.models.bpmn import FlowNode, Model

TOGETHER: Final = frozenset({"parallelGateway", "inclusiveGateway"})
"""Gateways that send a token along several flows, or wait for several."""


def forks(model: Model, *types: str) -> Iterator[FlowNode]:
    """Gateways of these types with several ways on."""
    for node in model.nodes.values():
        if node.type in types and len(model.outgoing(node.id)) > 1:
            yield node


def branches(model: Model, fork: FlowNode) -> list[set[str]]:
    """For each way on, the nodes that are reached before a join."""
    return [_until_join(model, flow.target) for flow in model.outgoing(fork.id)]


def is_join(model: Model, node: FlowNode) -> bool:
    """Whether it waits for several ways."""
    return node.type in TOGETHER and len(model.incoming(node.id)) > 1


def _until_join(model: Model, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        node = model.nodes.get(waiting.pop())
        if node is None or node.id in found or is_join(model, node):
            continue
        found.add(node.id)
        waiting += [flow.target for flow in model.outgoing(node.id)]
    return found
