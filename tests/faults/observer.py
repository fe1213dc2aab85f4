"""Looks at the engine's locks all the time, past the proxy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workers.engine import Engine, EngineAddress, EngineError, Timeouts


@dataclass(frozen=True, slots=True)
class Seen:
    """A task that was locked when looked at; ``at`` by the monotonic clock."""

    at: float
    task_id: str
    worker_id: str
    lock_ends: float
    """When the lock ends, by the **monotonic** clock, if the engine's clock is stepped no more."""


class Observer:
    """Notes every second who holds what.

    Args:
        address: of the engine.
        ahead: by how many seconds the engine's clock is ahead at the moment.
    """

    def __init__(self, address: EngineAddress, ahead: Callable[[], int]) -> None:
        self._engine = Engine(address, Timeouts(connect=1, call=5))
        self._ahead = ahead
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.seen: list[Seen] = []

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(1):
            try:
                self._look()
            except EngineError:
                continue

    def _look(self) -> None:
        before, ahead = time.monotonic(), self._ahead()
        tasks = self._engine.external_tasks.find(locked=True)
        if ahead != self._ahead():
            return  # the clock was stepped meanwhile
        monotonic_to_engine = time.time() + ahead - time.monotonic()
        for task in tasks:
            if task.worker_id and isinstance(task.lock_expiration_time, datetime):
                ends = task.lock_expiration_time.timestamp() - monotonic_to_engine
                self.seen.append(Seen(before, task.id, task.worker_id, ends))
