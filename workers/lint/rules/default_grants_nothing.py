"""A default flow never grants anything: what nobody foresaw goes to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode, SequenceFlow

_REFUSES: Final = re.compile(
    r"不|未|否|驳回|拒|无须|无需|\b(?:not?|reject|refuse|den(?:y|ied)|declin)", re.IGNORECASE
)
_GRANTS: Final = re.compile(
    r"同意|批准|通过|准予|准许|放行|免审|授权|approv|grant|accept(?!ance)|permit|authori[sz]e",
    re.IGNORECASE,
)
_YES: Final = re.compile(r"是|yes|true|ok", re.IGNORECASE)
_GRANTING_WORK: Final = re.compile(r"(?:^|[._-])(?:approve|grant|authori[sz]e|release)(?:$|[._-])")


@rule("默认的流不批准任何事。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Default flows that say yes to a grant, or lead to a worker that grants."""
    for file in project.models:
        running = {each.id for each in file.processes}
        for flow in file.model.flows.values():
            gateway = file.model.nodes.get(flow.source)
            if not flow.is_default or gateway is None or flow.process_id not in running:
                continue
            why = _why(file, gateway, flow)
            if why:
                yield Flaw(
                    file,
                    flow.id,
                    f"默认的流{why}：变量为空或出错时也会批准。",
                    "把默认改成不批准或交人决定的流，给这条流写上条件。",
                )


def _why(file: ModelFile, gateway: FlowNode, flow: SequenceFlow) -> str:
    name, question = (flow.name or "").strip(), gateway.name or ""
    if _GRANTS.search(name) and not _REFUSES.search(name):
        return f"叫「{name}」"
    if _YES.fullmatch(name) and _GRANTS.search(question) and not _REFUSES.search(question):
        return f"对「{question}」答「{name}」"
    step = _first_work(file, flow)
    if step is not None and step.topic and _GRANTING_WORK.search(step.topic):
        return f"通向批准的工作者 {step.topic}"
    return ""


def _first_work(file: ModelFile, flow: SequenceFlow) -> FlowNode | None:
    """The first step behind a flow, beyond gateways that only join."""
    seen: set[str] = set()
    node = file.model.nodes.get(flow.target)
    while node is not None and node.id not in seen and node.type.endswith("Gateway"):
        seen.add(node.id)
        ways = file.model.outgoing(node.id)
        node = file.model.nodes.get(ways[0].target) if len(ways) == 1 else None
    return node
