"""The template of a person's step: group, form, limit, priority."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from pydantic.fields import FieldInfo

from workers.lint.project import Project
from workers.modeler.limit import Limit, follow
from workers.modeler.template import Binding, Choices, Property, Template
from workers.modeler.vocabulary import form_title, parts

ID: Final = "sop.user-task"
_DUE: Final = re.compile(r"due[A-Z]\w*")
_USUAL_PRIORITY: Final = "50"


def user_task_templates(project: Project) -> Iterator[Template]:
    """The template, where forms and groups are known."""
    if not project.groups or not project.forms:
        return
    limits = list(_limits(project))
    due = [(each.due, each.label) for each in limits]
    yield Template(
        id=ID,
        name="人工任务",
        help="由一个岗位的人办理的步骤。写明候选组、表单和时限；在“文档”里写一行“岗位：…。”。",
        applies_to=("bpmn:Task", "bpmn:UserTask"),
        element="bpmn:UserTask",
        properties=(
            Property(
                Binding.attribute("camunda:candidateGroups"),
                label="候选组",
                help="谁能办理。不写具体的人。",
                choices=_groups(project),
            ),
            Property(
                Binding.attribute("camunda:formRef"),
                label="表单",
                help="办理时填写的表单，随流程一起部署。",
                choices=[
                    (each, f"{form_title(form)}（{each}）")
                    for each, form in project.forms_by_id.items()
                ],
            ),
            Property(Binding.attribute("camunda:formRefBinding"), value="deployment"),
            *_due_property(due),
            Property(
                Binding.attribute("camunda:priority"),
                label="优先级",
                help="0 到 100 的数字，或表达式；大的排在前面。",
                value=_USUAL_PRIORITY,
                pattern=(r"^(\$\{.+\}|\d{1,3})$", "填数字或表达式"),
            ),
        ),
        metadata={"limits": {each.due: each.as_data() for each in limits if each.rungs}},
    )


def _due_property(choices: Choices) -> Iterator[Property]:
    if choices:
        yield Property(
            Binding.attribute("camunda:dueDate"),
            label="到期时间",
            help="由工作者算出的变量。会提醒的时限还要定时器：装了本公司的插件会自动加上。",
            choices=choices,
        )


def _groups(project: Project) -> Choices:
    """Every group, then what models say beside them: several groups, or one that a table finds."""
    known = dict(project.groups or {})
    found = {id_: f"{name}（{id_}）" for id_, name in known.items()}
    for file in project.models:
        for task in file.nodes("userTask"):
            said = file.attribute(task.id, "candidateGroups")
            if not said or said in found:
                continue
            names = [known.get(each.strip()) for each in said.split(",")]
            found[said] = "、".join(filter(None, names)) or f"由变量决定：{said}"
    return list(found.items())


def _limits(project: Project) -> Iterator[Limit]:
    outputs = {
        field.alias or name: field
        for handler in (project.handlers or {}).values()
        for name, field in handler.output.model_fields.items()
    }
    used = _used(project)
    known = {*outputs, *_set_by_models(project)}
    for name in sorted({*filter(_is_due(outputs), outputs), *_named(used)}):
        word = name.removeprefix("due")
        due, rungs = f"${{{name}}}", f"rungs{word}"
        title = outputs[name].title if name in outputs else None
        label = title or "、".join(dict.fromkeys(used.get(due, []))) or word
        yield Limit(
            due=due,
            label=f"{label}（{name}）",
            rungs=f"${{{rungs}}}" if rungs in known else "",
            word=word,
            follow=follow(project, word) if rungs in known else {},
        )


def _is_due(outputs: Mapping[str, FieldInfo]) -> Callable[[str], bool]:
    """Whether a worker's output is a due date."""
    return lambda name: bool(_DUE.fullmatch(name)) and datetime in parts(outputs[name].annotation)


def _named(used: Mapping[str, object]) -> Iterator[str]:
    """Due dates that come into a process from outside: models use them, no worker writes them."""
    for expression in used:
        name = expression.removeprefix("${").removesuffix("}")
        if _DUE.fullmatch(name):
            yield name


def _set_by_models(project: Project) -> Iterator[str]:
    """Output parameters: steps of general workers give a limit its name."""
    for file in project.models:
        for node in file.nodes():
            for each in file.extensions(node.id, "inputOutput/outputParameter"):
                yield str(each.get("name"))


def _used(project: Project) -> dict[str, list[str]]:
    """Due date → names of the steps that have it."""
    found: dict[str, list[str]] = {}
    for file in project.models:
        for task in file.nodes("userTask"):
            due = file.attribute(task.id, "dueDate")
            if due:
                found.setdefault(due, []).append(file.model.name(task.id))
    return found
