"""Errors, messages, signals and escalations that are named exist and say what the engine needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode
from workers.models.xml import bpmn

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "error": ("错误", "errorCode", "错误代码"),
    "message": ("消息", "name", "名称"),
    "signal": ("信号", "name", "名称"),
    "escalation": ("升级", "escalationCode", "升级代码"),
}
_CATCHERS: Final = frozenset({"boundaryEvent", "startEvent"})


@rule("引用的错误、消息、信号和升级都存在，流的两端也存在。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """References to what is not in the file, and what lacks the code or name it is known by."""
    for file in project.models:
        for node in file.nodes():
            yield from _of_events(file, node)
            awaited = file.elements[node.id].get("messageRef")
            # A task that waits for no message by name is let go by its id.
            if node.type == "receiveTask" and awaited:
                yield from _reference(file, node, "message", awaited)
            for other in file.listed(node.id, "notBy") or ():
                if not _is_user_task(project, file, other):
                    yield Flaw(
                        file,
                        node.id,
                        f"扩展属性 notBy 写的 {other} 不是用户任务，四眼原则不起作用。",
                        "改成拟定人那个用户任务的标识。",
                    )
            if node.attached_to and node.attached_to not in file.model.nodes:
                yield Flaw(file, node.id, "附着的活动不存在。", "把事件重新放到活动的边上。")
        for flow in file.model.flows.values():
            lost = [end for end in (flow.source, flow.target) if end not in file.model.nodes]
            if lost:
                yield Flaw(file, flow.id, f"流的一端不存在：{lost[0]}。", "删去这条流，重新画。")


def _is_user_task(project: Project, file: ModelFile, step: str) -> bool:
    """Whether ``notBy`` names a step of this process, ``process:step``, or the beginning."""
    if step == "start":
        return True
    process, _, step_id = step.rpartition(":")
    if not process:
        return _type(file, step) == "userTask"
    models = [each for each in project.models if any(p.id == process for p in each.processes)]
    return process in project.unreadable_stems or any(
        _type(each, step_id) == "userTask" for each in models
    )


def _type(file: ModelFile, node: str) -> str | None:
    found = file.model.nodes.get(node)
    return found.type if found else None


def _of_events(file: ModelFile, node: FlowNode) -> Iterator[Flaw]:
    for kind in _WORDS:
        path = bpmn(f"{kind}EventDefinition")
        for definition in file.elements[node.id].iterfind(path):
            reference = definition.get(f"{kind}Ref")
            # An event that catches without naming one catches every error or escalation.
            if reference is None and kind in {"error", "escalation"} and node.type in _CATCHERS:
                continue
            # A throwing message event may be an external task or Java instead.
            yield from _reference(file, node, kind, reference)


def _reference(file: ModelFile, node: FlowNode, kind: str, reference: str | None) -> Iterator[Flaw]:
    word, attribute, called = _WORDS[kind]
    if not reference:
        throws_by_work = kind == "message" and node.type in {
            "intermediateThrowEvent",
            "endEvent",
        }
        if not throws_by_work:
            yield Flaw(file, node.id, f"没有选定{word}。", f"选一个{word}，或新建一个。")
        return
    known = {str(each.get("id")): each for each in file.root.iterfind(bpmn(kind))}
    local = reference.rpartition(":")[2]
    found = known.get(reference, known.get(local))
    if found is None:
        if ":" not in reference:
            yield Flaw(
                file,
                node.id,
                f"{word} {reference} 不存在。",
                f"改成现有的{word}（{'、'.join(sorted(known)) or '还没有'}），或新建一个。",
            )
    elif not (found.get(attribute) or "").strip():
        yield Flaw(file, node.id, f"{word} {local} 没有{called}。", f"填写这个{word}的{called}。")
