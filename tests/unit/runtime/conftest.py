from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from workers.contract import Executor, Handler
from workers.runtime import DirectExecutor, RetrySchedule, RuntimeSettings, Worker
from workers.testing import FakeEngine

Run = Callable[..., Worker]

QUICK = RuntimeSettings(
    name="test",
    slots=4,
    lock_duration=timedelta(seconds=5),
    long_poll=timedelta(milliseconds=20),
    default_retry=RetrySchedule.parse("R3/PT1H"),
    drain=timedelta(seconds=5),
    longest_backoff=timedelta(milliseconds=20),
    report_tries=3,
)


@pytest.fixture
def longest_real_wait() -> float:
    """How long a poll of the fake really waits."""
    return 0.02


@pytest.fixture
def fake(longest_real_wait: float) -> Iterator[FakeEngine]:
    with FakeEngine(longest_real_wait=longest_real_wait) as engine:
        yield engine


@pytest.fixture
def run(fake: FakeEngine) -> Iterator[Run]:
    """Starts workers on the fake engine and stops them after the test."""
    started: list[Worker] = []

    def begin(
        *handlers: Handler[Any, Any, Any],
        executor: Executor | None = None,
        settings: RuntimeSettings = QUICK,
        **more: Any,
    ) -> Worker:
        worker = Worker(
            fake.connect(),
            handlers,
            executor or DirectExecutor(None),
            settings=settings,
            **more,
        )
        started.append(worker)
        return worker.start()

    yield begin
    for worker in started:
        worker.stop(timeout=6)
