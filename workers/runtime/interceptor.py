"""Seams of the runtime, as chains: each interceptor does something and calls what comes next.

Four things are passed through: a fetch, the run of a handler, the delivery of its report and
the extension of a lock. An interceptor overrides what it cares about, may look at the input,
hand on another one (``dataclasses.replace``), look at the result, or not proceed at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from workers.contract import Context, ExternalTask, Handler, Outcome
from workers.engine import Batch, FetchRequest
from workers.runtime.report import Delivered, Report

C = TypeVar("C")
R = TypeVar("R")

Proceed = Callable[[C], R]
"""What comes next in a chain."""


@dataclass(frozen=True, slots=True)
class FetchInput:
    """One request for tasks; repeated requests are passed through one by one."""

    request: FetchRequest


@dataclass(frozen=True, slots=True)
class ExecuteInput:
    """One run of a handler."""

    # Any: a handler of every input, output and desk.
    handler: Handler[Any, Any, Any]
    context: Context


@dataclass(frozen=True, slots=True)
class DeliverInput:
    """What is to be told to the engine about one task, with all repetitions."""

    task: ExternalTask
    report: Report


@dataclass(frozen=True, slots=True)
class ExtendInput:
    """One extension of a lock.

    ``margin`` is what was certainly left of the lock when the extension was asked for, in
    seconds; negative when the lock may have run out before.
    """

    task: ExternalTask
    margin: float


class Extension(Enum):
    """What became of a lock that was to be extended."""

    GRANTED = "granted"
    LOST = "lost"
    """Another worker has the task, or it is gone."""
    UNANSWERED = "unanswered"
    """The engine did not answer; tried again while the lock lasts."""
    NOT_NEEDED = "not_needed"
    """The task's own report has ended it meanwhile."""
    RUN_OUT = "run_out"
    """The engine did not answer for as long as the lock lasted."""


class Interceptor:
    """Proceeds with everything; override what you care about.

    Called from the threads of the worker, so it must be thread-safe. An exception from
    ``execute`` counts as the handler's own; anywhere else it is a fault of the program.
    """

    def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
        """Around each request for tasks; raises :class:`~workers.engine.EngineError`."""
        return proceed(call)

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        """Around each run of a handler; its exceptions pass through."""
        return proceed(call)

    def deliver(self, call: DeliverInput, proceed: Proceed[DeliverInput, Delivered]) -> Delivered:
        """Around the delivery of each report."""
        return proceed(call)

    def extend(self, call: ExtendInput, proceed: Proceed[ExtendInput, Extension]) -> Extension:
        """Around each extension of a lock."""
        return proceed(call)


def chain(steps: Sequence[Callable[[C, Proceed[C, R]], R]], last: Proceed[C, R]) -> Proceed[C, R]:
    """One callable that passes through all steps, the first outermost, and ends in ``last``."""
    for step in reversed(steps):
        last = partial(_through, step, last)
    return last


def _through(step: Callable[[C, Proceed[C, R]], R], proceed: Proceed[C, R], call: C) -> R:
    return step(call, proceed)
