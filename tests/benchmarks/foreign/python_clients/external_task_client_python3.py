"""camunda-external-task-client-python3 as a peer."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Sequence
from uuid import uuid4

from camunda.client.external_task_client import ExternalTaskClient
from camunda.external_task.external_task import ExternalTask, TaskResult
from camunda.external_task.external_task_executor import ExternalTaskExecutor
from camunda.external_task.external_task_worker import ExternalTaskWorker, NoExternalTaskFound
from protocol import (
    LOCK_SECONDS, LONG_POLL_SECONDS, PASSWORD, SLOW, SLOW_SECONDS, URL, USER, serve,
)

MAX_TASKS = int(os.environ.get("TRY_MAX", 50))
WORKERS = int(os.environ.get("TRY_THREADS", 1))
PER_TOPIC = bool(os.environ.get("TRY_PER_TOPIC"))


class Drain:
    def __init__(self, count, topics):
        self.stamps = {topic: [] for topic in topics}
        self.left = count
        self.guard = threading.Lock()
        self.over = threading.Event()
        self.errors = []

    def done(self, topic):
        now = time.monotonic_ns()
        with self.guard:
            self.stamps[topic].append(now)
            self.left -= 1
            if self.left <= 0:
                self.over.set()


class Stamping(ExternalTaskExecutor):
    def __init__(self, worker, drain):
        super().__init__(worker.worker_id, worker.client)
        self.drain = drain

    def execute_task(self, task, action):
        result = super().execute_task(task, action)
        self.drain.done(task.get_topic_name())
        return result


def work(task):
    if task.get_topic_name().endswith(SLOW):
        time.sleep(SLOW_SECONDS)
    return task.complete({"result": {"value": "done", "type": "String"}})


def drain(count, topics):
    state = Drain(count, topics)

    def run(topics):
        try:
            worker = ExternalTaskWorker(f"python3-{uuid4()}", URL, {
                "maxTasks": MAX_TASKS, "lockDuration": LOCK_SECONDS * 1000,
                "asyncResponseTimeout": LONG_POLL_SECONDS * 1000,
                "auth_basic": {"username": USER, "password": PASSWORD},
                "includeExtensionProperties": False, "deserializeValues": False,
            })
            worker.executor = Stamping(worker, state)
            while not state.over.is_set():
                try:
                    worker.fetch_and_execute(topics, work)
                except NoExternalTaskFound:
                    pass
        except BaseException as e:
            print(repr(e), file=__import__("sys").stderr)
            os._exit(1)

    groups = [[t] for t in topics] if PER_TOPIC else [list(topics)]
    threads = [threading.Thread(target=run, args=(g,)) for g in groups for _ in range(WORKERS)]
    for t in threads: t.start()
    for t in threads: t.join()
    return state.stamps


if __name__ == "__main__":
    logging.getLogger().setLevel(logging.WARNING)
    serve(drain)
