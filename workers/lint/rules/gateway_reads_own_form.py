"""Between a person's step and the next worker, gateways ask only what that person's form has.

Whoever holds a task can send any variable with it. A worker holds what was sent against the
deployed form; before one has looked, a gateway or table may trust the form's own fields only.
"""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.expression import juel_names
from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.bpmn import FlowNode
from workers.models.dataflow import set_by_model


@rule("人工步骤之后、下一个工作者之前，网关只问这张表单里的字段。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Gateways and tables that a task holder could steer by a variable that is not asked of him."""
    for file in project.models:
        for task in file.nodes("userTask"):
            form = project.forms_by_id.get(file.attribute(task.id, "formRef"))
            if form is None:
                continue
            own = form.keys | set_by_model(file.elements[task.id])
            for node in _before_a_worker(file, task):
                if node.type == "businessRuleTask":
                    yield Flaw(
                        file,
                        node.id,
                        f"决策表紧跟在人工步骤「{file.model.name(task.id)}」之后，没有工作者先核对提交的内容。",
                        "在两者之间加一个工作者步骤。",
                    )
                for flow in file.model.outgoing(node.id):
                    for name in sorted(juel_names(flow.condition or "") - own):
                        yield Flaw(
                            file,
                            flow.id,
                            f"条件问变量 {name}，它不是「{file.model.name(task.id)}」表单的字段，"
                            "办理人却可以随提交改写它。",
                            f"在该任务上加输入、输出参数把 {name} 留为局部，或先经过一个工作者。",
                        )


def _before_a_worker(file: ModelFile, task: FlowNode) -> Iterator[FlowNode]:
    """The step, and what a token may reach from it before a worker has looked at it."""
    model = file.model
    yield task
    seen = {task.id}
    waiting = [flow.target for flow in model.outgoing(task.id)]
    while waiting:
        node = model.nodes.get(waiting.pop())
        if node is None or node.id in seen or node.topic or node.type == "userTask":
            continue
        seen.add(node.id)
        yield node
        waiting += [flow.target for flow in model.outgoing(node.id)]
