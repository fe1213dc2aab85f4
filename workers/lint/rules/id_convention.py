"""Ids are English and tell what they are: ``Task_RegisterOrder``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode
from workers.models.xml import bpmn

_ID: Final = re.compile(r"[A-Z][A-Za-z]+(?:_[A-Z][A-Za-z0-9]*)+")
_DRAWN: Final = re.compile(r"_[0-9a-z]{7}$")
"""What a modeler gives when nobody has named an element."""
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "startEvent": ("StartEvent",),
    "endEvent": ("EndEvent",),
    "boundaryEvent": ("Boundary", "Timer"),
    "intermediateCatchEvent": ("Event", "Timer", "Catch"),
    "intermediateThrowEvent": ("Event", "Throw"),
    "subProcess": ("SubProcess", "EventSubProcess"),
    "transaction": ("SubProcess", "Transaction"),
    "adHocSubProcess": ("SubProcess", "AdHoc"),
    "callActivity": ("Task", "Call"),
}
_GLOBALS: Final[Mapping[str, str]] = {
    "error": "Error",
    "message": "Message",
    "signal": "Signal",
    "escalation": "Escalation",
}


@rule("标识用英文，写明是什么。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Generated ids and ids without the prefix of their kind."""
    for file in project.models:
        running = {each.id for each in file.processes}
        for node in file.nodes():
            yield from _flaws(file, node.id, _expected(node))
        for flow in file.model.flows.values():
            if flow.process_id in running:
                yield from _flaws(file, flow.id, ("Flow",))
        for kind, prefix in _GLOBALS.items() if running else ():
            for element in file.root.iterfind(bpmn(kind)):
                yield from _flaws(file, str(element.get("id")), (prefix,))


def _expected(node: FlowNode) -> tuple[str, ...]:
    if node.type.endswith("Gateway"):
        return ("Gateway",)
    return _PREFIXES.get(node.type, ("Task",))


def _flaws(file: ModelFile, element: str, prefixes: tuple[str, ...]) -> Iterator[Flaw]:
    fits = _ID.fullmatch(element) and element.partition("_")[0] in prefixes
    if fits and not _DRAWN.search(element):
        return
    example = " 或 ".join(f"{prefix}_…" for prefix in prefixes)
    yield Flaw(
        file,
        element,
        f"标识 {element} 不合约定。",
        f"改成 {example}，后面是大写开头的英文，说明它做什么。",
    )
