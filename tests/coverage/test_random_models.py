"""Counts against an oracle: random structured processes whose counts follow from their shape.

A block knows how often its parts run when it runs once: a loop of three runs its body three times,
a multi-instance of two its content twice. Multiplying down the nesting gives the exact number of
starts and tokens of everything, and the engine's hits must be these.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.engine import Engine
from workers.testing.coverage import Coverage, mark_test_engine

pytestmark = pytest.mark.engine

Block = tuple[object, ...]
"""A kind with its parts: ("task",), ("chain", blocks), ("fork", blocks), ("choice", taken, blocks),
("loop", rounds, block), ("many", cardinality, is sequential, block)."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="tests"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <process id="coverage-random" isExecutable="true" camunda:historyTimeToLive="P1D">
"""
TAIL = "</process></definitions>"
DO_NOTHING = 'camunda:expression="${1}"'


def _nested(parts: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.just("chain"), some),
        st.tuples(st.just("fork"), some),
        st.tuples(st.just("choice"), st.integers(0, 1), some),
        st.tuples(st.just("loop"), st.integers(2, 3), parts),
        st.tuples(st.just("many"), st.integers(0, 3), st.booleans(), parts),
    )


PARTS = st.recursive(st.just(("task",)), _nested, max_leaves=6)
BLOCKS = st.tuples(
    st.just("chain"), st.lists(_nested(_nested(PARTS)), min_size=2, max_size=2).map(tuple)
)
"""Never a mere chain of tasks: something is nested twice at least."""


class _Writer:
    """Writes a block as BPMN, and what the engine must count."""

    def __init__(self) -> None:
        self.nodes: dict[str, int] = {}
        self.flows: dict[str, int] = {}

    def process(self, block: Block) -> str:
        return HEAD + self._scope(block, 1) + TAIL

    def _scope(self, block: Block, times: int) -> str:
        start, started = self._node("startEvent", times)
        inside, first, last = self._block(block, times)
        end, ended = self._node("endEvent", times)
        return (
            started
            + inside
            + ended
            + self._flow(start, first, times)
            + self._flow(last, end, times)
        )

    def _block(self, block: Block, times: int) -> tuple[str, str, str]:
        """The text of a block, its first and its last node."""
        write: dict[object, Callable[..., tuple[str, str, str]]] = {
            "task": self._task,
            "chain": self._chain,
            "fork": self._fork,
            "choice": self._choice,
            "loop": self._loop,
            "many": self._many,
        }
        return write[block[0]](times, *block[1:])

    def _task(self, times: int) -> tuple[str, str, str]:
        task, text = self._node("serviceTask", times, DO_NOTHING)
        return text, task, task

    def _chain(self, times: int, blocks: tuple[Block, ...]) -> tuple[str, str, str]:
        written = [self._block(each, times) for each in blocks]
        text = "".join(each[0] for each in written)
        for (_, _, last), (_, first, _) in pairwise(written):
            text += self._flow(last, first, times)
        return text, written[0][1], written[-1][2]

    def _fork(self, times: int, blocks: tuple[Block, ...]) -> tuple[str, str, str]:
        fork, text = self._node("parallelGateway", times)
        join, joined = self._node("parallelGateway", times * len(blocks))
        text += joined
        for each in blocks:
            inside, first, last = self._block(each, times)
            text += inside + self._flow(fork, first, times) + self._flow(last, join, times)
        return text, fork, join

    def _choice(self, times: int, taken: int, blocks: tuple[Block, ...]) -> tuple[str, str, str]:
        split, text = self._node("exclusiveGateway", times)
        merge, merged = self._node("exclusiveGateway", times)
        text += merged
        for index, each in enumerate(blocks):
            runs = times if index == taken else 0
            inside, first, last = self._block(each, runs)
            condition = "${true}" if index == taken else "${false}"
            text += inside + self._flow(split, first, runs, condition)
            text += self._flow(last, merge, runs)
        return text, split, merge

    def _loop(self, times: int, rounds: int, block: Block) -> tuple[str, str, str]:
        """In a sub-process, whose variable counts the rounds of this run of the loop alone."""
        every = times * rounds
        around, opened = self._node("subProcess", times, close=False)
        count = f"count_{around}"
        start, started = self._node("startEvent", times)
        merge, merged = self._node("exclusiveGateway", every)
        raised = f"${{execution.setVariable('{count}', {count} + 1)}}"
        add, added = self._node("serviceTask", every, f'camunda:expression="{raised}"')
        inside, first, last = self._block(block, every)
        split, divided = self._node("exclusiveGateway", every)
        end, ended = self._node("endEvent", times)
        text = opened + (
            f'<extensionElements><camunda:inputOutput><camunda:inputParameter name="{count}">'
            "${0}</camunda:inputParameter></camunda:inputOutput></extensionElements>"
        )
        text += started + merged + added + inside + divided + ended
        text += self._flow(start, merge, times) + self._flow(merge, add, every)
        text += self._flow(add, first, every) + self._flow(last, split, every)
        text += self._flow(split, merge, every - times, f"${{{count} &lt; {rounds}}}")
        text += self._flow(split, end, times, f"${{{count} >= {rounds}}}")
        return text + "</subProcess>", around, around

    def _many(
        self, times: int, cardinality: int, sequential: bool, block: Block
    ) -> tuple[str, str, str]:
        every = times * cardinality
        around, opened = self._node("subProcess", every, close=False)
        text = opened + (
            f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
            f"<loopCardinality>{cardinality}</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        return text + self._scope(block, every) + "</subProcess>", around, around

    def _node(
        self, kind: str, times: int, attributes: str = "", *, close: bool = True
    ) -> tuple[str, str]:
        node = f"{kind}_{len(self.nodes)}"
        self.nodes[node] = times
        return node, f'<{kind} id="{node}" {attributes}{" /" if close else ""}>'

    def _flow(self, source: str, target: str, times: int, condition: str | None = None) -> str:
        flow = f"Flow_{len(self.flows)}"
        self.flows[flow] = times
        text = f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target}"'
        if condition is None:
            return text + " />"
        kind = 'xsi:type="tFormalExpression"'
        inside = f"<conditionExpression {kind}>{condition}</conditionExpression>"
        return f"{text}>{inside}</sequenceFlow>"


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(block=BLOCKS)
def test_hits_are_what_the_shape_says(block: Block, own_engine: Engine) -> None:
    mark_test_engine(own_engine)
    writer = _Writer()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "random.bpmn"
        file.write_text(writer.process(block), encoding="utf-8")
        coverage = Coverage([file])
        copies = coverage.instrumented(own_engine, [file], Path(folder) / "copies")
        deployed = own_engine.deployments.deploy("coverage random", "tests", copies)
    try:
        (definition,) = deployed.definitions
        started = own_engine.instances.start(definition.key, definition_id=definition.id)
        assert started.ended
        coverage.record(own_engine, [started.instance.id], "random")
        hits = {each.id: each.hits for each in coverage.measurement().elements}
        assert hits == {**writer.nodes, **writer.flows}
    finally:
        own_engine.deployments.delete(deployed.id)
