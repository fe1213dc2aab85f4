"""What a worker cannot do without, a form that asks for it makes people fill."""

from __future__ import annotations

import typing
from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule


@rule("工作者必需的内容，表单里是必填项。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Optional fields for inputs that may not be empty: who leaves one out stops the case."""
    for file in project.models:
        for step in file.nodes("userTask", "startEvent"):
            form = project.forms_by_id.get(file.attribute(step.id, "formRef"))
            if form is None:
                continue
            wanted = _wanted_next(project, file, step.id)
            for field in form.fields:
                always = field.type == "checkbox" or field.rules.get("required") or field.fixed
                if field.key in wanted and not always and not form.has_default(field.key):
                    yield Flaw(
                        form,
                        field.key,
                        f"工作者 {wanted[field.key]} 必需 {field.key}，表单里却可以不填。",
                        "把这一项设为必填。",
                    )


def _wanted_next(project: Project, file: ModelFile, step: str) -> dict[str, str]:
    """Inputs that may not be empty, of the workers that come next, with their topic."""
    wanted: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [flow.target for flow in file.model.outgoing(step)]
    while waiting:
        node = file.model.nodes.get(waiting.pop())
        if node is None or node.id in seen or node.type == "userTask":
            continue
        seen.add(node.id)
        handler = (project.handlers or {}).get(node.topic or "")
        if handler is None:
            waiting += [flow.target for flow in file.model.outgoing(node.id)]
            continue
        for name, given in handler.input.model_fields.items():
            if given.is_required() and type(None) not in typing.get_args(given.annotation):
                wanted[given.alias or name] = handler.topic
    return wanted
