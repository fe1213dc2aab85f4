"""Do the deployed models and the handlers fit? Asked when a worker starts, since both change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from xml.etree.ElementTree import Element

from workers.contract import Handler
from workers.engine import Engine
from workers.models.xml import bpmn, camunda, parse
from workers.runtime.subscription import Subscription

_ANY = "*"
_SCOPES = {bpmn(name) for name in ("subProcess", "transaction", "adHocSubProcess")}


class Misfit(Enum):
    """What does not fit."""

    TOPIC_NOT_SERVED = "topic_not_served"
    """No handler given works on this topic; perhaps another worker's does."""
    ERROR_NOT_CAUGHT = "error_not_caught"
    """Nothing in the process catches a BPMN error that the handler may raise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One misfit at one external task of a deployed model."""

    misfit: Misfit
    process: str
    """Key of the process."""
    version: int
    activity: str
    """Id of the external task."""
    topic: str
    code: str | None = None
    """The BPMN error that is not caught."""


# Any: handlers of every input, output and desk.
def check_models(
    engine: Engine, handlers: Iterable[Handler[Any, Any, Any] | Subscription]
) -> list[Finding]:
    """Compare the latest version of every deployed process with handlers.

    Topics that are expressions are left out. A login that may not read definitions finds nothing.

    Raises:
        EngineError: the engine cannot be asked.
        ModelError: a model cannot be read.
    """
    plain = [each.handler if isinstance(each, Subscription) else each for each in handlers]
    errors = {each.topic: [error.code for error in each.errors] for each in plain}
    findings: list[Finding] = []
    for definition in engine.deployments.definitions(latest=True):
        root = parse(engine.deployments.definition_xml(definition.id), definition.key)
        for task in _external_tasks(root, definition.key):
            where = (definition.key, definition.version, task.activity, task.topic)
            if task.topic not in errors:
                findings.append(Finding(Misfit.TOPIC_NOT_SERVED, *where))
            findings += [
                Finding(Misfit.ERROR_NOT_CAUGHT, *where, code)
                for code in errors.get(task.topic, ())
                if not task.caught & {code, _ANY}
            ]
    return findings


@dataclass(frozen=True, slots=True)
class _Task:
    activity: str
    topic: str
    caught: frozenset[str]


def _external_tasks(root: Element, key: str) -> Iterator[_Task]:
    codes = {str(each.get("id")): each.get("errorCode") for each in root.iterfind(bpmn("error"))}
    for process in root.iterfind(bpmn("process")):
        if process.get("id") == key:
            yield from _in_scope(process, frozenset(), codes)


def _in_scope(
    scope: Element, outside: frozenset[str], codes: Mapping[str, str | None]
) -> Iterator[_Task]:
    """The tasks of a process or sub-process; ``outside`` is what is caught around it."""
    caught = outside.union(*(_codes(start, codes) for start in _event_starts(scope)))
    for element in scope:
        own = caught.union(
            *(
                _codes(boundary, codes)
                for boundary in scope.iterfind(bpmn("boundaryEvent"))
                if boundary.get("attachedToRef") == element.get("id")
            )
        )
        topic = element.get(camunda("topic"))
        if element.get(camunda("type")) == "external" and topic and "${" not in topic:
            yield _Task(str(element.get("id")), topic, own)
        if element.tag in _SCOPES:
            yield from _in_scope(element, own, codes)


def _event_starts(scope: Element) -> Iterator[Element]:
    for inner in scope.iterfind(bpmn("subProcess")):
        if inner.get("triggeredByEvent") == "true":
            yield from inner.iterfind(bpmn("startEvent"))


def _codes(event: Element, codes: Mapping[str, str | None]) -> set[str]:
    return {
        codes.get(str(each.get("errorRef"))) or _ANY
        for each in event.iterfind(bpmn("errorEventDefinition"))
    }
