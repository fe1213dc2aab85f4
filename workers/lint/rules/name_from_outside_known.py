"""Messages and escalations have the names by which workers and other systems call them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.lint.source import Source
from workers.models.xml import bpmn, text


@rule("消息名和升级代码与工作者用的一致。", Kind.FAULT, Needs.CALLED)
def look(project: Project) -> Iterator[Flaw]:
    """Messages nobody sends, escalations no worker knows, and listed ones no model waits for."""
    called = project.configuration.called
    if called is None:
        return
    for kind, attribute, word, known in (
        ("message", "name", "消息", (*called.messages, *_sent(project))),
        ("escalation", "escalationCode", "升级代码", called.escalations),
    ):
        used: set[str] = set()
        for file in project.models:
            for element, name in _names(file, kind, attribute):
                used.add(name)
                if name not in known and not _meant(name, known):
                    yield Flaw(
                        file,
                        element,
                        f"{word} {name} 没有工作者认识。",
                        f"改成认识的：{_hint(name, known)}；"
                        "新的名称同时写进 lint.toml 的 [called]。",
                    )
        exact = {each for each in known if not each.endswith("*")}
        for name in sorted(exact - used) if not project.unreadable else ():
            yield Flaw(
                Source(PurePosixPath("lint.toml"), ""),
                "",
                f"{word} {name} 没有模型在等，发出去也没有人接。",
                "核对模型里的名称，或从 lint.toml 的 [called] 删去。",
            )


def _sent(project: Project) -> set[str]:
    """Messages that a step of a model sends, as its input parameter says."""
    return {
        text(each)
        for file in project.models
        for node in file.nodes()
        for each in file.extensions(node.id, "inputOutput/inputParameter")
        if each.get("name") == "message" and node.topic
    }


def _names(file: ModelFile, kind: str, attribute: str) -> Iterator[tuple[str, str]]:
    """What the running processes of a file name, with the element that declares it."""
    references = {
        str(each.get(f"{kind}Ref"))
        for node in file.nodes()
        for each in file.elements[node.id].iter()
        if each.get(f"{kind}Ref")
    }
    for each in file.root.iterfind(bpmn(kind)):
        if each.get("id") in references and each.get(attribute):
            yield str(each.get("id")), str(each.get(attribute))


def _meant(name: str, known: Collection[str]) -> bool:
    """Whether one of the listed names with an asterisk stands for it."""
    return any(each.endswith("*") and name.startswith(each[:-1]) for each in known)


def _hint(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, 1)
    return near[0] if near else "、".join(sorted(known)) or "还没有"
