"""One worker process of ours: ``python -m tests.faults.ours``, an application of the runtime."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from typing import Any

import structlog

from tests.faults import workload
from tests.faults.diary import Diary
from tests.faults.ledger import Ledger
from tests.faults.surroundings import LOCK, LONG_POLL, SLOTS, Surroundings
from workers.contract import Completion, Context, ExternalTask, Handler, Outcome, Variables, handler
from workers.engine import Engine, EngineAddress, Timeouts
from workers.runtime import (
    Delivery,
    ExecuteInput,
    Interceptor,
    Proceed,
    Report,
    RuntimeSettings,
    Worker,
)
from workers.runtime.sqlite_starts import SqliteStartCounts


class Nothing(Variables):
    pass


class Booked(Variables):
    booking: str


class Desk:
    """What a handler is given: whose task it is, its effect's key, where it notes its troubles."""

    def __init__(self, business_key: str, effect_key: str, ledger: Ledger) -> None:
        self.business_key = business_key
        self.effect_key = effect_key
        self.ledger = ledger


@handler(workload.BOOK, label="book")
def book(data: Nothing, desk: Desk) -> Booked:
    """Nothing but the effect."""
    return Booked(booking=desk.effect_key)


@handler(workload.RENDER, label="render")
def render(data: Nothing, desk: Desk) -> Booked:
    """As its nature is."""
    workload.render(desk.business_key, desk.effect_key, desk.ledger)
    return Booked(booking=desk.effect_key)


class LedgerExecutor:
    """An application's executor: effect and recorded result in one transaction.

    A redelivered task finds its result and repeats it. Two runs at once, as after a lock that
    ran out, meet in the transaction, and the second one repeats the first one's result.
    """

    def __init__(self, ledger: Ledger, worker_id: str) -> None:
        self._ledger = ledger
        self._worker_id = worker_id

    # Any: handlers of every input, output and desk.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run or replay."""
        task = context.task
        key = f"{task.business_key}/{task.activity_id}"
        recorded = self._ledger.result(key)
        if recorded is None:
            data = handler.input.model_validate(dict(task.variables))
            output = handler.run(data, Desk(str(task.business_key), key, self._ledger))
            written = {name: str(value) for name, value in output.written().items()}
            recorded = self._ledger.settle(key, task.id, self._worker_id, written)
        return Completion(recorded)


class Notes(Interceptor):
    """Writes down which tasks this process has begun."""

    diary: Diary

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        self.diary.note("began", call.context.task.id)
        return proceed(call)

    def told(self, task: ExternalTask, report: Report, delivery: Delivery) -> None:
        self.diary.note("told", task.id, f"{type(report).__name__} {delivery.value}")


def main() -> None:
    """Work until stopped."""
    workload.limit_memory()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    around = Surroundings.from_environment()
    ledger = Ledger(around.ledger)
    name = f"ours-{os.getpid()}"
    engine = Engine(
        EngineAddress(around.url, around.user, around.password),
        Timeouts(connect=2, call=5, poll_margin=3),
    )
    notes = Notes()
    worker = Worker(
        engine,
        [book, render],
        LedgerExecutor(ledger, name),
        settings=RuntimeSettings(
            name=name,
            slots=SLOTS,
            lock_duration=timedelta(seconds=LOCK),
            long_poll=timedelta(seconds=LONG_POLL),
            drain=timedelta(seconds=15),
            longest_backoff=timedelta(seconds=2),
        ),
        starts=SqliteStartCounts(around.folder / "starts.sqlite"),
        interceptors=[notes],
        on_report=notes.told,
    )
    notes.diary = Diary(around.folder, worker.worker_id)
    worker.run()


if __name__ == "__main__":
    main()
