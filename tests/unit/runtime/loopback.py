"""A small engine behind real HTTP: external tasks with locks, retries, incidents and faults.

It speaks the endpoints that a worker uses, with the semantics of Camunda 7.24 that matter to a
worker: ownership is the worker id, an expired lock can still complete, a failure keeps the
worker id, an unlock wakes waiting polls.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from workers.engine import Engine, EngineAddress, Timeouts

ROOT = "/engine-rest"
Reply = tuple[int, Any]


@dataclass
class Task:
    id: str
    topic: str
    variables: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    retries: int | None = None
    worker: str | None = None
    locked_until: float = 0.0
    failure: dict[str, Any] | None = None
    outcome: str | None = None
    deliveries: int = 0
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        return (
            self.outcome is None
            and self.retries != 0
            and (self.worker is None or self.locked_until <= time.monotonic())
        )

    @property
    def incident(self) -> bool:
        return self.retries == 0 and self.outcome is None


@dataclass
class Fault:
    """Hits the next ``times`` calls of ``verb``."""

    verb: str
    status: int | None = None
    body: Any = None
    after_commit: bool = False
    times: int = 1


@dataclass(frozen=True)
class Call:
    verb: str
    task_id: str
    body: dict[str, Any]


class LoopbackEngine:
    """Everything under one condition, which is notified whenever something happens."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.tasks: dict[str, Task] = {}
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.most_locked = 0
        self.polling = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def connect(self) -> Engine:
        port = self._server.server_address[1]
        return Engine(
            EngineAddress(f"http://127.0.0.1:{port}{ROOT}"), Timeouts(call=2, poll_margin=2)
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, topic: str, variables: dict[str, Any] | None = None, **changes: Any) -> Task:
        with self.changed:
            task = Task(f"t{len(self.tasks) + 1}", topic, variables or {}, **changes)
            self.tasks[task.id] = task
            self.changed.notify_all()
            return task

    def until(self, condition: Callable[[], object], budget: float = 5.0) -> None:
        """Wait until something is so; loud when it does not become so."""
        with self.changed:
            # The short wait is for conditions that no request changes, such as a lock's end.
            end = time.monotonic() + budget
            while not condition():
                assert time.monotonic() < end, f"not within {budget} s; {self._recently()}"
                self.changed.wait(0.02)

    def _recently(self) -> str:
        said = [f"{each.verb} {each.task_id}" for each in self.calls if each.verb != "fetchAndLock"]
        return f"polls: {len(self.calls) - len(said)}, last calls: {said[-12:]}"

    def called(self, verb: str, task: Task | None = None) -> list[Call]:
        return [
            each
            for each in self.calls
            if each.verb == verb and (task is None or each.task_id == task.id)
        ]

    # what a request does

    def fetch(self, body: dict[str, Any]) -> Reply:
        end = time.monotonic() + body.get("asyncResponseTimeout", 0) / 1000
        topics = {each["topicName"]: each for each in body["topics"]}
        with self.changed:
            self.polling += 1
            self.changed.notify_all()
            try:
                while True:
                    free = [each for each in self.tasks.values() if each.free]
                    due = [each for each in free if each.topic in topics][: body["maxTasks"]]
                    left = end - time.monotonic()
                    if due or left <= 0:
                        return 200, [self._lock(each, body, topics[each.topic]) for each in due]
                    self.changed.wait(min(left, 0.02))
            finally:
                self.polling -= 1
                self.changed.notify_all()

    def _lock(self, task: Task, body: dict[str, Any], topic: dict[str, Any]) -> dict[str, Any]:
        task.worker = body["workerId"]
        task.deliveries += 1
        task.locked_until = time.monotonic() + topic["lockDuration"] / 1000
        locked = [each for each in self.tasks.values() if each.worker and not each.outcome]
        self.most_locked = max(self.most_locked, len(locked))
        wanted = topic.get("variables")
        return {
            "id": task.id,
            "topicName": task.topic,
            "processInstanceId": "p-" + task.id,
            "processDefinitionId": "d:1",
            "processDefinitionKey": "d",
            "activityId": "Task_A",
            "activityInstanceId": "Task_A:" + task.id,
            "businessKey": "C-" + task.id,
            "retries": task.retries,
            "priority": 0,
            "extensionProperties": task.properties,
            "variables": {
                name: typed
                for name, typed in task.variables.items()
                if wanted is None or name in wanted
            },
            **task.raw,
        }

    def report(self, verb: str, task_id: str, body: dict[str, Any]) -> Reply:
        with self.changed:
            task = self.tasks.get(task_id)
            if task is None or task.outcome:
                return 404, _said(f"External task with id {task_id} does not exist")
            if verb == "unlock":
                task.worker = None
                task.locked_until = 0.0
                return 204, None
            expired = task.locked_until <= time.monotonic()
            if task.worker != body["workerId"] and not (
                verb == "lock" and (expired or task.worker is None)
            ):
                return 400, _said(f"… by worker. It is locked by worker '{task.worker}'.")
            return self._owned(verb, task, body, expired=expired)

    def _owned(self, verb: str, task: Task, body: dict[str, Any], *, expired: bool) -> Reply:
        if verb == "complete":
            task.outcome = "completed"
        elif verb == "bpmnError":
            task.outcome = body["errorCode"]
        elif verb == "failure":
            task.failure = body
            task.retries = body["retries"]
            task.locked_until = time.monotonic() + body["retryTimeout"] / 1000
        elif verb == "extendLock" and expired:
            return 400, _said("Cannot extend a lock that expired: …")
        else:
            task.worker = body["workerId"]
            span = body.get("newDuration") or body.get("lockDuration") or 0
            task.locked_until = time.monotonic() + span / 1000
        return 204, None

    def locked_by(self, worker: str) -> Reply:
        with self.changed:
            now = time.monotonic()
            return 200, [
                {
                    "id": each.id,
                    "topicName": each.topic,
                    "activityId": "Task_A",
                    "processInstanceId": "p-" + each.id,
                }
                for each in self.tasks.values()
                if each.worker == worker and each.locked_until > now and not each.outcome
            ]

    def fault(self, verb: str) -> Fault | None:
        with self.changed:
            for each in self.faults:
                if each.verb == verb and each.times > 0:
                    each.times -= 1
                    return each
            return None


def _said(message: str) -> dict[str, Any]:
    return {"type": "RestException", "message": message, "code": 0}


def _handler(engine: LoopbackEngine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one segment per answer: Nagle and delayed ACK would cost 40 ms

        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            self._answer(engine.locked_by(query["workerId"][0]))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            *_, task_id, verb = urlsplit(self.path).path.split("/")
            fault = engine.fault(verb)
            if fault is None or fault.after_commit:
                reply = (
                    engine.fetch(body)
                    if verb == "fetchAndLock"
                    else engine.report(verb, task_id, body)
                )
            with engine.changed:
                engine.calls.append(Call(verb, task_id, body))
                engine.changed.notify_all()
            if fault is None:
                self._answer(reply)
            elif fault.status is None:
                self.close_connection = True  # the answer is lost on its way
            else:
                self._answer((fault.status, fault.body))

        def _answer(self, reply: Reply) -> None:
            status, payload = reply
            raw = b"" if payload is None else json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    return Handler
