"""camunda-external-task-client-python3 as a worker process, in a virtual environment of its own.

Its synchronous worker with ten tasks a fetch; after an error it tries again in a second (out of the
box in five minutes), and its time-outs are as short as ours.
"""

from __future__ import annotations

import logging
import os

from camunda.external_task.external_task import ExternalTask, TaskResult
from camunda.external_task.external_task_worker import ExternalTaskWorker

from tests.faults import workload
from tests.faults.diary import Diary
from tests.faults.ledger import Ledger
from tests.faults.surroundings import LOCK, LONG_POLL, Surroundings


def main() -> None:
    """Work until something ends it."""
    workload.limit_memory()
    logging.basicConfig(level=logging.ERROR)
    around = Surroundings.from_environment()
    ledger = Ledger(around.ledger)
    name = f"python3-{os.getpid()}"
    diary = Diary(around.folder, name)

    def act(task: ExternalTask) -> TaskResult:
        key = f"{task.get_business_key()}/{task.get_activity_id()}"
        diary.note("began", task.get_task_id())
        if task.get_topic_name() == workload.RENDER:
            workload.render(task.get_business_key(), key, ledger)
        ledger.book(key, task.get_task_id(), name)
        return task.complete({"booking": key})

    def act_or_fail(task: ExternalTask) -> TaskResult:
        try:
            return act(task)
        except workload.PassingFault:
            return task.failure("passing fault", "", workload.RETRIES, workload.RETRY_WAIT * 1000)

    worker = ExternalTaskWorker(
        name,
        around.url,
        {
            "auth_basic": {"username": around.user, "password": around.password},
            "maxTasks": 10,
            "lockDuration": LOCK * 1000,
            "asyncResponseTimeout": LONG_POLL * 1000,
            "timeoutDeltaMillis": 3000,
            "httpTimeoutMillis": 5000,
            "retries": workload.RETRIES,
            "retryTimeout": workload.RETRY_WAIT * 1000,
            "sleepSeconds": 1,
        },
    )
    told = worker.executor._handle_task_result

    def tell(result: TaskResult) -> bool:
        answer = told(result)
        diary.note("told", result.get_task().get_task_id(), "accepted")
        return bool(answer)

    worker.executor._handle_task_result = tell
    worker.subscribe(list(workload.TOPICS), act_or_fail)


if __name__ == "__main__":
    main()
