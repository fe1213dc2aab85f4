"""Interceptors: the order of a chain, and what each may do."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import structlog

from workers.contract import Completion, ExternalTask, Outcome
from workers.engine import Batch
from workers.runtime import (
    Delivered,
    DeliverInput,
    ExecuteInput,
    ExtendInput,
    Extension,
    FetchInput,
    Interceptor,
    Proceed,
    trace_id,
)
from workers.runtime.interceptor import chain
from workers.testing import FakeEngine

from .conftest import QUICK, Run
from .handlers import WatchingExecutor, counting, doing, text


class Diary(Interceptor):
    """Notes what passes through."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self._name = name
        self._notes = notes

    def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
        batch = proceed(call)
        if batch.tasks:
            self._notes.append(f"{self._name} fetch")
        return batch

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        self._notes.append(f"{self._name} execute")
        return proceed(call)

    def deliver(self, call: DeliverInput, proceed: Proceed[DeliverInput, Delivered]) -> Delivered:
        ended = proceed(call)
        self._notes.append(f"{self._name} {ended.delivery.value}")
        return ended


def test_the_first_interceptor_is_the_outermost(fake: FakeEngine, run: Run) -> None:
    notes: list[str] = []
    fake.add_task("probe.work")
    run(doing(lambda _data: None), interceptors=[Diary("outer", notes), Diary("inner", notes)])
    fake.until(lambda: len(notes) == 6)
    assert notes == [
        "inner fetch",
        "outer fetch",
        "outer execute",
        "inner execute",
        "inner accepted",
        "outer accepted",
    ]


def test_a_chain_hands_on_what_each_step_makes_of_it() -> None:
    def add(call: int, proceed: Proceed[int, int]) -> int:
        return proceed(call + 1) * 10

    def double(call: int, proceed: Proceed[int, int]) -> int:
        return proceed(call * 2)

    assert chain([add, double], lambda call: call)(3) == 80
    assert chain([], lambda call: call)(3) == 3


def test_an_interceptor_may_answer_in_the_handlers_place(fake: FakeEngine, run: Run) -> None:
    class Cached(Interceptor):
        def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
            return Completion({"cached": True})

    handler, runs = counting(lambda _data: None)
    task = fake.add_task("probe.work")
    run(handler, interceptors=[Cached()])
    fake.until(lambda: task.completed)
    assert not runs
    (sent,) = fake.called("complete", task)
    assert sent.body["variables"] == {"cached": {"type": "Boolean", "value": True}}


def test_an_interceptor_may_change_what_is_asked(fake: FakeEngine, run: Run) -> None:
    class OneByOne(Interceptor):
        def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
            return proceed(FetchInput(dataclasses.replace(call.request, max_tasks=1)))

    run(doing(lambda _data: None), interceptors=[OneByOne()])
    fake.until(lambda: fake.called("fetchAndLock"))
    assert fake.called("fetchAndLock")[0].body["maxTasks"] == 1


def test_an_error_in_execute_is_the_handlers_own(fake: FakeEngine, run: Run) -> None:
    class Broken(Interceptor):
        def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
            raise LookupError

    task = fake.add_task("probe.work")
    run(doing(lambda _data: None), interceptors=[Broken()])
    fake.until(lambda: task.last_failure)
    assert task.last_failure
    assert task.last_failure.retries == 2


def test_a_broken_interceptor_costs_no_other_lock(fake: FakeEngine, run: Run) -> None:
    class Broken(Interceptor):
        def extend(self, call: ExtendInput, proceed: Proceed[ExtendInput, Extension]) -> Extension:
            proceed(call)
            raise LookupError

    executor = WatchingExecutor()
    task = fake.add_task("probe.work")
    short = dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300))
    run(doing(lambda _data: None), executor=executor, settings=short, interceptors=[Broken()])
    fake.until(lambda: len(fake.called("extendLock", task)) >= 4)
    assert not executor.cancelled.is_set()
    executor.let_go.set()
    fake.until(lambda: task.completed)


def test_the_task_is_in_the_context_of_every_log_line(fake: FakeEngine, run: Run) -> None:
    seen: list[dict[str, object]] = []

    def look(_data: object) -> None:
        seen.append(dict(structlog.contextvars.get_contextvars()))

    task = fake.add_task("probe.work", text("x"))
    run(doing(look))
    fake.until(lambda: task.completed)
    (context,) = seen
    assert context.keys() == {
        "task_id",
        "topic",
        "business_key",
        "process_instance",
        "trace_id",
    }


def test_all_tasks_of_an_instance_share_a_trace() -> None:
    def of(task_id: str, instance: str) -> str:
        return trace_id(ExternalTask(task_id, "t", instance, "d:1", "d", "A", "A:1"))

    uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    assert of("1", uuid) == of("2", uuid) == uuid.replace("-", "")
    assert of("1", "4711") == of("2", "4711") != of("1", "4712")
    assert len(of("1", "4711")) == 32
