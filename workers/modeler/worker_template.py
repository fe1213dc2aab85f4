"""The template of one worker: topic, retries, what the step gives, which errors may come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from pydantic.fields import FieldInfo

from workers.contract import PARAMETER, Handler
from workers.lint.expression import is_expression
from workers.lint.project import Project
from workers.modeler.template import Binding, Choices, Property, Template
from workers.modeler.vocabulary import (
    Vocabulary,
    choices_of,
    default_value,
    default_words,
    pattern_of,
    type_name,
)
from workers.models.retry_schedule import PATTERN, USUAL
from workers.models.xml import bpmn, camunda, split

ID: Final = "sop.worker."
_TASKS: Final = {"serviceTask": "bpmn:ServiceTask", "sendTask": "bpmn:SendTask"}
_APPLIES_TO: Final = ("bpmn:Task", "bpmn:ServiceTask", "bpmn:SendTask", "bpmn:BusinessRuleTask")
_RESULTS: Final = ("resultVariable", "errorMessageVariable", "errorCodeVariable")
_MORE_RESULTS: Final = ("escalationCodeVariable", "initiator", "elementVariable")


def worker_templates(project: Project) -> Iterator[Template]:
    """One template for each handler, by topic."""
    vocabulary = Vocabulary(project)
    written = set(_written(project))
    literal = _given_by_steps(project)
    tasks = _tasks(project)
    for topic, handler in sorted((project.handlers or {}).items()):
        given = {
            name: field
            for name, field in _inputs(handler)
            if _is_given(name, field, written, literal.get(topic, set()))
        }
        yield Template(
            id=f"{ID}{topic}",
            name=handler.label,
            help=_help(handler, vocabulary, given),
            applies_to=_APPLIES_TO,
            element=_TASKS[tasks.get(topic, "serviceTask")],
            properties=(
                Property(Binding.attribute("camunda:type"), value="external"),
                Property(Binding.attribute("camunda:topic"), value=topic),
                _retries(),
                *(_input(project, vocabulary, topic, *each) for each in given.items()),
            ),
            metadata=_metadata(handler),
        )


# Any: handlers of every kind.
def _inputs(handler: Handler[Any, Any, Any]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in handler.input.model_fields.items():
        yield field.alias or name, field


def _is_given(
    name: str, field: FieldInfo, written: Collection[str], literal: Collection[str]
) -> bool:
    """Whether the step itself says it, and not a process variable of that name.

    Only such inputs are fields of the template: the Modeler writes every field into the model,
    and an input parameter that is left empty would hide the variable.
    """
    if PARAMETER in field.metadata:
        return True
    if field.is_required():
        return name in literal or name not in written
    return name in literal and _default(field) != ""


# Any: as above.
def _help(handler: Handler[Any, Any, Any], vocabulary: Vocabulary, given: Collection[str]) -> str:
    """What a designer has to know: what it reads, what it writes, what can go wrong."""
    said = [f"外部任务 {handler.topic}。"]
    reads = [
        f"{vocabulary.variable(name, field)}{_need(field)}"
        for name, field in _inputs(handler)
        if name not in given
    ]
    if reads:
        said.append(f"读取流程变量：{'、'.join(reads)}。")
    names = handler.output.model_fields.items()
    if names:
        writes = (vocabulary.variable(each.alias or name, each) for name, each in names)
        said.append(f"写入：{'、'.join(writes)}。")
    for each in handler.errors:
        said.append(f"可能报错 {each.code}（{each.label}），要在任务边上接错误边界事件。")
    return "".join(said)


# Any: a default of any type.
def _default(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True, validated_data={})


def _need(field: FieldInfo) -> str:
    if field.is_required():
        return f"〔{type_name(field.annotation)}，必需〕"
    return f"〔{type_name(field.annotation)}，默认{default_words(_default(field))}〕"


def _retries() -> Property:
    return Property(
        Binding.extension("retries"),
        label="重试安排",
        help=f"{USUAL}：共试 3 次，间隔 5 分钟；都失败则由运维处理。",
        value=USUAL,
        pattern=(PATTERN, f"写成 R<次数>/<间隔>，例如 {USUAL}"),
    )


def _input(
    project: Project, vocabulary: Vocabulary, topic: str, name: str, field: FieldInfo
) -> Property:
    said = [field.description] if field.description else []
    said.append(type_name(field.annotation))
    return Property(
        Binding.input(name),
        label=vocabulary.variable(name, field),
        help="；".join(said) + "。",
        value=None if field.is_required() else default_value(_default(field)),
        choices=_choices(project, topic, name, field),
        required=field.is_required(),
        pattern=pattern_of(field.annotation),
    )


def _choices(project: Project, topic: str, name: str, field: FieldInfo) -> Choices:
    found = choices_of(field.annotation)
    if found or project.letters is None or name != project.letters.parameter:
        return found
    if topic in project.offered:
        titles = {
            key: str(each.get("title", ""))
            for procedure in project.procedures
            for key, each in procedure.notices.items()
        }
    else:
        others = {each for notices in project.letters.sent_by.values() for each in notices}
        titles = {
            each: project.letters.titles.get(each, "")
            for each in project.letters.facts
            if each not in others
        }
    return [(key, f"{key} {title}".strip()) for key, title in titles.items()]


def _metadata(handler: Handler[Any, Any, Any]) -> Mapping[str, Any]:
    if not handler.errors:
        return {}
    return {"errors": [{"code": each.code, "name": each.label} for each in handler.errors]}


def _tasks(project: Project) -> dict[str, str]:
    """Topic → the kind of task that the models use most for it."""
    counted: dict[str, Counter[str]] = {}
    for file in project.models:
        for node, topic in file.external_tasks():
            if node.type in _TASKS:
                counted.setdefault(topic, Counter())[node.type] += 1
    return {topic: each.most_common(1)[0][0] for topic, each in counted.items()}


def _given_by_steps(project: Project) -> dict[str, set[str]]:
    """Topic → inputs for which some step of a model writes a value of its own."""
    found: dict[str, set[str]] = {}
    for file in project.models:
        for node, topic in file.external_tasks():
            for each in file.extensions(node.id, "inputOutput/inputParameter"):
                if len(each) == 0 and each.text and not is_expression(each.text):
                    found.setdefault(topic, set()).add(str(each.get("name")))
    return found


def _written(project: Project) -> Iterator[str]:
    """Every variable that anything writes: workers, forms, messages, tables, events."""
    for handler in (project.handlers or {}).values():
        yield from handler.output.names()
    for form in project.forms:
        yield from form.keys
    for file in project.models:
        for node in file.nodes():
            yield from file.listed(node.id, "brings") or ()
            for each in file.extensions(node.id, "inputOutput/outputParameter"):
                yield str(each.get("name"))
        for element in file.root.iter():
            if split(element.tag)[0] == split(bpmn(""))[0]:
                yield from filter(
                    None, (element.get(camunda(each)) for each in (*_RESULTS, *_MORE_RESULTS))
                )
    for process in project.configuration.brought.values():
        for names in process.values():
            yield from names
