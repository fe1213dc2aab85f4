"""Handlers for tests, without any business."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from workers.contract import Completion, Context, ErrorCode, Handler, Outcome, Variables, handler

SECRET = "张三 13800000000"


class Given(Variables):
    text: str = ""
    amount: int = 0


class Told(Variables):
    echo_text: str | None = None
    count: int = 0


def doing(
    action: Callable[[Given], Told | None], topic: str = "probe.work"
) -> Handler[Given, Told, Any]:
    """A handler that does what the test says."""

    @handler(topic, label="试", errors=(ErrorCode("NO_STOCK", "缺货"),))
    def work(data: Given, desk: object) -> Told:
        """Do what the test says."""
        return action(data) or Told(echo_text=data.text)

    return work


def counting(action: Callable[[Given], Told | None]) -> tuple[Handler[Given, Told, Any], list[str]]:
    """A handler, and the list of the texts that it was run with."""
    runs: list[str] = []

    def counted(data: Given) -> Told | None:
        runs.append(data.text)
        return action(data)

    return doing(counted), runs


class WatchingExecutor:
    """Holds every task until it is cancelled or let go."""

    def __init__(self) -> None:
        self.running = threading.Event()
        self.let_go = threading.Event()
        self.cancelled = threading.Event()
        self.context: Context | None = None

    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        self.context = context
        self.running.set()
        while not self.let_go.wait(0.01):
            if context.cancelled:
                self.cancelled.set()
                context.ensure_owned()
        return Completion({"done": True})


def text(value: str) -> dict[str, object]:
    """The variables of a task."""
    return {"text": value}
