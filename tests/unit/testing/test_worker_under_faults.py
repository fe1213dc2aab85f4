"""A whole worker under random faults and random time: nothing lost, nothing twice, no retry burnt.

Hypothesis draws what goes wrong and when, and shrinks what it finds to the shortest story.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workers.contract import Context, Handler, Outcome, Variables, handler
from workers.runtime import (
    DirectExecutor,
    RecordedResult,
    ReplayExecutor,
    RetrySchedule,
    RuntimeSettings,
    Worker,
)
from workers.testing import (
    FakeEngine,
    FakeTask,
    Fault,
    cut_off,
    dropped,
    garbled,
    gateway_error,
    login_page,
    server_error,
    timed_out,
)

LOCK = timedelta(minutes=1)
SETTINGS = RuntimeSettings(
    name="test",
    slots=3,
    lock_duration=LOCK,
    long_poll=timedelta(seconds=15),
    default_retry=RetrySchedule.parse("R3/PT5M"),
    drain=timedelta(seconds=10),
    longest_backoff=timedelta(milliseconds=5),
)
TRANSPORT: dict[str, Callable[[], Fault]] = {
    "timed out before": timed_out,
    "timed out after the commit": lambda: timed_out(after_commit=True),
    "dropped before": dropped,
    "dropped after the commit": lambda: dropped(after_commit=True),
    "cut off": cut_off,
    "garbled": garbled,
    "gateway": gateway_error,
    "login page": login_page,
    "optimistic locking": lambda: server_error("two transactions met", code=1),
    "one 500": server_error,
}
"""What no task is to blame for. A 500 counts while it stays below ``report_tries``."""


class Case(Variables):
    case: str


class Booked(Variables):
    number: int


class MemoryLedger:
    """What replay remembers when a worker process is gone."""

    def __init__(self) -> None:
        self._results: dict[str, RecordedResult] = {}

    def find(self, effect_key: str) -> RecordedResult | None:
        return self._results.get(effect_key)

    def record(self, result: RecordedResult) -> None:
        self._results.setdefault(result.effect_key, result)


class Gate:
    """An executor that lets a test hold all handlers before their effect."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.held = 0
        self._guard = threading.Lock()
        self._direct = DirectExecutor(None)

    def execute(self, work: Handler[Any, Any, Any], context: Context) -> Outcome:
        with self._guard:
            self.held += 1
        self.open.wait(20)
        with self._guard:
            self.held -= 1
        return self._direct.execute(work, context)


class WorkerUnderFaults(RuleBasedStateMachine):
    """One fake engine and one worker after the other, as after deployments."""

    @initialize()
    def begin(self) -> None:
        self.fake = FakeEngine(longest_real_wait=0.02)
        self.ledger = MemoryLedger()
        self.gate = Gate()
        self.effects: Counter[str] = Counter()
        self.guard = threading.Lock()
        self.tasks: list[FakeTask] = []
        self.refusals = 0
        """How many times the engine may have answered 500 since everything had settled."""
        self.worker = self._worker()

    def _worker(self) -> Worker:
        @handler("case.book", label="记账")
        def book(data: Case, desk: object) -> Booked:
            """Book once for each case."""
            with self.guard:
                self.effects[data.case] += 1
            return Booked(number=len(data.case))

        executor = ReplayExecutor(self.gate, self.ledger)
        return Worker(self.fake.connect(), [book], executor, settings=SETTINGS).start()

    @rule(number=st.integers(1, 4))
    def work_comes(self, number: int) -> None:
        for _ in range(number):
            case = f"C-{len(self.tasks)}"
            properties = {"retries": "R3/PT5M"}
            self.tasks.append(
                self.fake.add_task("case.book", {"case": case}, extension_properties=properties)
            )

    @rule(
        verb=st.sampled_from(["fetchAndLock", "complete", "extendLock", "unlock"]),
        what=st.sampled_from(sorted(TRANSPORT)),
        times=st.integers(1, 3),
    )
    def calls_go_wrong(self, verb: str, what: str, times: int) -> None:
        if what == "one 500":
            # More of them for one report would be the engine's answer, also when rules add up.
            if self.refusals + times >= SETTINGS.report_tries:
                return
            self.refusals += times
        self.fake.faults.add(verb, TRANSPORT[what](), times=times)

    @rule()
    def handlers_hang(self) -> None:
        self.gate.open.clear()

    @rule()
    def handlers_go_on(self) -> None:
        self.gate.open.set()

    @rule(seconds=st.integers(1, 200))
    def time_passes(self, seconds: int) -> None:
        """Locks may expire, also those of tasks that run now or whose fetch was lost."""
        self._caught_up()
        self.fake.advance(timedelta(seconds=seconds))
        self._caught_up()

    @rule()
    def another_worker_takes_over(self) -> None:
        """A stop in order, and a process with another id."""
        self.gate.open.set()
        self.worker.stop(20)
        assert not self.worker.busy
        self.worker = self._worker()

    @rule()
    def everything_settles(self) -> None:
        """In bounded time: once faults end and locks may expire, all that came is done."""
        self.gate.open.set()
        for _ in range(20):
            self._idle()
            if all(task.completed for task in self.tasks):
                break
            self.fake.advance(LOCK)
        assert [task.id for task in self.tasks if not task.completed] == []
        self.refusals = self.fake.faults.left.count("complete")

    def _caught_up(self) -> None:
        """Until what is free and fits runs, to the gate if that is closed."""

        def caught_up() -> bool:
            full = self.worker.busy >= SETTINGS.slots
            fetched = full or (not self._free() and self.fake.polling > 0)
            # What waits for a slot is busy, too, and cannot have come to the gate.
            at_the_gate = min(self.worker.busy, SETTINGS.slots)
            return fetched and (self.gate.open.is_set() or self.gate.held >= at_the_gate)

        self.fake.until(caught_up, budget=20)

    def _idle(self) -> None:
        """Until what is free has been fetched, and what was fetched has been reported."""
        self.fake.until(lambda: not self._free() and not self.worker.busy, budget=20)

    def _free(self) -> list[FakeTask]:
        now = self.fake.clock.now
        return [
            task
            for task in self.tasks
            if not task.completed and (task.locked_until is None or task.locked_until <= now)
        ]

    @invariant()
    def no_effect_happens_twice(self) -> None:
        if hasattr(self, "effects"):
            with self.guard:
                assert not [case for case, times in self.effects.items() if times > 1]

    @invariant()
    def no_fault_of_the_network_costs_a_retry(self) -> None:
        if hasattr(self, "fake"):
            assert [task.failures for task in self.tasks if task.failures] == []
            assert self.fake.incidents == []

    def teardown(self) -> None:
        if hasattr(self, "fake"):
            try:
                self.everything_settles()
                self.no_effect_happens_twice()
                self.no_fault_of_the_network_costs_a_retry()
                assert all(self.effects[f"C-{n}"] == 1 for n in range(len(self.tasks)))
            finally:
                self.gate.open.set()
                self.worker.stop(20)
                self.fake.close()


TestWorkerUnderFaults = WorkerUnderFaults.TestCase
TestWorkerUnderFaults.settings = settings(
    max_examples=60,
    stateful_step_count=20,
    deadline=None,
    # Threads decide what a rule meets, so a story is replayed in spirit, not to the letter.
    suppress_health_check=list(HealthCheck),
)
