"""The threads that handlers run in."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from workers.runtime.library_log import LibraryLog
from workers.runtime.stack import frames

_log = LibraryLog(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, and how to give it back if it never starts."""

    run: Callable[[], None]
    release: Callable[[], None]


class Pool:
    """A fixed number of threads.

    They are daemons: a handler that hangs must not keep a stopped process alive, which
    ``concurrent.futures`` would.
    """

    def __init__(self, size: int, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def submit(self, job: Job) -> None:
        """Run a job as soon as a thread is free."""
        self._jobs.put(job)

    def release_waiting(self) -> int:
        """Give back every job that has not started; how many there were."""
        released = 0
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return released
            if job is not None:
                job.release()
                released += 1

    def stop(self) -> None:
        """Let each thread end after its present job; does not wait."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job.run()
            except BaseException as error:  # noqa: BLE001 - a thread less would be a slot less
                _log.error("pool.job_failed", error=type(error).__name__, stack=frames(error))
