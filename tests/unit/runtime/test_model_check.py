"""A model against handlers, without an engine: which inputs can be there."""

from __future__ import annotations

import itertools

import pytest

from tests.worker.models import process, work
from workers.contract import Handler, Variables, handler
from workers.models.dataflow import ANY, DataFlow
from workers.models.form import Form
from workers.runtime import Subscription
from workers.runtime.model_check import Finding, Misfit, check_model


class Needed(Variables):
    order_no: str
    note: str | None = None


class Answer(Variables):
    approved: bool


class Approved(Variables):
    approved: bool


@handler("order.check", label="检查")
def check(data: Needed, desk: object) -> Answer:
    """Check an order."""
    return Answer(approved=True)


@handler("order.ship", label="发货")
def ship(data: Approved, desk: object) -> Answer:
    """Ship an order."""
    return Answer(approved=True)


HANDLERS: list[Handler[Needed, Answer, object] | Handler[Approved, Answer, object]] = [check, ship]


def external(task_id: str, topic: str, inside: str = "") -> str:
    return (
        f'<bpmn:serviceTask id="{task_id}" camunda:type="external" camunda:topic="{topic}">'
        f"{inside}</bpmn:serviceTask>"
    )


def flow(*nodes: str) -> str:
    return "".join(
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in itertools.pairwise(nodes)
    )


def mapping(kind: str, name: str) -> str:
    return (
        f'<bpmn:extensionElements><camunda:inputOutput><camunda:{kind} name="{name}">x'
        f"</camunda:{kind}></camunda:inputOutput></bpmn:extensionElements>"
    )


START = '<bpmn:startEvent id="Start"/>'
ASKED = '<bpmn:startEvent id="Start" camunda:formRef="ask"/>'
FORM = Form({"id": "ask", "components": [{"type": "textfield", "key": "orderNo"}]})
EVENT = (
    '<bpmn:subProcess id="Event" triggeredByEvent="true"><bpmn:startEvent id="Caught">'
    '<bpmn:escalationEventDefinition camunda:escalationCodeVariable="code"/></bpmn:startEvent>'
    + external("Ship", "order.ship")
    + flow("Caught", "Ship")
    + "</bpmn:subProcess>"
)


def said(model: str, **more: object) -> list[tuple[Misfit, str, str | None]]:
    findings = check_model(model, HANDLERS, **more)  # type: ignore[arg-type]
    return [(each.misfit, each.activity, each.variable) for each in findings]


def test_an_input_that_nothing_sets_is_found() -> None:
    model = process("p", work("order.check"))
    assert check_model(model, [Subscription(check)], brought={"Start": ["note"]}) == [
        Finding(Misfit.INPUT_MISSING, "p", None, "Work", "order.check", variable="orderNo")
    ]
    assert said(model, brought={"Start": ["orderNo"]}) == [(Misfit.INPUT_NEVER_SET, "Work", "note")]
    assert said(model, brought={"Start": ["orderNo", "note"]}) == []


def test_what_a_start_brings_is_anything_unless_it_is_said() -> None:
    assert said(process("p", work("order.check"))) == []
    with pytest.raises(ValueError, match="the model has no flow node Begin"):
        said(process("p", work("order.check")), brought={"Begin": []})


def test_a_form_brings_its_fields_and_an_unknown_form_anything() -> None:
    model = process("p", work("order.check").replace(START, ASKED))
    assert said(model, forms={"ask": FORM}) == [(Misfit.INPUT_NEVER_SET, "Work", "note")]
    assert said(model) == []


def test_an_output_is_there_afterwards_and_not_before() -> None:
    tasks = external("Check", "order.check") + external("Ship", "order.ship")
    brought = {"Start": ["orderNo", "note"]}
    after = process("p", START, tasks, flow("Start", "Check", "Ship"))
    assert said(after, brought=brought) == []
    before = process("p", START, tasks, flow("Start", "Ship", "Check"))
    assert said(before, brought=brought) == [(Misfit.INPUT_MISSING, "Ship", "approved")]
    loop = process("p", START, tasks, flow("Start", "Ship", "Check", "Ship"))
    assert said(loop, brought=brought) == []


def test_an_input_parameter_is_there_and_an_output_parameter_afterwards() -> None:
    given = external("Check", "order.check", mapping("inputParameter", "orderNo"))
    model = process("p", START, given, flow("Start", "Check"))
    assert said(model, brought={"Start": ["note"]}) == []
    decide = f'<bpmn:businessRuleTask id="D">{mapping("outputParameter", "orderNo")}'
    model = process(
        "p",
        START,
        f"{decide}</bpmn:businessRuleTask>",
        external("Check", "order.check"),
        flow("Start", "D", "Check"),
    )
    assert said(model, brought={"Start": ["note"]}) == []


def test_what_a_scope_keeps_to_itself_is_not_there_outside() -> None:
    inner = external("Check", "order.check") + '<bpmn:startEvent id="I"/>' + flow("I", "Check")
    tail = external("Ship", "order.ship") + flow("Start", "Sub", "Ship")
    brought = {"Start": ["orderNo", "note"]}
    kept = f'<bpmn:subProcess id="Sub">{mapping("inputParameter", "approved")}{inner}'
    assert said(process("p", START, f"{kept}</bpmn:subProcess>", tail), brought=brought) == [
        (Misfit.INPUT_MISSING, "Ship", "approved")
    ]
    open_ = f'<bpmn:subProcess id="Sub">{inner}</bpmn:subProcess>'
    assert said(process("p", START, open_, tail), brought=brought) == []


def test_a_sub_process_is_not_over_for_what_is_in_it() -> None:
    inside = (
        '<bpmn:subProcess id="Sub"><bpmn:startEvent id="I"/>'
        + external("Ship", "order.ship")
        + external("Check", "order.check")
        + flow("I", "Ship", "Check")
        + "</bpmn:subProcess>"
    )
    model = process("p", START, inside, flow("Start", "Sub"))
    assert said(model, brought={"Start": ["orderNo", "note"]}) == [
        (Misfit.INPUT_MISSING, "Ship", "approved")
    ]


def test_an_event_sub_process_may_begin_at_any_time() -> None:
    model = process("p", START, external("Check", "order.check"), flow("Start", "Check"), EVENT)
    assert said(model, brought={"Start": ["orderNo", "note"]}) == []
    alone = process("p", START, '<bpmn:userTask id="U"/>', flow("Start", "U"), EVENT)
    assert said(alone, brought={"Start": [], "U": []}) == [
        (Misfit.INPUT_MISSING, "Ship", "approved")
    ]


@pytest.mark.parametrize(
    "code",
    [
        '<bpmn:scriptTask id="X"/>',
        '<bpmn:serviceTask id="X" camunda:class="org.example.Any"/>',
        '<bpmn:serviceTask id="X" camunda:expression="${bean.work(execution)}"/>',
        external("X", "somebody.elses"),
        (
            '<bpmn:callActivity id="X" calledElement="q"><bpmn:extensionElements>'
            '<camunda:out variables="all"/></bpmn:extensionElements></bpmn:callActivity>'
        ),
        (
            '<bpmn:task id="X"><bpmn:extensionElements><camunda:executionListener event="end" '
            'class="org.example.Any"/></bpmn:extensionElements></bpmn:task>'
        ),
    ],
)
def test_code_may_set_anything(code: str) -> None:
    model = process("p", START, code, external("Check", "order.check"), flow("Start", "X", "Check"))
    findings = [each for each in said(model, brought={"Start": []}) if each[1] == "Check"]
    assert findings == []


def listener(expression: str) -> str:
    return (
        '<bpmn:task id="X"><bpmn:extensionElements><camunda:executionListener event="end" '
        f'expression="{expression}"/></bpmn:extensionElements></bpmn:task>'
    )


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("${execution.setVariable('orderNo', 1)}", {"orderNo"}),
        ("${task.setVariableLocal('orderNo', 1)}", set()),
        ("${execution.setProcessBusinessKey(no)}", set()),
        ("${bean.see(execution)}", {ANY}),
    ],
)
def test_what_a_listener_sets(expression: str, names: set[str]) -> None:
    model = process(
        "p",
        START,
        listener(expression),
        external("Check", "order.check"),
        flow("Start", "X", "Check"),
    )
    there = DataFlow(model, outputs={}, brought={"Start": []}).at("Check")
    assert there == names


def test_a_misspelt_optional_input_is_found_only_if_no_task_of_the_topic_has_it() -> None:
    first = external("First", "order.check")
    second = external("Second", "order.check", mapping("inputParameter", "note"))
    model = process("p", START, first, second, flow("Start", "First", "Second"))
    assert said(model, brought={"Start": ["orderNo"]}) == []
