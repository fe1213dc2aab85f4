"""camunda-external-task-client-python3 as a peer.

Eight synchronous workers in threads, each with all topics: the client completes one task after the
other, opens a connection for each request, and has no parallelism but this.

* One worker: 0.60 × the tasks per second of eight; four: 0.98 ×.
* Its asynchronous worker: 0.10 ×. It fetches a single task at a time and makes a new HTTP client,
  TLS context included, for each request.
* Four for each topic instead: 0.67 × with five topics in a chain, 0.95 × beside a slow topic.

Figures of 2 cores: medians of 3 interleaved rounds of 300 tasks for the four, single rounds of 250
to 500 tasks for the rest.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import uuid4

from camunda.external_task.external_task import (  # type: ignore[import-untyped]
    ExternalTask,
    TaskResult,
)
from camunda.external_task.external_task_executor import (  # type: ignore[import-untyped]
    ExternalTaskExecutor,
)
from camunda.external_task.external_task_worker import (  # type: ignore[import-untyped]
    ExternalTaskWorker,
    NoExternalTaskFound,
)

from tests.benchmarks.protocol import (
    LOCK_SECONDS,
    LONG_POLL_SECONDS,
    PASSWORD,
    SLOW_SECONDS,
    URL,
    USER,
    Stamps,
    in_threads,
    is_slow,
    serve,
)

WORKERS: Final = 8
MOST_FAILED_FETCHES: Final = 20
CONFIGURATION: Final[dict[str, Any]] = {
    "maxTasks": 50,
    "lockDuration": LOCK_SECONDS * 1000,
    "asyncResponseTimeout": LONG_POLL_SECONDS * 1000,
    # Nobody reads them, so the engine need not work for them.
    "includeExtensionProperties": False,
    "deserializeValues": False,
    "auth_basic": {"username": os.environ[USER], "password": os.environ[PASSWORD]},
}


class StampingExecutor(ExternalTaskExecutor):  # type: ignore[misc]  # it has no types
    """The client's own, which also notes when the engine has answered."""

    def __init__(self, worker: ExternalTaskWorker, stamps: Stamps) -> None:
        super().__init__(worker.worker_id, worker.client)
        self._stamps = stamps

    def execute_task(
        self, task: ExternalTask, action: Callable[[ExternalTask], TaskResult]
    ) -> TaskResult:
        result = super().execute_task(task, action)
        self._stamps.note(task.get_topic_name())
        return result


def work(task: ExternalTask) -> TaskResult:
    """The handler."""
    if is_slow(task.get_topic_name()):
        time.sleep(SLOW_SECONDS)
    return task.complete({"result": {"value": "done", "type": "String"}})


def run(topics: Sequence[str], stamps: Stamps) -> None:
    """What the client's ``subscribe`` does, but it ends, and no error is slept over."""
    worker = ExternalTaskWorker(f"python-{uuid4()}", os.environ[URL], CONFIGURATION)
    worker.executor = StampingExecutor(worker, stamps)
    failed_in_a_row = 0
    while not stamps.over.is_set():
        try:
            worker.fetch_and_execute(topics, work)
        except NoExternalTaskFound:
            continue
        except Exception as error:  # the client raises no type of its own
            # Eight workers that fetch at the same time meet in the engine now and then: tried
            # again at once, where the client itself would sleep five minutes.
            failed_in_a_row += 1
            if failed_in_a_row > MOST_FAILED_FETCHES or "received 500" not in str(error):
                raise
        else:
            failed_in_a_row = 0


def drain(topics: Sequence[str], stamps: Stamps) -> None:
    """Complete the tasks by workers in threads."""
    in_threads([partial(run, list(topics), stamps)] * WORKERS)


if __name__ == "__main__":
    logging.getLogger().setLevel(logging.WARNING)
    serve(drain)
