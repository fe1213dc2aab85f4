"""Orders to the thread that runs a worker, given by signals and by other threads."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Order(Enum):
    """What a worker is told."""

    STOP = "stop"
    """Once: finish what runs and end. Twice: end at once."""
    LOOK = "look"
    """Something has changed: look again."""


class StopOrders:
    """A mailbox. ``SimpleQueue.put`` is the one primitive that a signal handler may use."""

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()

    def stop(self) -> None:
        """Order a stop; again, an end at once."""
        self._orders.put(Order.STOP)

    def look(self) -> None:
        """Wake the worker."""
        self._orders.put(Order.LOOK)

    def wait(self, seconds: float | None = None) -> Order | None:
        """The next order, ``None`` if none came in time."""
        try:
            return self._orders.get(timeout=seconds)
        except queue.Empty:
            return None

    @contextmanager
    def from_signals(self) -> Iterator[None]:
        """Take SIGTERM and SIGINT as stop orders, if this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def order(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        before = {each: signal.signal(each, order) for each in _SIGNALS}
        try:
            yield
        finally:
            for number, action in before.items():
                signal.signal(number, action)
