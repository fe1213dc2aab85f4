"""What the peers have to drain: models, instances, and the variables they carry."""

from __future__ import annotations

import tempfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.benchmarks.clients.limit import Line
from workers.engine import Engine, EngineAddress, encode_all

_STARTERS = 4
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="bench">"""


@dataclass(frozen=True, slots=True)
class Workload:
    """Instances of one process with a row of external tasks."""

    key: str
    title: str
    topics: tuple[str, ...]
    instances: int

    @property
    def tasks(self) -> int:
        return self.instances * len(self.topics)

    def deploy(self, engine: Engine) -> None:
        """Deploy its model."""
        steps = "".join(
            f'<sequenceFlow id="f{n}" sourceRef="n{n}" targetRef="n{n + 1}"/><serviceTask '
            f'id="n{n + 1}" camunda:type="external" camunda:topic="{topic}"/>'
            for n, topic in enumerate(self.topics)
        )
        last = len(self.topics)
        model = (
            f'{_HEAD}<process id="{self.key}" isExecutable="true" camunda:historyTimeToLive="P1D">'
            f'<startEvent id="n0"/>{steps}<endEvent id="end"/>'
            f'<sequenceFlow id="last" sourceRef="n{last}" targetRef="end"/></process></definitions>'
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{self.key}.bpmn"
            file.write_text(model, encoding="utf-8")
            engine.deployments.deploy(self.key, "benchmark", [file])

    def fill(self, address: EngineAddress) -> None:
        """Start all instances; they wait at their first task."""
        numbers = iter(range(self.instances))

        def start() -> None:
            line = Line(address)
            for number in numbers:  # an iterator over a range may be shared between threads
                self.start(line, number)

        with ThreadPoolExecutor(_STARTERS) as pool:
            try:
                for each in [pool.submit(start) for _ in range(_STARTERS)]:
                    each.result()
            finally:
                # So that none goes on when one has failed, or when we are told to stop.
                deque(numbers, maxlen=0)

    def start(self, line: Line, number: int) -> None:
        """Start one instance."""
        body = {"businessKey": f"B-{number}", "variables": _TYPED}
        line.post(f"/process-definition/key/{self.key}/start", body)


VARIABLES: dict[str, object] = {
    "text": "a complaint of usual length",
    "count": 7,
    "share": 0.25,
    "urgent": True,
    "amount": Decimal("4999.50"),
    "order": {"no": "DD20261012-0064", "lines": [{"part": "3200", "pieces": 2}] * 3},
}
"""Five typed variables and one Json."""
_TYPED = encode_all(VARIABLES)


def one_task(instances: int) -> Workload:
    return Workload("bench-one", "one task", ("bench.one",), instances)


def chain(instances: int) -> Workload:
    topics = tuple(f"bench.chain{number}" for number in range(1, 6))
    return Workload("bench-chain", "chain of five topics", topics, instances)


def slow(instances: int) -> Workload:
    return Workload("bench-slow", "one slow task", ("bench.two.slow",), instances)
