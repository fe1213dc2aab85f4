"""Which variables are set on every path."""

from __future__ import annotations

from itertools import pairwise

import pytest

from workers.models.dataflow import DataFlow
from workers.models.definite import Definite

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">'
)
TAIL = "</process></definitions>"
OUTPUTS = {"sets.a": ["a"], "sets.b": ["b"], "sets.nothing": []}


def task(name: str, topic: str = "sets.nothing", inside: str = "") -> str:
    return (
        f'<serviceTask id="{name}" camunda:type="external" camunda:topic="{topic}">'
        f"{inside}</serviceTask>"
    )


def flow(*way: str) -> str:
    return "".join(
        f'<sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}" />'
        for one, other in pairwise(way)
    )


def definite(body: str, **brought: list[str]) -> Definite:
    xml = HEAD + body + TAIL
    return Definite(DataFlow(xml, outputs=OUTPUTS, brought={"start": [], **brought}))


START = '<startEvent id="start" />'


def test_what_one_of_two_ways_sets_is_not_set_behind_both() -> None:
    found = definite(
        START
        + '<exclusiveGateway id="split" /><exclusiveGateway id="merge" />'
        + task("one", "sets.a")
        + task("end")
        + flow("start", "split", "one", "merge", "end")
        + flow("split", "merge")
    )
    assert not found.is_set("a", "end")
    assert found.is_set("a", "merge") is False
    assert found.way_without("a", "end") == ["start", "split", "merge", "end"]


def test_what_both_ways_set_is_set_behind_them() -> None:
    found = definite(
        START
        + '<exclusiveGateway id="split" /><exclusiveGateway id="merge" />'
        + task("one", "sets.a")
        + task("two", "sets.a")
        + task("end")
        + flow("start", "split", "one", "merge", "end")
        + flow("split", "two", "merge")
    )
    assert found.is_set("a", "end")


def test_a_parallel_join_waits_for_both_ways() -> None:
    found = definite(
        START
        + '<parallelGateway id="fork" /><parallelGateway id="join" />'
        + task("one", "sets.a")
        + task("two", "sets.b")
        + task("end")
        + flow("start", "fork", "one", "join", "end")
        + flow("fork", "two", "join")
    )
    assert found.is_set("a", "end")
    assert found.is_set("b", "end")


def test_a_loop_takes_nothing_away_that_was_set_before_it() -> None:
    found = definite(
        START
        + '<exclusiveGateway id="merge" /><exclusiveGateway id="again" />'
        + task("one", "sets.a")
        + task("two", "sets.b")
        + task("end")
        + flow("start", "one", "merge", "two", "again", "end")
        + flow("again", "merge")
    )
    assert found.is_set("a", "two")
    assert not found.is_set("b", "merge")
    assert found.is_set("b", "end")


def test_on_the_border_of_a_task_its_work_is_not_done() -> None:
    found = definite(
        START
        + task("one", "sets.a")
        + '<boundaryEvent id="border" attachedToRef="one"><errorEventDefinition /></boundaryEvent>'
        + task("after")
        + task("beside")
        + flow("start", "one", "after")
        + flow("border", "beside")
    )
    assert found.is_set("a", "after")
    assert not found.is_set("a", "beside")
    assert found.way_without("a", "beside")[0] == "start"


@pytest.mark.parametrize(("local", "known"), [("", True), ("a", False)])
def test_what_a_sub_process_keeps_for_itself_ends_with_it(local: str, known: bool) -> None:
    kept = (
        '<extensionElements><camunda:inputOutput><camunda:inputParameter name="a" />'
        "</camunda:inputOutput></extensionElements>"
        if local
        else ""
    )
    found = definite(
        START
        + f'<subProcess id="scope">{kept}<startEvent id="in" />'
        + task("one", "sets.a")
        + '<endEvent id="out" />'
        + flow("in", "one", "out")
        + "</subProcess>"
        + task("end")
        + flow("start", "scope", "end")
    )
    assert found.is_set("a", "out")
    assert found.is_set("a", "end") is known


def test_an_event_sub_process_knows_what_the_start_brought() -> None:
    found = definite(
        START
        + task("one", "sets.a")
        + flow("start", "one")
        + '<subProcess id="on-event" triggeredByEvent="true"><startEvent id="event">'
        + "<escalationEventDefinition /></startEvent>"
        + task("handle")
        + flow("event", "handle")
        + "</subProcess>",
        start=["number"],
    )
    assert found.is_set("number", "handle")
    assert not found.is_set("a", "handle")


def test_java_may_have_set_anything() -> None:
    found = definite(
        START
        + '<serviceTask id="java" camunda:class="x.Y" />'
        + task("end")
        + flow("start", "java", "end")
    )
    assert found.is_set("whatever", "end")


def test_flows_from_nowhere_bring_nothing_and_break_nothing() -> None:
    found = definite(START + task("end") + flow("start", "end") + flow("gone", "end"))
    assert not found.is_set("a", "end")
