"""How long a scenario takes, and where the time goes.

One case with 25 steps – ten user tasks, ten external tasks, five gateways – and six timers, on a
warm engine. Beside it, in the same run and on the same instances of the same model, the least
that a script without the kit would have to ask the engine: find and complete what it knows to be
there, run the timers, look at nothing else. Run it with ``make bench-scenario``; pytest does not
collect it, since a loaded machine would make it fail.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import structlog

from workers.contract import Context, Variables, handler
from workers.engine import Engine
from workers.engine.session import EngineSession
from workers.runtime import ContextExecutor
from workers.testing import EngineUnderTest, Project, Scenarios
from workers.testing.engine_under_test import container_engine, given_engine
from workers.testing.scenarios import prepare

KEY = "bench-scenario"
TOPIC = "bench.work"
ROUNDS = 5
GROUPS = 5
_ID = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}|/bench-scenario:[^/]+")
_USER = "ines"


class Nothing(Variables):
    pass


HANDLER_TIME = [0.0]


@handler(TOPIC, label="Work")
def work(_nothing: Nothing, _context: Context) -> Nothing:
    """Do nothing, for a moment that is measured."""
    begin = time.perf_counter()
    result = Nothing()
    HANDLER_TIME[0] += time.perf_counter() - begin
    return result


def model() -> str:
    """Five times: external task, user task, gateway, external task, user task; six timers."""
    elements, flows, last = ['<startEvent id="Start" />'], [], "Start"

    def then(element: str, xml: str) -> None:
        nonlocal last
        elements.append(xml)
        flows.append(
            f'<sequenceFlow id="{last}_{element}" sourceRef="{last}" targetRef="{element}" />'
        )
        last = element

    def timer(text: str) -> str:
        return (
            '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">'
            f"{text}</timeDuration></timerEventDefinition>"
        )

    for n in range(GROUPS):
        for half in ("A", "B"):
            name = f"Work{n}{half}"
            then(
                name, f'<serviceTask id="{name}" camunda:type="external" camunda:topic="{TOPIC}" />'
            )
            name = f"Task{n}{half}"
            then(name, f'<userTask id="{name}" camunda:candidateGroups="bench" />')
            if half == "A":
                then(f"Gateway{n}", f'<exclusiveGateway id="Gateway{n}" />')
        if n < 3:
            then(
                f"Pause{n}",
                f'<intermediateCatchEvent id="Pause{n}">{timer("PT1H")}</intermediateCatchEvent>',
            )
            elements.append(
                f'<boundaryEvent id="Reminder{n}" attachedToRef="Task{n}A" cancelActivity="false">'
                f'{timer("PT2H")}</boundaryEvent><endEvent id="Reminded{n}" />'
            )
            flows.append(
                f'<sequenceFlow id="R{n}" sourceRef="Reminder{n}" targetRef="Reminded{n}" />'
            )
    then("End", '<endEvent id="End" />')
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="bench">'
        f'<process id="{KEY}" isExecutable="true" camunda:historyTimeToLive="P1D">'
        + "".join(elements + flows)
        + "</process></definitions>"
    )


def with_the_kit(scenarios: Scenarios) -> None:
    """The case as a test would play it."""
    case = scenarios.start(KEY, f"bench-{uuid4()}")
    for n in range(GROUPS):
        if n < 3:
            case.advance("PT2H")
        case.submit(f"Task{n}A")
        case.submit(f"Task{n}B")
        if n < 3:
            case.advance("PT1H")
    case.has_ended(at="End")
    case.finish()


def by_hand(engine: Engine, user: Engine) -> None:
    """The same case with nothing but the calls that move it."""
    call, mine = engine.session.call, user.session.call
    key = f"bench-{uuid4()}"
    started = call("POST", f"/process-definition/key/{KEY}/start", json={"businessKey": key})
    instance = {"processInstanceId": started["id"]}

    def do_work() -> None:
        topic = {"topicName": TOPIC, "lockDuration": 60000, "businessKey": key, "variables": []}
        body = {"workerId": "bench", "maxTasks": 1, "topics": [topic]}
        (task,) = call("POST", "/external-task/fetchAndLock", json=body)
        call("POST", f"/external-task/{task['id']}/complete", json={"workerId": "bench"})

    def do_task() -> None:
        (task,) = call("GET", "/task", params=instance)
        mine("POST", f"/task/{task['id']}/claim", json={"userId": _USER})
        mine("POST", f"/task/{task['id']}/complete", json={})

    def fire() -> None:
        (job,) = call("GET", "/job", params=instance)
        call("POST", f"/job/{job['id']}/execute")

    for n in range(GROUPS):
        do_work()
        if n < 3:
            fire()
        do_task()
        do_work()
        do_task()
        if n < 3:
            fire()
    ended = call("GET", f"/history/process-instance/{started['id']}")
    assert ended["state"] == "COMPLETED", ended


class Measurement:
    """What one way of playing the case takes, over all its rounds."""

    def __init__(self, name: str, play: Callable[[], None]) -> None:
        self._name = name
        self._play = play
        self._rounds: list[float] = []
        self._rest: dict[str, list[float]] = defaultdict(list)
        self._handlers = 0.0

    def play(self) -> None:
        """One more round."""
        HANDLER_TIME[0] = 0.0
        with self._calls_watched():
            begin = time.perf_counter()
            self._play()
            self._rounds.append(time.perf_counter() - begin)
        self._handlers += HANDLER_TIME[0]

    @property
    def median(self) -> float:
        """Of a round, in seconds."""
        return statistics.median(self._rounds)

    def tell(self) -> None:
        """Print it."""
        rounds = len(self._rounds)
        mean, handlers = sum(self._rounds) / rounds, self._handlers / rounds
        rest = sum(map(sum, self._rest.values())) / rounds
        calls = sum(map(len, self._rest.values())) / rounds
        shortest, longest = min(self._rounds), max(self._rounds)
        print(f"\n{self._name}: median {self.median:.2f} s ({shortest:.2f} to {longest:.2f})")
        print(f"  mean {mean:.3f} s, of which")
        print(f"  {rest:.3f} s in {calls:.0f} REST calls")
        print(f"  {handlers:.3f} s in handlers")
        print(f"  {mean - rest - handlers:.3f} s of its own")
        for kind, seconds in sorted(self._rest.items(), key=lambda each: -sum(each[1])):
            each = statistics.mean(seconds) * 1000
            print(f"  {len(seconds) / rounds:6.1f} x {each:5.1f} ms  {kind}")

    @contextmanager
    def _calls_watched(self) -> Iterator[None]:
        original = EngineSession._sent
        rest = self._rest

        # Any: as in the session.
        def sent(session: Any, method: Any, path: str, *args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            try:
                return original(session, method, path, *args, **kwargs)
            finally:
                kind = f"{method} {_ID.sub('/{id}', path)}"
                rest[kind].append(time.perf_counter() - begin)

        with patch.object(EngineSession, "_sent", sent):
            yield


def main() -> int:
    """Measure and print; exit code 0 whatever comes out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", help="REST root; login as for --scenario-engine")
    parser.add_argument("--image", default="sop-engine:7.24.0")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    engine_of: Any = (
        nullcontext(given_engine(given.engine)) if given.engine else container_engine(given.image)
    )
    # A measured run writes no log lines.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with engine_of as under_test, tempfile.TemporaryDirectory() as folder:
        assert isinstance(under_test, EngineUnderTest)
        path = Path(folder) / f"{KEY}.bpmn"
        path.write_text(model(), encoding="utf-8")
        project = Project(
            deployments={KEY: [path]},
            staff={"bench": [_USER]},
            handlers=[work],
            executor=ContextExecutor(),
        )
        with Engine(under_test.address) as engine:
            parts = prepare(engine, project)
            user = parts.desks.engine(_USER)
            kit = Measurement("the kit", lambda: with_the_kit(Scenarios(parts)))
            bare = Measurement("by hand", lambda: by_hand(engine, user))
            for _ in range(2):
                with_the_kit(Scenarios(parts))
                by_hand(engine, user)
            print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            for _ in range(given.rounds):  # in turn, so that both meet the same load
                kit.play()
                bare.play()
            kit.tell()
            bare.tell()
            print(f"\nthe kit takes {kit.median / bare.median:.1f} times the bare calls")
            print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
