"""Do models and handlers fit? Asked of files in CI and of the engine when a worker starts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from xml.etree.ElementTree import Element

from workers.contract import Handler
from workers.engine import Engine
from workers.models.catching import EVERY, caught_errors
from workers.models.dataflow import ANY, DataFlow
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse
from workers.runtime.subscription import Subscription

__all__ = ["Finding", "Misfit", "check_model", "check_models"]


class Misfit(Enum):
    """What does not fit."""

    TOPIC_NOT_SERVED = "topic_not_served"
    """No handler given works on this topic; perhaps another worker's does."""
    ERROR_NOT_CAUGHT = "error_not_caught"
    """Nothing in the process catches a BPMN error that the handler may raise."""
    INPUT_MISSING = "input_missing"
    """Nothing sets a variable that the handler cannot do without: every task is an incident."""
    INPUT_NEVER_SET = "input_never_set"
    """At no task of the topic anything sets a variable that it could use: a misspelt name?"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One misfit at one external task of a model."""

    misfit: Misfit
    process: str
    """Key of the process."""
    version: int | None
    """Of the deployed definition; a file has none."""
    activity: str
    """Id of the external task."""
    topic: str
    code: str | None = None
    """The BPMN error that is not caught."""
    variable: str | None = None
    """The input that nothing sets."""


# Any: handlers of every input, output and desk.
Handlers = Iterable[Handler[Any, Any, Any] | Subscription]


def check_model(
    xml: bytes | str,
    handlers: Handlers,
    *,
    forms: Mapping[str, Form] | None = None,
    brought: Mapping[str, Collection[str]] | None = None,
    source: str = "the model",
) -> list[Finding]:
    """Compare a model with handlers: topics, BPMN errors, inputs. Needs no engine.

    Topics that are expressions are left out. An input is only reported where the model is sure:
    see :class:`workers.models.dataflow.DataFlow`.

    Args:
        xml: a BPMN file.
        handlers: those that will serve it.
        forms: the Camunda Forms that are deployed with it, by id.
        brought: element id → variables that come from outside with a start, a message or a BPMN
            error. What is not described here may bring anything.
        source: names the model in errors.

    Raises:
        ModelError: the model cannot be read.
        ValueError: ``brought`` names an element that the model does not have.
    """
    served = {each.topic: each for each in map(_handler, handlers)}
    outputs = {topic: each.output.names() for topic, each in served.items()}
    flow = DataFlow(xml, source, outputs=outputs, forms=forms, brought=brought)
    tasks = [
        (task, Finding(Misfit.TOPIC_NOT_SERVED, key, None, task.activity, task.topic))
        for key, task in _external_tasks(parse(xml, source))
    ]
    set_somewhere: dict[str, set[str]] = {}
    for task, _ in tasks:
        set_somewhere.setdefault(task.topic, set()).update(flow.at(task.activity))
    findings: list[Finding] = []
    for task, finding in tasks:
        handler = served.get(task.topic)
        if handler is None:
            findings.append(finding)
            continue
        findings += [
            replace(finding, misfit=Misfit.ERROR_NOT_CAUGHT, code=error.code)
            for error in handler.errors
            if not task.caught & {error.code, EVERY}
        ]
        findings += [
            replace(finding, misfit=misfit, variable=name)
            for name, misfit in _inputs(handler, flow.at(task.activity), set_somewhere[task.topic])
        ]
    return findings


def check_models(engine: Engine, handlers: Handlers) -> list[Finding]:
    """Compare the latest version of every deployed process with handlers.

    As :func:`check_model`, but forms are not read, so inputs that may come from one are not
    reported. A login that may not read definitions finds nothing.

    Raises:
        EngineError: the engine cannot be asked.
        ModelError: a model cannot be read.
    """
    handlers = list(handlers)
    findings: list[Finding] = []
    for definition in engine.deployments.definitions(latest=True):
        xml = engine.deployments.definition_xml(definition.id)
        findings += [
            replace(each, version=definition.version)
            for each in check_model(xml, handlers, source=definition.key)
            if each.process == definition.key
        ]
    return findings


# Any: as above.
def _handler(given: Handler[Any, Any, Any] | Subscription) -> Handler[Any, Any, Any]:
    return given.handler if isinstance(given, Subscription) else given


# Any: as above.
def _inputs(
    handler: Handler[Any, Any, Any], here: Collection[str], somewhere: Collection[str]
) -> Iterator[tuple[str, Misfit]]:
    for name, field in handler.input.model_fields.items():
        variable = field.alias or name
        if field.is_required() and not {variable, ANY}.intersection(here):
            yield variable, Misfit.INPUT_MISSING
        elif not field.is_required() and not {variable, ANY}.intersection(somewhere):
            yield variable, Misfit.INPUT_NEVER_SET


@dataclass(frozen=True, slots=True)
class _Task:
    activity: str
    topic: str
    caught: frozenset[str]


def _external_tasks(root: Element) -> Iterator[tuple[str, _Task]]:
    """Each with the key of its process."""
    caught = caught_errors(root)
    for process in root.iterfind(bpmn("process")):
        for element in process.iter():
            topic = element.get(camunda("topic"))
            activity = str(element.get("id"))
            if element.get(camunda("type")) != "external" or activity not in caught:
                continue
            if topic and "${" not in topic:
                yield str(process.get("id")), _Task(activity, topic, caught[activity])
