"""Poison guard: a task that kills its process again and again becomes an incident.

Without it such a task would loop for ever, for the expiry of a lock costs no retry, and would
take its neighbours down with it each time. So each start is counted durably before the handler
runs, and the count is cleared when the process has outlived the run. A count is what is left
of runs that ended their process.
"""

from __future__ import annotations

from typing import Protocol

import structlog

from workers.contract import ExternalTask
from workers.runtime.report import Fail

_log = structlog.get_logger(__name__)


class StartCounts(Protocol):
    """Durable counts of starts by task id. Implementations are thread-safe.

    Workers that share a topic should share the counts, else each lets the task kill it
    ``limit`` times.
    """

    def started(self, task_id: str) -> int:
        """Count one more start, durably before this returns; how many there are now."""

    def clear(self, task_id: str) -> None:
        """The process has outlived the run."""


class PoisonGuard:
    """Decides by counted starts whether a task may run.

    Args:
        counts: where starts are counted; ``None`` guards nothing.
        limit: so many runs may end their process.
    """

    def __init__(self, counts: StartCounts | None, limit: int) -> None:
        self._counts = counts
        self._limit = limit

    def refusal(self, task: ExternalTask) -> Fail | None:
        """Count a start; the incident to report instead of it, if there were too many."""
        if self._counts is None or self._counts.started(task.id) <= self._limit:
            return None
        return Fail(
            f"{self._limit} runs of {task.topic} ended their worker process before it could "
            "report; find out why in the worker's log, then set retries",
            "",
            retries=0,
        )

    def outlived(self, task_id: str) -> None:
        """The process lives on after the run, however the run ended."""
        if self._counts is None:
            return
        try:
            self._counts.clear(task_id)
        except Exception as error:  # noqa: BLE001 - the task is reported; at worst it is refused later
            _log.error("starts.not_cleared", task_id=task_id, error=type(error).__name__)
