"""A whole worker on the fake: what goes wrong on the way, and what time does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from workers.contract import (
    BpmnError,
    ErrorCode,
    File,
    Handler,
    TransientFailure,
    Variables,
    handler,
)
from workers.runtime import Delivery, DirectExecutor, RetrySchedule, RuntimeSettings, Worker
from workers.testing import (
    FakeEngine,
    Fault,
    cut_off,
    dropped,
    garbled,
    gateway_error,
    login_page,
    refused,
    server_error,
    timed_out,
)

SETTINGS = RuntimeSettings(
    name="test",
    slots=1,
    lock_duration=timedelta(minutes=1),
    long_poll=timedelta(seconds=15),
    default_retry=RetrySchedule.parse("R3/PT5M"),
    drain=timedelta(seconds=5),
    longest_backoff=timedelta(milliseconds=20),
    report_tries=3,
)
FIVE_MINUTES_AND_JITTER = timedelta(minutes=6)


class Order(Variables):
    amount: int = 0


class Answer(Variables):
    approved: bool


class Letter(Variables):
    letter: File


class Bench:
    """A fake, a worker on it, and how often its handler has run."""

    def __init__(self, fake: FakeEngine) -> None:
        self.fake = fake
        self.runs = 0
        self.deliveries: list[Delivery] = []
        self._workers: list[Worker] = []

    def run(self, action: Callable[[Order], Answer] | None = None) -> Worker:
        worker = Worker(
            self.fake.connect(),
            [self._handler(action or (lambda order: Answer(approved=order.amount < 100)))],
            DirectExecutor(None),
            settings=SETTINGS,
            on_report=lambda _task, _report, delivery: self.deliveries.append(delivery),
        )
        self._workers.append(worker)
        return worker.start()

    def _handler(self, action: Callable[[Order], Answer]) -> Handler[Order, Answer, Any]:
        @handler("order.check", label="检查订单", errors=(ErrorCode("NO_STOCK", "缺货"),))
        def check(order: Order, desk: object) -> Answer:
            """Check an order."""
            self.runs += 1
            return action(order)

        return check

    def pass_time(self, span: timedelta) -> None:
        """Advance when nothing runs: a worker leaves alone what it still runs itself."""
        self.fake.until(lambda: not any(worker.busy for worker in self._workers))
        self.fake.advance(span)

    def stop(self) -> None:
        for worker in self._workers:
            worker.stop(5)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with FakeEngine(longest_real_wait=0.05) as fake:
        made = Bench(fake)
        yield made
        made.stop()


def test_a_task_is_completed_with_typed_variables(bench: Bench) -> None:
    task = bench.fake.add_task("order.check", {"amount": 50})
    bench.run()
    bench.fake.until(lambda: task.completed)
    assert task.completed_with == {"approved": True}
    assert task.instance.variables == {"amount": 50, "approved": True}


def test_a_handler_reads_a_file(bench: Bench) -> None:
    @handler("letter.read", label="读信")
    def read(data: Letter, desk: object) -> Answer:
        """Read a letter."""
        return Answer(approved=data.letter.read() == b"yes")

    task = bench.fake.add_task("letter.read", {"letter": File.of("a.txt", b"yes")})
    worker = Worker(bench.fake.connect(), [read], DirectExecutor(None), settings=SETTINGS).start()
    bench.fake.until(lambda: task.completed)
    worker.stop(5)
    assert task.completed_with == {"approved": True}


def test_a_waiting_poll_is_woken_by_a_new_task(bench: Bench) -> None:
    bench.run()
    bench.fake.until(lambda: bench.fake.polling)
    task = bench.fake.add_task("order.check")
    bench.fake.until(lambda: task.completed)


@pytest.mark.parametrize(
    "fault",
    [timed_out(after_commit=True), dropped(after_commit=True), cut_off(), garbled()],
    ids=["time-out", "dropped", "cut off", "garbled"],
)
def test_an_answer_lost_after_the_commit_reruns_nothing(bench: Bench, fault: Fault) -> None:
    bench.fake.faults.add("complete", fault)
    task = bench.fake.add_task("order.check")
    bench.run()
    bench.fake.until(lambda: bench.deliveries)
    assert bench.deliveries == [Delivery.GONE]
    assert task.completed
    assert len(bench.fake.called("complete", task)) == 2
    assert bench.runs == 1


@pytest.mark.parametrize(
    "fault",
    [
        server_error(),
        server_error("two transactions met", code=1),
        gateway_error(),
        login_page(),
        timed_out(),
        dropped(),
        refused(400, "ENGINE-03043 ExternalTask with id 'x' is suspended."),
    ],
    ids=["500", "optimistic locking", "503", "login page", "time-out", "dropped", "suspended"],
)
def test_a_report_that_did_not_get_through_is_repeated_and_the_handler_is_not(
    bench: Bench, fault: Fault
) -> None:
    bench.fake.faults.add("complete", fault, times=2)
    task = bench.fake.add_task("order.check")
    bench.run()
    bench.fake.until(lambda: bench.deliveries)
    assert bench.deliveries == [Delivery.ACCEPTED]
    assert task.completed
    assert bench.runs == 1
    assert bench.fake.faults.left == []


def test_an_engine_that_cannot_go_on_gets_a_failure_and_can_be_retried(bench: Bench) -> None:
    task = bench.fake.add_task("order.check", stuck_after="Unknown property")
    bench.run()
    bench.fake.until(lambda: task.failures)
    assert task.retries == 2
    task.stuck_after = None
    bench.pass_time(FIVE_MINUTES_AND_JITTER)
    bench.fake.until(lambda: task.completed)


def test_a_task_that_another_worker_took_is_left_to_it(bench: Bench) -> None:
    other = bench.fake.connect().worker_calls

    def taken(_order: Order) -> Answer:
        # The lock runs out while the handler works, and another worker takes it.
        bench.fake.advance(SETTINGS.lock_duration)
        other.lock(task.id, "another", timedelta(minutes=1))
        return Answer(approved=True)

    task = bench.fake.add_task("order.check")
    bench.run(taken)
    bench.fake.until(lambda: bench.deliveries)
    assert bench.deliveries == [Delivery.LOST]
    assert not task.completed
    assert task.worker_id == "another"
    assert task.failures == []
    assert bench.runs == 1


def test_a_cancelled_instance_is_told_as_gone(bench: Bench) -> None:
    def withdrawn(_order: Order) -> Answer:
        bench.fake.end(task.instance)
        return Answer(approved=True)

    task = bench.fake.add_task("order.check")
    bench.run(withdrawn)
    bench.fake.until(lambda: bench.deliveries)
    assert bench.deliveries == [Delivery.GONE]


def test_retries_wait_as_the_model_says_and_end_in_an_incident(bench: Bench) -> None:
    def away(_order: Order) -> Answer:
        raise TransientFailure("the mail server is away")

    task = bench.fake.add_task("order.check", extension_properties={"retries": "R2/PT1H"})
    bench.run(away)
    bench.fake.until(lambda: len(task.failures) == 1)
    assert task.retries == 1
    assert timedelta(hours=1) <= task.failures[0].wait <= timedelta(hours=1, minutes=6)
    bench.pass_time(timedelta(minutes=59))
    assert bench.fake.locked == [task]
    bench.pass_time(timedelta(minutes=7))
    bench.fake.until(lambda: task.incident)
    assert task.incident is not None
    assert task.incident.message == "the mail server is away"
    assert bench.fake.incidents == [task]
    assert bench.runs == 2


def test_an_operators_retries_bring_a_task_back(bench: Bench) -> None:
    task = bench.fake.add_task("order.check", retries=0)
    bench.run()
    bench.fake.until(lambda: len(bench.fake.called("fetchAndLock")) >= 2)
    assert bench.runs == 0
    bench.fake.connect().external_tasks.set_retries(task.id, 1)
    bench.fake.until(lambda: task.completed)


@pytest.mark.parametrize(
    "fault", [dropped(after_commit=True), timed_out(after_commit=True), cut_off(), garbled()]
)
def test_a_task_locked_by_a_fetch_whose_answer_was_lost_comes_when_the_lock_expires(
    bench: Bench, fault: Fault
) -> None:
    bench.fake.faults.add("fetchAndLock", fault)
    task = bench.fake.add_task("order.check")
    worker = bench.run()
    bench.fake.until(lambda: len(bench.fake.called("fetchAndLock")) >= 3)
    assert bench.runs == 0
    assert task.worker_id == worker.worker_id
    bench.fake.advance(SETTINGS.lock_duration)
    bench.fake.until(lambda: task.completed)
    assert task.deliveries == 2
    assert bench.runs == 1


def test_polling_outlives_an_engine_that_is_away(bench: Bench) -> None:
    for fault in (gateway_error(), login_page(), dropped(), timed_out(), server_error()):
        bench.fake.faults.add("fetchAndLock", fault)
    task = bench.fake.add_task("order.check")
    bench.run()
    bench.fake.until(lambda: task.completed)


def test_a_business_fact_is_a_bpmn_error(bench: Bench) -> None:
    def none_left(_order: Order) -> Answer:
        raise BpmnError("NO_STOCK", "nothing left", {"left": 0})

    task = bench.fake.add_task("order.check", catches={"NO_STOCK"})
    bench.run(none_left)
    bench.fake.until(lambda: task.bpmn_error)
    assert task.bpmn_error is not None
    assert (task.bpmn_error.code, task.bpmn_error.variables) == ("NO_STOCK", {"left": 0})


def test_a_bpmn_error_that_the_model_does_not_catch_becomes_a_failure(bench: Bench) -> None:
    def none_left(_order: Order) -> Answer:
        raise BpmnError("NO_STOCK", "nothing left")

    task = bench.fake.add_task("order.check", catches=())
    bench.run(none_left)
    bench.fake.until(lambda: bench.deliveries)
    assert task.bpmn_error is None
    assert bench.deliveries == [Delivery.FAILED_INSTEAD]


def test_a_stop_gives_back_nothing_that_runs(bench: Bench) -> None:
    go_on = threading.Event()

    def slow(_order: Order) -> Answer:
        go_on.wait(5)
        return Answer(approved=True)

    task = bench.fake.add_task("order.check")
    worker = bench.run(slow)
    bench.fake.until(lambda: bench.runs)
    threading.Timer(0.1, go_on.set).start()
    worker.stop(5)
    assert task.completed
    assert bench.fake.called("unlock") == []
