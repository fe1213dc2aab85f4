"""The peers, each as a process of its own: ``python -m tests.benchmarks.peers PEER TASKS TOPIC…``.

A peer drains TASKS tasks, writes how long that took and what it cost as a line of JSON, and ends.
All of them read all variables and write one. The configuration of each stands in its function.
"""

from __future__ import annotations

import base64
import http.client
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pycamunda.externaltask
import requests
import structlog

from workers.contract import Handler, Variables, handler
from workers.engine import Engine, EngineAddress
from workers.runtime import DirectExecutor, RuntimeSettings, Worker

_LOCK = timedelta(minutes=1)
_CONNECTIONS = 8
_BATCH = 50
URL, USER, PASSWORD = "BENCH_URL", "BENCH_USER", "BENCH_PASSWORD"


class Given(Variables):
    text: str
    count: int
    share: float
    urgent: bool
    amount: str
    order: dict[str, Any]


class Result(Variables):
    result: str


class Countdown:
    """Says when the last task is done. **Thread-safe.**"""

    def __init__(self, tasks: int) -> None:
        self._left = tasks
        self._guard = threading.Lock()
        self.over = threading.Event()

    def done(self) -> None:
        with self._guard:
            self._left -= 1
            if self._left <= 0:
                self.over.set()


def ours(address: EngineAddress, topics: Sequence[str], countdown: Countdown) -> None:
    """Eight slots, and a log of warnings; everything else as it comes out of the box."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

    def serving(topic: str) -> Handler[Given, Result, None]:
        @handler(topic, label=topic)
        def work(data: Given, desk: None) -> Result:
            """Answer at once."""
            return Result(result="done")

        return work

    worker = Worker(
        Engine(address),
        [serving(topic) for topic in topics],
        DirectExecutor(None),
        settings=RuntimeSettings(slots=_CONNECTIONS, long_poll=timedelta(seconds=1)),
        on_report=lambda *_: countdown.done(),
    ).start()
    countdown.over.wait()
    worker.stop(0)


def limit(address: EngineAddress, topics: Sequence[str], countdown: Countdown) -> None:
    """No client at all: bare keep-alive requests on eight connections, a body made once."""
    parts = urlsplit(address.url)
    login = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}

    def pump(number: int) -> None:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
        name = f"limit-{number}"

        # Any: JSON.
        def post(path: str, body: dict[str, Any]) -> bytes:
            connection.request("POST", parts.path + path, json.dumps(body), headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status >= http.client.BAD_REQUEST:
                raise RuntimeError(f"{path} answered {answer.status}")
            return said

        fetch = {
            "workerId": name,
            "maxTasks": _BATCH // _CONNECTIONS,
            "topics": [
                {"topicName": topic, "lockDuration": _LOCK.seconds * 1000} for topic in topics
            ],
        }
        result = {"result": {"type": "String", "value": "done"}}
        while not countdown.over.is_set():
            for task in json.loads(post("/external-task/fetchAndLock", fetch)):
                body = {"workerId": name, "variables": result}
                post(f"/external-task/{task['id']}/complete", body)
                countdown.done()

    _in_threads(pump)


def pycamunda_loop(address: EngineAddress, topics: Sequence[str], countdown: Countdown) -> None:
    """As its readme shows it: fetch fifty, complete one after the other; on one session."""
    session = requests.Session()
    session.auth = (str(address.user), str(address.password))
    fetch = pycamunda.externaltask.FetchAndLock(
        address.url, "pycamunda", _BATCH, async_response_timeout=1000
    )
    fetch.session = session
    for topic in topics:
        fetch.add_topic(topic, _LOCK.seconds * 1000)
    while not countdown.over.is_set():
        for task in fetch():
            complete = pycamunda.externaltask.Complete(address.url, task.id_, "pycamunda")
            complete.session = session
            complete.add_variable("result", "done", "String")
            complete()
            countdown.done()


PEERS: dict[str, Callable[[EngineAddress, Sequence[str], Countdown], None]] = {
    "limit": limit,
    "ours": ours,
    "pycamunda loop": pycamunda_loop,
}


def _in_threads(pump: Callable[[int], None]) -> None:
    faults: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            pump(number)
        except BaseException as error:  # noqa: BLE001 - raised again below
            faults.append(error)

    threads = [threading.Thread(target=guarded, args=(each,)) for each in range(_CONNECTIONS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if faults:
        raise faults[0]


def main(peer: str, tasks: int, topics: Sequence[str]) -> None:
    """Drain, and say what it took. CPU is that of this process, without its start."""
    address = EngineAddress(os.environ[URL], os.environ[USER], os.environ[PASSWORD])
    countdown = Countdown(tasks)
    cpu, began = time.process_time(), time.monotonic()
    last = 0.0

    def note_the_end() -> None:
        nonlocal last
        countdown.over.wait()
        last = time.monotonic()

    watcher = threading.Thread(target=note_the_end, daemon=True)
    watcher.start()
    PEERS[peer](address, topics, countdown)
    watcher.join()
    print(json.dumps({"seconds": last - began, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
