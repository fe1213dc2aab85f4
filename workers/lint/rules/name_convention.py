"""Names are Chinese: steps say what is done, gateways ask, flows answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode
from workers.models.xml import bpmn

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DIVIDES = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


@rule("名称用中文：步骤说做什么，网关提问，流作答。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Elements without a Chinese name, gateways that do not ask, flows that do not answer."""
    for file in project.models:
        running = {each.id for each in file.processes}
        for process in file.processes:
            yield from _named(file, process.id, process.name)
        for node in file.nodes():
            yield from _of(file, node)
        for lane in file.root.iter(bpmn("lane")) if running else ():
            yield from _named(file, str(lane.get("id")), lane.get("name"))


def _named(file: ModelFile, element: str, name: str | None) -> Iterator[Flaw]:
    if not (name or "").strip():
        yield Flaw(file, element, "没有名称。", "用中文写明它是什么。")
    elif not _CHINESE.search(name or ""):
        yield Flaw(file, element, f"名称“{name}”不是中文。", "用中文写明它是什么。")


def _of(file: ModelFile, node: FlowNode) -> Iterator[Flaw]:
    if not node.type.endswith("Gateway"):
        yield from _named(file, node.id, node.name)
        return
    answers = file.model.outgoing(node.id)
    if node.type not in _DIVIDES or len(answers) <= 1:
        return
    name = (node.name or "").strip()
    if not name.endswith(("？", "?")):
        yield Flaw(
            file,
            node.id,
            f"网关的名称“{name}”不是问题。" if name else "网关没有问题。",
            "写成以“？”结尾的问题，例如“是否受理？”。",
        )
    for flow in answers:
        if not (flow.name or "").strip():
            yield Flaw(file, flow.id, f"没有回答网关的问题“{name}”。", "写上答案，例如“是”。")
