"""Poison guard: a task that kills its process again and again becomes an incident.

Without it such a task would loop for ever, for the expiry of a lock costs no retry, and would
take its neighbours down with it each time. So each start is counted durably before the handler
runs, and the count is cleared when the process has outlived the run. A count is what is left
of runs that ended their process.

Whatever ran beside a killer has a count as well, and would come back beside it when their locks
run out together. So tasks that have a count run one at a time in a process: then each further
death tells of one task alone.
"""

from __future__ import annotations

import threading
from typing import Protocol

from workers.contract import ExternalTask
from workers.runtime.library_log import LibraryLog
from workers.runtime.report import Fail

_log = LibraryLog(__name__)


class StartCounts(Protocol):
    """Durable counts of starts by task id. Implementations are thread-safe.

    Workers that share a topic should share the counts, else each lets the task kill it
    ``limit`` times.
    """

    def starts(self, task_id: str) -> int:
        """How many starts are counted."""

    def started(self, task_id: str) -> int:
        """Count one more start, durably before this returns; how many there are now."""

    def clear(self, task_id: str) -> None:
        """The process has outlived the run."""


class PoisonGuard:
    """Decides by counted starts whether a task may run, and when. **Thread-safe.**

    Args:
        counts: where starts are counted; ``None`` guards nothing.
        limit: so many runs may end their process.
    """

    def __init__(self, counts: StartCounts | None, limit: int) -> None:
        self._counts = counts
        self._limit = limit
        self._suspects = threading.Lock()
        self._suspect: str | None = None

    def refusal(self, task: ExternalTask) -> Fail | None:
        """Count a start; the incident to report instead of it, if there were too many.

        Blocks while another task with a count runs; :meth:`ended` must follow.
        """
        if self._counts is None:
            return None
        if self._counts.starts(task.id):
            # Not counted while it waits: a death meanwhile is not its doing.
            self._suspects.acquire()
            self._suspect = task.id
        if self._counts.started(task.id) <= self._limit:
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

    def ended(self, task_id: str) -> None:
        """The run is over in every respect: let the next task with a count run."""
        if self._suspect == task_id:
            self._suspect = None
            self._suspects.release()
