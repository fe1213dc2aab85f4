"""Which timer throws which escalation, and whose task it watches, as the model says."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element

from workers.models.bpmn import Model
from workers.models.xml import bpmn, camunda, with_id
from workers.ports import Escalation


def escalations_of(model: Model, root: Element) -> dict[str, Escalation]:
    """Escalation code → the boundary timer from which it is thrown.

    Args:
        model: the process.
        root: its XML.
    """
    elements = dict(with_id(root))
    codes = {
        key: each.get("escalationCode", "")
        for key, each in elements.items()
        if each.tag == bpmn("escalation")
    }
    following = defaultdict(list)
    for flow in model.flows.values():
        following[flow.source].append(flow.target)
    found: dict[str, Escalation] = {}
    for node in model.nodes.values():
        if node.attached_to is None or "timer" not in node.events:
            continue
        groups = elements[node.attached_to].get(camunda("candidateGroups"), "")
        names = tuple(each.strip() for each in groups.split(",") if each.strip())
        for target in _reached(node.id, following):
            for thrown in elements[target].iter(bpmn("escalationEventDefinition")):
                code = codes.get(thrown.get("escalationRef", ""), "")
                if code:
                    found[code] = Escalation(node.id, node.attached_to, names)
    return found


def _reached(begin: str, following: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [begin]
    while waiting:
        for target in following[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
