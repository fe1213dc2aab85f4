"""What it costs to look at every submission before a worker acts on it.

The same complaint is played from intake to archive, in turn with the check and without it, on one
engine as local Java. Counted are the requests of the workers' client to the engine and the time
that each external task takes in the executor, apart for the tasks that act on a submission of a
person and for all others. Run it with ``make bench-check``; pytest does not collect it, since a
loaded machine would make it fail.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog

from tests.engine_host import engine_host
from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk, handed_in, open_desk, personnel_of, project_of
from workers.cases.gateway import EngineProcesses
from workers.cases.performers import Performers
from workers.cli.logins import ADMIN
from workers.contract import Context, Executor, Handler, Outcome
from workers.engine import Engine
from workers.engine.session import EngineSession
from workers.ports import Submissions
from workers.testing import EngineUnderTest, Scenarios
from workers.testing.scenarios import prepare

ROUNDS = 10
WITH, WITHOUT = "with the check", "without"


@dataclass(slots=True)
class Task:
    """One execution of an external task."""

    activity: str
    requests: int = 0
    seconds: float = 0.0
    in_check: int = 0
    seconds_in_check: float = 0.0


@dataclass(slots=True)
class Meter:
    """Counts while a case is played; implements :class:`workers.contract.Executor`."""

    executor: Executor
    way: str = WITH
    tasks: dict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))
    acting: set[str] = field(default_factory=set)
    """The steps that have looked at a person's submission."""
    _now: Task | None = None

    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run it and count."""
        self._now = task = Task(context.task.activity_id)
        self.tasks[self.way].append(task)
        begin = time.perf_counter()
        try:
            return self.executor.execute(handler, context)
        finally:
            task.seconds = time.perf_counter() - begin
            self._now = None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count requests, and switch the check off for the way without it."""
        sent, check, look = (
            EngineSession._sent,
            EngineProcesses.submissions,
            Performers._fault,
        )

        # Any: as in the session.
        def counted(session: Any, *args: Any, **kwargs: Any) -> Any:
            if self._now is not None:
                self._now.requests += 1
            return sent(session, *args, **kwargs)

        def checked(processes: Any, *args: Any) -> Submissions:
            task = self._now
            if self.way == WITHOUT or task is None:
                return Submissions()
            begin, before = time.perf_counter(), task.requests
            try:
                return check(processes, *args)
            finally:
                task.in_check += task.requests - before
                task.seconds_in_check += time.perf_counter() - begin

        def looked(*args: Any) -> Any:
            if self._now is not None:
                self.acting.add(self._now.activity)
            return look(*args)

        with (
            patch.object(EngineSession, "_sent", counted),
            patch.object(EngineProcesses, "submissions", checked),
            patch.object(Performers, "_fault", looked),
        ):
            yield

    def tell(self) -> None:
        """Print the table: means of requests, medians of time."""
        print(f"{'':56}{'tasks':>7}{'requests':>10}{'ms':>8}{'of which the check':>28}")
        for name, acting in (("acts on a submission", True), ("any other", False)):
            for way in (WITH, WITHOUT):
                tasks = [
                    each for each in self.tasks[way] if (each.activity in self.acting) is acting
                ]
                requests = statistics.mean(each.requests for each in tasks)
                ms = statistics.median(each.seconds for each in tasks) * 1000
                in_check = statistics.mean(each.in_check for each in tasks)
                ms_check = statistics.median(each.seconds_in_check for each in tasks) * 1000
                head = f"external task, {name}, {way}"
                print(
                    f"{head:56}{len(tasks):>7}{requests:>10.1f}{ms:>8.1f}"
                    f"{in_check:>11.1f} requests{ms_check:>6.1f} ms"
                )


def play(scenarios: Scenarios, desk: Desk) -> None:
    """One complaint from intake to archive: eleven forms."""
    case = handed_in(scenarios.new(kind=Complaint), desk)
    case.to_payment()
    case.from_payment_to_archive()
    case.submit("Task_WriteSummary")
    case.finish()
    case.discard()


def main() -> int:
    """Measure and print; exit code 0 whatever comes out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(patch.dict(os.environ, {"SOP_ENGINES": "java"}))
        host = stack.enter_context(engine_host(folder / "engine", [ADMIN], job_executor=False))
        engine = EngineUnderTest(host.rest, ADMIN, host.logins[ADMIN], host.kind, own=True)
        admin = stack.enter_context(Engine(engine.address))
        desk = stack.enter_context(open_desk(admin, personnel_of(engine), folder / "company"))
        project = project_of(desk)
        meter = Meter(project.executor)
        parts = prepare(admin, replace(project, executor=meter))
        stack.callback(parts.desks.close)
        play(Scenarios(parts), desk)  # warm
        meter.tasks.clear()
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        with meter.watching():
            for _ in range(rounds):  # in turn, so that both meet the same load
                for meter.way in (WITH, WITHOUT):
                    play(Scenarios(parts), desk)
        meter.tell()
        print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
