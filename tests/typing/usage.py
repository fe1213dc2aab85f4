"""The public API as somebody uses it, for the type checker: it is read by mypy and never run.

A line with ``type: ignore`` must be an error; mypy says so when it no longer is.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from workers.contract import (
    BpmnError,
    Context,
    ErrorCode,
    ExternalTask,
    File,
    Handler,
    Outcome,
    PermanentFailure,
    TransientFailure,
    Variables,
    Xml,
    handler,
)
from workers.engine import (
    Batch,
    ClientCredentials,
    Engine,
    EngineAddress,
    EngineError,
    Timeouts,
    Tls,
    TopicFilter,
)
from workers.runtime import (
    ContextExecutor,
    Delivered,
    DeliverInput,
    Delivery,
    DirectExecutor,
    ExecuteInput,
    ExtendInput,
    Extension,
    Fail,
    FetchInput,
    Interceptor,
    Proceed,
    RecordedResult,
    ReplayExecutor,
    Report,
    RetrySchedule,
    RuntimeSettings,
    Subscription,
    Worker,
    judge,
    run_together,
    trace_id,
)
from workers.runtime.metrics import Metrics
from workers.runtime.probe_server import ProbeServer
from workers.runtime.sqlite_results import SqliteResults
from workers.runtime.sqlite_starts import SqliteStartCounts


class Order(Variables):
    amount: int
    letter: File | None = None


class Answer(Variables):
    approved: bool
    note: Xml | None = None


class Desk:
    def limit(self) -> int:
        return 100


@handler("order.check", label="检查订单", errors=(ErrorCode("NO_STOCK", "缺货"),))
def check(order: Order, desk: Desk) -> Answer:
    """Check an order."""
    if order.amount > desk.limit():
        raise BpmnError("NO_STOCK", "not that many", {"left": desk.limit()})
    if order.letter and not order.letter.read():
        raise PermanentFailure("the letter is empty")
    raise TransientFailure("later", retry_after=timedelta(minutes=1))


declared: Handler[Order, Answer, Desk] = check
output: Answer = check.run(Order(amount=1), Desk())
check.run(Order(amount=1), "no desk")  # type: ignore[arg-type]
wrong: Handler[Answer, Order, Desk] = check  # type: ignore[assignment]


@handler("refund.pay", label="退款")
def pay(order: Order, context: Context) -> Answer:
    """Pay."""
    context.ensure_owned()
    return Answer(approved=not context.cancelled)


@handler("no.model", label="错")  # type: ignore[type-var]
def no_model(order: int, desk: Desk) -> Answer:
    """An input that is no model."""
    return Answer(approved=True)


class Everything(Interceptor):
    def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
        return proceed(call)

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        trace: str = trace_id(call.context.task)
        assert trace
        return proceed(call)

    def deliver(self, call: DeliverInput, proceed: Proceed[DeliverInput, Delivered]) -> Delivered:
        return proceed(call)

    def extend(self, call: ExtendInput, proceed: Proceed[ExtendInput, Extension]) -> Extension:
        return proceed(call)


class MemoryLedger:
    def find(self, effect_key: str) -> RecordedResult | None:
        return None

    def record(self, result: RecordedResult) -> None: ...


def policy(task: ExternalTask, error: BaseException, default: RetrySchedule) -> Fail:
    return judge(task, error, default)


def told(task: ExternalTask, report: Report, delivery: Delivery) -> None: ...


def by_case(_handler: object, task: ExternalTask) -> str:
    return f"{task.business_key}|{task.activity_id}"


def main(folder: Path) -> None:
    engine = Engine(
        EngineAddress("https://engine/engine-rest", "user", "password"),
        Timeouts(call=5),
        credentials=ClientCredentials("https://id/token", "client", "secret"),
        tls=Tls(ca=folder / "ca.pem"),
    )
    metrics = Metrics()
    worker = Worker(
        engine,
        [check, Subscription(pay, slots=1, filter=TopicFilter(tenants=("acme",)))],
        ReplayExecutor(DirectExecutor(Desk()), SqliteResults(folder / "r.sqlite"), by_case),
        settings=RuntimeSettings(slots=4, default_retry=RetrySchedule.parse("R5/PT1M")),
        policy=policy,
        starts=SqliteStartCounts(folder / "s.sqlite"),
        interceptors=[Everything(), metrics],
        on_report=told,
    )
    metrics.watch(worker.health)
    Worker(engine, [pay], ReplayExecutor(ContextExecutor(), MemoryLedger()))
    Worker(engine, [pay], MemoryLedger())  # type: ignore[arg-type]
    RuntimeSettings(lock_duration=60)  # type: ignore[arg-type]
    try:
        with ProbeServer(worker.health, metrics.registry, 9000):
            run_together([worker])
    except EngineError as error:
        status: int | None = error.status
        print(status)
