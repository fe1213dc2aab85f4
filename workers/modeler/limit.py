"""A limit of a person's step, as workers work it out, and what happens at its rungs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.models.bpmn import FlowNode
from workers.models.xml import bpmn

_PATTERN: Final = "*"


@dataclass(frozen=True, slots=True)
class Limit:
    """A due date, and the timer that wakes at its rungs."""

    due: str
    """The expression of the due date."""
    label: str
    rungs: str
    """The expression of the timer; empty where nothing reminds."""
    word: str
    """What ids are made of: ``FirstResponse``."""
    follow: Mapping[str, Any]  # Any: JSON.
    """What comes behind the timer: an escalation, or the step of a worker; empty if unknown."""

    def as_data(self) -> dict[str, Any]:  # Any: JSON.
        """What the plug-in of the Modeler reads."""
        return {"timer": self.rungs, "word": self.word, **self.follow}


def follow(project: Project, word: str) -> dict[str, Any]:  # Any: JSON.
    """What comes behind the timer of a limit: as a model has it, else by the escalation's code."""
    for file in project.models:
        for timer in file.nodes("boundaryEvent"):
            if timer.timer is None or timer.timer.text != f"${{rungs{word}}}":
                continue
            for flow in file.model.outgoing(timer.id):
                found = _of(file, file.model.nodes[flow.target])
                if found:
                    return found
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", word).upper()
    called = project.configuration.called
    known = [each for each in (called.escalations if called else ()) if _PATTERN not in each]
    code = next((each for each in known if each.endswith(f"_{snake}") or each == snake), None)
    return {"escalation": {"code": code, "name": code}} if code else {}


def _of(file: ModelFile, node: FlowNode) -> dict[str, Any]:
    """An end with an escalation, or an external task with what its step says."""
    reference = file.elements[node.id].find(bpmn("escalationEventDefinition"))
    if node.type == "endEvent" and reference is not None:
        escalation = file.elements.get(reference.get("escalationRef", ""))
        if escalation is not None:
            code = escalation.get("escalationCode")
            return {"escalation": {"code": code, "name": escalation.get("name") or code}}
    if node.topic:
        inputs = {
            str(each.get("name")): each.text or ""
            for each in file.extensions(node.id, "inputOutput/inputParameter")
        }
        return {"worker": {"topic": node.topic, "name": node.name or "", "inputs": inputs}}
    return {}
