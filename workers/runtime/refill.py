"""Fetches for topics that became free while a long poll without them is under way."""

from __future__ import annotations

import threading
import time

from workers.engine import EngineError
from workers.runtime.fetcher import Accept, Fetcher
from workers.runtime.held_task import Clock
from workers.runtime.library_log import LibraryLog
from workers.runtime.slots import Slots

_log = LibraryLog(__name__)


class Refill:
    """Asks once, without waiting, whenever a topic with a limit of its own frees a place.

    Only needed where a topic's limit is below the worker's slots: otherwise a fetch never
    leaves a topic out. The poller goes on as the one loop that waits for work.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        slots: Slots,
        accept: Accept,
        stopping: threading.Event,
        clock: Clock = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._slots = slots
        self._accept = accept
        self._stopping = stopping
        self._clock = clock

    def run(self) -> None:
        """Refill until the slots are closed."""
        while (ask := self._slots.reserve_freed()) is not None:
            try:
                if not self._stopping.is_set():
                    self._accept(self._fetcher.fetch(ask), self._clock())
            except EngineError as error:
                # The poller comes to the same topics soon, and it knows how to wait.
                _log.warning("refill.failed", error=type(error).__name__)
            finally:
                self._slots.finish(ask)
