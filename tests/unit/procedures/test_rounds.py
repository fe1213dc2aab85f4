"""A new round begins with empty forms; read from the model, so that no new field is missed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from workers.models.bpmn import FlowNode, Model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, with_id
from workers.procedures import HANDLERS
from workers.procedures.complaint.rounds import NewApproval, NewInvestigation

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "bpmn").glob("*/*.bpmn"))
MODELS = {file.stem: Model.read(file) for file in FILES}
ELEMENTS = {
    key: element for file in FILES for key, element in with_id(parse(file.read_bytes(), file.name))
}
_LOCAL = f"{bpmn('extensionElements')}/{camunda('inputOutput')}/{camunda('inputParameter')}"
OUTPUTS = {handler.topic: handler.output for handler in HANDLERS}


def _reached(starts: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += step(node)
    return found


def _after(model: Model, node_id: str) -> Iterable[str]:
    yield from (flow.target for flow in model.outgoing(node_id))
    yield from (event.id for event in model.boundary_events(node_id))
    yield from (each.id for each in model.nodes.values() if each.parent_id == node_id)


def _before(model: Model, node_id: str) -> Iterable[str]:
    node = model.nodes[node_id]
    yield from (flow.source for flow in model.incoming(node_id))
    yield from (each.id for each in model.nodes.values() if each.parent_id == node_id)
    if node.attached_to:
        yield node.attached_to


def _user_tasks_between(process: str, start: str, end: str) -> list[FlowNode]:
    """The user tasks on the ways from one step to another, those of called processes included."""
    model = MODELS[process]
    between = _reached([start], partial(_after, model)) & _reached([end], partial(_before, model))
    return [task for each in sorted(between) for task in _user_tasks_of(model.nodes[each])]


def _user_tasks_of(node: FlowNode) -> list[FlowNode]:
    if node.called_element is None:
        return [node] if node.type == "userTask" else []
    called = MODELS[node.called_element].nodes.values()
    return [task for each in called for task in _user_tasks_of(each)]


def _variables_of(task: FlowNode) -> set[str]:
    """What a submission writes into the case: the form's fields, but for those kept in a scope."""
    reference = ELEMENTS[task.id].get(camunda("formRef"))
    form = Form(json.loads((ROOT / "forms" / f"{reference}.form").read_text(encoding="utf-8")))
    return set(form.keys) - _kept_local(task)


def _kept_local(node: FlowNode) -> set[str]:
    """Variables declared local in the task or in a branch around it."""
    local: set[str] = set()
    level = node.id
    nodes = MODELS[node.process_id].nodes
    while level in nodes:
        local |= {str(each.get("name")) for each in ELEMENTS[level].iterfind(_LOCAL)}
        level = nodes[level].parent_id
    return local


def _written(topic: str) -> set[str]:
    return set(OUTPUTS[topic].names())


REOPENED = _user_tasks_between("complaint-handling", "Task_ReopenCase", "Task_ReopenCase")
(REVISIT,) = [task for task in REOPENED if task.id == "Task_RevisitCustomer"]
APPROVALS = _user_tasks_between(
    "solution-approval", "Gateway_AuthorityMerge", "Task_VerifyApproval"
)


def test_the_model_has_the_steps_that_are_looked_at() -> None:
    assert {"Task_Investigate", "Task_DraftSolution", "Task_PayCompensation"} <= {
        task.id for task in REOPENED
    }
    assert {"Task_LegalOpinion", "Task_ApproveDirector"} <= {task.id for task in APPROVALS}


@pytest.mark.parametrize("task", REOPENED, ids=lambda task: task.id)
def test_a_reopened_case_shows_nothing_of_the_last_round_in_the_form_of(task: FlowNode) -> None:
    assert _variables_of(task) <= _written("case.reopen")


@pytest.mark.parametrize("topic", ["solution.submit", "approval.verify"])
@pytest.mark.parametrize("task", APPROVALS, ids=lambda task: task.id)
def test_a_new_approval_shows_nothing_of_the_last_one_in_the_form_of(
    task: FlowNode, topic: str
) -> None:
    assert _variables_of(task) <= _written(topic)


def test_a_revisit_that_is_tried_again_begins_with_an_empty_form() -> None:
    assert _variables_of(REVISIT) <= _written("revisit.record")


@pytest.mark.parametrize("kind", [NewApproval, NewInvestigation])
def test_what_begins_a_round_writes_null_for_what_it_does_not_set(
    kind: type[NewApproval],
) -> None:
    written = kind().written()
    assert set(written) == set(kind.names())
    assert set(written.values()) == {None}
