"""What only the code knows of the shipped models; everything else is asked by our own lint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from workers.cases.messages import SUPPLIED_FIELDS
from workers.cases.submissions import BRINGS, NOT_BY, listed
from workers.casework.procedure import read_procedure
from workers.cli.checkout import Checkout
from workers.cli.deployment import procedures_of
from workers.cli.task_filters import SHOWN
from workers.models.bpmn import FlowNode, Model
from workers.models.dataflow import LOOP, set_by_model
from workers.models.form import Form
from workers.models.xml import parse, with_id
from workers.procedures.complaint.escalation import WATCHED
from workers.procedures.complaint.notification import NOTICES

ROOT = Path(__file__).parents[3]
MODELS = sorted((ROOT / "bpmn").glob("*/*.bpmn"))
NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
}


def _camunda(name: str) -> str:
    return f"{{{NS['camunda']}}}{name}"


def _find(path: str) -> list[etree._Element]:
    return [element for model in MODELS for element in etree.parse(str(model)).iterfind(path, NS)]


def _external() -> list[etree._Element]:
    tasks = _find(".//bpmn:serviceTask") + _find(".//bpmn:sendTask")
    return [task for task in tasks if task.get(_camunda("type")) == "external"]


def _user_tasks() -> list[etree._Element]:
    return _find(".//bpmn:userTask")


def _id(element: etree._Element) -> str:
    return str(element.get("id"))


BROUGHT: dict[str, dict[str, list[str]]] = {
    "complaint-handling": {
        "StartEvent_ComplaintReceived": ["intakeId", "channel"],
        "StartEvent_ComplaintSubmitted": ["intakeId", "channel"],
        "StartEvent_RequestHandedOver": ["sourceCase"],
        "StartEvent_ComplaintWithdrawn": ["withdrawalReason"],
        "StartEvent_LetterReceived": [],
    },
    "information-completion": {
        "Task_AwaitInformation": [
            "supplied" + name[0].upper() + name[1:] for name in SUPPLIED_FIELDS
        ],
    },
    "complaint-summary": {
        "StartEvent_ComplaintClosed": [
            "complaintNo",
            "problemDescription",
            "companyName",
            "urgency",
            "channel",
            "complainantMasked",
            "contactMasked",
            "complaintType",
            "responsibleDept",
            "cause",
            "solutionText",
            "dueSummary",
        ],
    },
}
"""What the senders of starts and messages put into them."""


def test_every_start_and_message_announces_what_its_sender_puts_into_it() -> None:
    """Anything else that comes in there does not count; see workers.cases.submissions."""
    for file in MODELS:
        model = Model.read(file)
        announced = {
            key: list(names) if (names := listed(element, BRINGS)) is not None else "nothing said"
            for key, element in with_id(parse(file.read_bytes(), file.name))
            if key in model.nodes
            and (
                model.nodes[key].type == "receiveTask"
                or "message" in model.nodes[key].events
                or (
                    model.nodes[key].type == "startEvent"
                    and model.nodes[key].parent_id == model.nodes[key].process_id
                )
            )
        }
        root = etree.parse(str(file)).getroot()
        by_form = {
            _id(each) for each in root.iter("{*}startEvent") if each.get(_camunda("formRef"))
        }
        # What comes in at a start with a form, the form says.
        formed = dict.fromkeys(by_form, "nothing said")
        assert announced == {**formed, **_given_by_callers(model), **BROUGHT.get(file.stem, {})}


def _given_by_callers(called: Model) -> dict[str, list[str]]:
    """What every call of a process hands over, as the start of the process must announce it."""
    (process,) = called.processes
    calls = [
        each for each in _find(".//bpmn:callActivity") if each.get("calledElement") == process.id
    ]
    if not calls:
        return {}
    (start,) = [
        each.id
        for each in called.nodes.values()
        if each.type == "startEvent" and each.parent_id == process.id
    ]
    given = {
        tuple(str(each.get("target")) for each in call.iterfind(".//camunda:in[@target]", NS))
        for call in calls
    }
    (names,) = given
    return {start: list(names)}


@pytest.mark.parametrize("task", _external(), ids=_id)
def test_every_external_task_declares_its_retries(task: etree._Element) -> None:
    properties = {
        prop.get("name"): prop.get("value") for prop in task.iterfind(".//camunda:property", NS)
    }
    assert properties["retries"] == "R3/PT5M"


@pytest.mark.parametrize("task", _user_tasks(), ids=_id)
def test_every_user_task_carries_what_a_list_of_tasks_shows_of_its_case(
    task: etree._Element,
) -> None:
    listeners = task.findall("bpmn:extensionElements/camunda:taskListener[@event='create']", NS)
    (expression,) = [str(each.get("expression")) for each in listeners]
    assert set(re.findall(r"setVariableLocal\('(\w+)'", expression)) == set(SHOWN)


def test_every_notice_in_a_model_is_written() -> None:
    named = {
        parameter.text
        for task in _external()
        for parameter in task.iterfind(".//camunda:inputParameter", NS)
        if parameter.get("name") == "notice"
    }
    own = {
        notice
        for file in (ROOT / "bpmn").glob("*/procedure.toml")
        if (content := read_procedure(file.parent).content)
        for notice in content.notices
    }
    assert set(NOTICES) <= named <= set(NOTICES) | own


def test_every_limit_of_the_ledger_is_looked_at_when_its_own_timer_fires() -> None:
    steps = {
        (str(parameter.text), flow.source)
        for file in MODELS
        for model in [Model.read(file)]
        for task in _external()
        if _id(task) in model.nodes and task.get(_camunda("topic")) == "sla.rung"
        for parameter in task.iterfind(".//camunda:inputParameter[@name='slaStep']", NS)
        for flow in model.incoming(_id(task))
    }
    assert steps == {(step, watched[1]) for step, watched in WATCHED.items()}


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_a_process_is_named_as_its_file_and_keeps_its_history_for_a_time(model: Path) -> None:
    (process,) = etree.parse(str(model)).iterfind("bpmn:process", NS)
    assert process.get("id") == model.stem
    declared = {
        each.procedure.version
        for each in procedures_of(Checkout(ROOT))
        for files in each.deployments.values()
        if model in files
    }
    assert process.get(_camunda("versionTag")) in declared
    assert process.get(_camunda("historyTimeToLive"))


_QUOTED = re.compile(r"'[^']*'")
_NAME = re.compile(r"[A-Za-z_]\w*")


def _steps_up_to_a_worker(model: Model, start: str) -> Iterator[FlowNode]:
    """What a token may reach from a node until a worker looks at what was submitted; that, too.

    Without the boundary events of the node itself, which have begun with it.
    """
    seen: set[str] = set()
    begun = [start, *(event.id for event in model.boundary_events(start))]
    waiting = [flow.target for each in begun for flow in model.outgoing(each)]
    while waiting:
        node = model.nodes[waiting.pop()]
        if node.id in seen:
            continue
        seen.add(node.id)
        yield node
        if not node.topic:
            waiting += [flow.target for flow in model.outgoing(node.id)]
            waiting += [event.id for event in model.boundary_events(node.id)]


_EXPRESSION = re.compile(r"\$\{(.*?)\}")
_GOT = re.compile(r"getVariable(?:Local)?\('(\w+)'\)")
_CALLED = re.compile(r"\.\w+\(|\w+\(")
_WORDS = {"execution", "task", "true", "false", "null", "and", "or", "not", "empty", "eq", "ne"}
_ORDER_OF_WORK = "taskPriority"
"""When a worker takes a task, and never what it does."""


def _asked(element: etree._Element, model: Model) -> set[str]:
    """The variables that an element's expressions read when a token gets there.

    Those of its outgoing flows, too; not those that are read when it ends, or of elements in it.
    """
    texts = [str(value) for value in element.attrib.values()]
    for child in element:
        kind = etree.QName(child.tag).localname
        if kind in {"incoming", "outgoing", "documentation"} or child.get("id") in model.nodes:
            continue
        for each in child.iter():
            if etree.QName(each.tag).localname != "outputParameter":
                texts += [*map(str, each.attrib.values()), each.text or ""]
    texts += [flow.condition or "" for flow in model.outgoing(_id(element))]
    asked: set[str] = set()
    for expression in _EXPRESSION.findall(" ".join(texts)):
        asked |= set(_GOT.findall(expression))
        plain = _CALLED.sub("(", _QUOTED.sub("", expression))
        asked |= set(_NAME.findall(plain)) - _WORDS
    return asked


@pytest.mark.parametrize("file", MODELS, ids=lambda path: path.stem)
def test_no_task_holder_steers_by_a_variable_that_is_not_of_his_form(file: Path) -> None:
    """What the engine reads before the next worker looks is the form's, or kept by the task.

    So: gateways, candidate groups, due dates, what a task list shows, inputs of the next worker.
    """
    model = Model.read(file)
    root = etree.parse(str(file)).getroot()
    elements = {_id(each): each for each in root.iter() if each.get("id")}
    readable = dict(with_id(parse(file.read_bytes(), file.name)))
    steered = []
    for task in [each for each in model.nodes.values() if each.type == "userTask"]:
        reference = elements[task.id].get(_camunda("formRef"))
        (form,) = (ROOT / "forms").rglob(f"{reference}.form")
        his = set(Form(json.loads(form.read_text(encoding="utf-8"))).keys)
        kept = set_by_model(readable[task.id])
        for node in _steps_up_to_a_worker(model, task.id):
            assert node.type != "businessRuleTask", (
                f"{task.id} before table {node.id}: not looked at"
            )
            asked = _asked(elements[node.id], model)
            if node.topic:
                asked.discard(_ORDER_OF_WORK)
            steered += [(task.id, node.id, name) for name in sorted(asked - his - kept)]
    assert steered == []


def test_no_task_holder_reaches_the_counters_of_a_multi_instance() -> None:
    """They and what ends it are kept by every user task in it, so that nobody is skipped."""
    for file in MODELS:
        model = Model.read(file)
        root = etree.parse(str(file)).getroot()
        elements = {_id(each): each for each in root.iter() if each.get("id")}
        readable = dict(with_id(parse(file.read_bytes(), file.name)))
        for task in [each for each in model.nodes.values() if each.type == "userTask"]:
            scope: FlowNode | None = task
            while scope is not None:
                loop = elements[scope.id].find("bpmn:multiInstanceLoopCharacteristics", NS)
                if loop is not None:
                    condition = loop.findtext("bpmn:completionCondition", "", NS)
                    needed = LOOP | set(_NAME.findall(_QUOTED.sub("", condition)))
                    needed |= {loop.get(_camunda("elementVariable")) or "loopCounter"}
                    assert needed <= set_by_model(readable[task.id]), task.id
                scope = model.nodes.get(scope.parent_id)


@pytest.mark.parametrize("task", _user_tasks(), ids=_id)
def test_four_eyes_are_where_the_procedure_has_them(task: etree._Element) -> None:
    """P01: the proposer neither approves (C08) nor makes the revisit (C11). P10: two people."""
    properties = {
        prop.get("name"): prop.get("value") for prop in task.iterfind(".//camunda:property", NS)
    }
    by_another = _id(task).startswith("Task_Approve") or _id(task) == "Task_RevisitCustomer"
    others = {
        "Task_ReviewAsAuthor": "Task_ReviewAsHead",
        "Task_ReviewAsHead": "Task_ReviewAsAuthor",
        "Task_ApproveExpense": "start, Task_ApproveExpense",
        "Task_ReviewFirst": "start, Task_ReviewSecond",
        "Task_ReviewSecond": "start, Task_ReviewFirst",
        "Task_PayClaim": "start, dual-review:Task_ReviewFirst, dual-review:Task_ReviewSecond",
    }
    drafter = "complaint-solution:Task_DraftSolution" if by_another else None
    assert properties.get(NOT_BY) == others.get(_id(task), drafter)


@pytest.mark.parametrize("file", MODELS, ids=lambda path: path.stem)
def test_between_a_person_and_a_call_or_an_end_stands_a_worker(file: Path) -> None:
    """A call hands variables on as they are: what a submission must not change is put right first.

    So nobody steers a called process, or the one that called his, by a variable beside his form.
    """
    model = Model.read(file)
    for task in [each for each in model.nodes.values() if each.type == "userTask"]:
        for node in _steps_up_to_a_worker(model, task.id):
            assert node.type != "callActivity", f"{task.id} before {node.id}"
            of_process = node.type == "endEvent" and node.parent_id == node.process_id
            # A timer's escalation ends its own path; a worker takes it up in the same process.
            of_process = of_process and "escalation" not in node.events
            assert not of_process, f"{task.id} before {node.id}"
