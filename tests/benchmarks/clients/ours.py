"""Our worker, as it comes out of the box, with a log of warnings."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import timedelta
from time import sleep
from typing import Any

import structlog

from tests.benchmarks.clients import engine_address
from tests.benchmarks.protocol import LONG_POLL_SECONDS, SLOW_SECONDS, Stamps, is_slow, serve
from workers.contract import Handler, Variables, handler
from workers.engine import Engine
from workers.runtime import DirectExecutor, RuntimeSettings, Subscription, Worker

_OF_A_SLOW_TOPIC = 2
_SETTINGS = RuntimeSettings()


class Given(Variables):
    text: str
    count: int
    share: float
    urgent: bool
    amount: str
    order: dict[str, Any]


class Result(Variables):
    result: str


def drain(topics: Sequence[str], stamps: Stamps) -> None:
    """One worker; a slow topic has two places, in addition to those of all others."""
    slow = [topic for topic in topics if is_slow(topic)]
    worker = Worker(
        Engine(engine_address()),
        [
            Subscription(serving(topic), slots=_OF_A_SLOW_TOPIC if topic in slow else None)
            for topic in topics
        ],
        DirectExecutor(None),
        settings=RuntimeSettings(
            slots=_SETTINGS.slots + _OF_A_SLOW_TOPIC * len(slow),
            long_poll=timedelta(seconds=LONG_POLL_SECONDS),
        ),
        on_report=lambda task, *_: stamps.note(task.topic),
    ).start()
    stamps.over.wait()
    worker.stop()


def serving(topic: str) -> Handler[Given, Result, None]:
    @handler(topic, label=topic)
    def work(_given: Given, _desk: None) -> Result:
        """Answer at once, or slowly."""
        if is_slow(topic):
            sleep(SLOW_SECONDS)
        return Result(result="done")

    return work


if __name__ == "__main__":
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        # The standard output belongs to the protocol.
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    serve(drain)
