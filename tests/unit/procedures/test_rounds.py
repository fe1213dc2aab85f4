"""A new round begins with empty forms; read from the model, so that no new field is missed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from workers.models.bpmn import FlowNode, Model
from workers.models.form import Form
from workers.models.xml import bpmn, camunda, parse, with_id
from workers.procedures import HANDLERS
from workers.procedures.complaint.rounds import NewApproval, NewInvestigation

ROOT = Path(__file__).parents[3]
FILE = ROOT / "bpmn" / "complaint-handling" / "complaint-handling.bpmn"
MODEL = Model.read(FILE)
ELEMENTS = dict(with_id(parse(FILE.read_bytes(), FILE.name)))
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


def _after(node_id: str) -> Iterable[str]:
    yield from (flow.target for flow in MODEL.outgoing(node_id))
    yield from (event.id for event in MODEL.boundary_events(node_id))
    yield from (each.id for each in MODEL.nodes.values() if each.parent_id == node_id)


def _before(node_id: str) -> Iterable[str]:
    node = MODEL.nodes[node_id]
    yield from (flow.source for flow in MODEL.incoming(node_id))
    yield from (each.id for each in MODEL.nodes.values() if each.parent_id == node_id)
    if node.attached_to:
        yield node.attached_to


def _user_tasks_between(start: str, end: str, but: str = "") -> list[FlowNode]:
    """The user tasks on the ways from one step to another that do not pass a third."""

    def kept(step: Callable[[str], Iterable[str]]) -> Callable[[str], Iterable[str]]:
        return lambda node: () if node == but else step(node)

    between = _reached(_after(start), kept(_after)) & _reached(_before(end), kept(_before))
    between.discard(but)
    return [MODEL.nodes[each] for each in sorted(between) if MODEL.nodes[each].type == "userTask"]


def _variables_of(task: FlowNode) -> set[str]:
    """What a submission writes into the case: the form's fields, but for those kept in a scope."""
    reference = ELEMENTS[task.id].get(camunda("formRef"))
    form = Form(json.loads((ROOT / "forms" / f"{reference}.form").read_text(encoding="utf-8")))
    return set(form.keys) - _kept_local(task)


def _kept_local(node: FlowNode) -> set[str]:
    """Variables declared local in the task or in a branch around it."""
    local: set[str] = set()
    level = node.id
    while level in MODEL.nodes:
        local |= {str(each.get("name")) for each in ELEMENTS[level].iterfind(_LOCAL)}
        level = MODEL.nodes[level].parent_id
    return local


def _written(topic: str) -> set[str]:
    return set(OUTPUTS[topic].names())


REOPENED = _user_tasks_between("Task_ReopenCase", "Task_ReopenCase")
APPROVALS = [
    task
    for task in _user_tasks_between(
        "Task_SubmitSolution", "Task_VerifyApproval", but="Task_OrderExecution"
    )
    if task.id != "Task_DraftSolution"
]


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
    assert _variables_of(MODEL.nodes["Task_RevisitCustomer"]) <= _written("revisit.record")


@pytest.mark.parametrize("kind", [NewApproval, NewInvestigation])
def test_what_begins_a_round_writes_null_for_what_it_does_not_set(
    kind: type[NewApproval],
) -> None:
    written = kind().written()
    assert set(written) == set(kind.names())
    assert set(written.values()) == {None}
