"""A called process gets what its workers need."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Needs, rule
from workers.models.dataflow import ANY, DataFlow
from workers.models.xml import bpmn, camunda


@rule("被调用的流程得到它的工作者必需的变量。", Kind.FAULT, Needs.HANDLERS)
def look(project: Project) -> Iterator[Flaw]:
    """Variables that a called process needs from its caller and is not given."""
    needs = {
        process.id: _needed(project, file, process.id)
        for file in project.models
        for process in file.processes
        if _is_called(project, process.id)
    }
    for file in project.models:
        for call in file.nodes("callActivity"):
            given = _given(file, call.id)
            missing = sorted(needs.get(call.called_element or "", set()) - given)
            if missing and ANY not in given:
                yield Flaw(
                    file,
                    call.id,
                    f"被调用的流程 {call.called_element} 必需变量 {'、'.join(missing)}，"
                    "这里没有传给它。",
                    "在“输入映射”中逐个按名称传给它。",
                )


def _is_called(project: Project, process: str) -> bool:
    return any(
        call.called_element == process
        for file in project.models
        for call in file.nodes("callActivity")
    )


def _given(file: ModelFile, call: str) -> set[str]:
    mappings = list(file.elements[call].iterfind(f"{bpmn('extensionElements')}/{camunda('in')}"))
    given = {str(each.get("target")) for each in mappings}
    return given | {ANY} if any(each.get("variables") for each in mappings) else given


def _needed(project: Project, file: ModelFile, process: str) -> set[str]:
    """Required inputs that nothing in the process sets when its start brings nothing.

    Where ``lint.toml`` says what the start brings, anything else is missing inside already.
    """
    handlers = project.handlers or {}
    starts = {
        node.id: ()
        for node in file.nodes("startEvent")
        if node.parent_id == process and not node.events and not file.attribute(node.id, "formRef")
    }
    flow = DataFlow(
        file.data,
        file.path.name,
        outputs={topic: each.output.names() for topic, each in handlers.items()},
        forms={name: each.form for name, each in project.forms_by_id.items()},
        brought=starts,
    )
    configured = project.configuration.brought.get(process, {})
    listed = {
        start: names
        for start in starts
        if (names := file.listed(start, "brings") or configured.get(start)) is not None
    }
    told = {name for names in listed.values() for name in names}
    needed = {
        field.alias or name
        for task, topic in file.external_tasks()
        if task.process_id == process and topic in handlers
        for name, field in handlers[topic].input.model_fields.items()
        if field.is_required() and not {field.alias or name, ANY} & flow.at(task.id)
    }
    return needed & told if set(starts) <= set(listed) else needed
