"""Starts the instances, batch by batch over the run, each once whatever the engine is doing."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from tests.faults.workload import LAUNCHER, Nature
from workers.engine import Engine, EngineAddress, EngineError, Timeouts

_THREADS = 2
_BATCH = 25
"""Instances that begin in one transaction."""


class Starter:
    """Starts instances past the faults of the network, which are for workers only.

    Args:
        address: of the engine.
        natures: one instance of each; its business key says number and nature.
        span: seconds over which the starts are spread.
    """

    def __init__(self, address: EngineAddress, natures: Sequence[Nature], span: float) -> None:
        # A paused engine is waited for: given up, the call might be carried out all the same.
        # Who ends an engine cuts the connections, which else would hang as long.
        self._engine = Engine(address, Timeouts(call=90))
        self._natures = natures
        self._span = span
        self._threads = [
            threading.Thread(target=self._run, args=(number,), daemon=True)
            for number in range(_THREADS)
        ]
        self._began = 0.0
        self._cancelled = threading.Event()

    def start(self) -> None:
        """Begin."""
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()

    def wait(self, until: float) -> bool:
        """Whether all have started when the monotonic clock says ``until``, or before."""
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def cancel(self) -> None:
        """Start no more."""
        self._cancelled.set()

    def _run(self, first: int) -> None:
        for number in range(first * _BATCH, len(self._natures), _THREADS * _BATCH):
            due = self._began + self._span * number / len(self._natures)
            if self._cancelled.wait(max(due - time.monotonic(), 0)):
                return
            self._launch(number, self._natures[number : number + _BATCH])

    def _launch(self, first: int, natures: Sequence[Nature]) -> None:
        key = f"L-{first}"
        variables = {"prefix": "F-", "first": first, "natures": "".join(natures)}
        doubtful = False
        while not self._cancelled.is_set():
            try:
                if doubtful and self._engine.history.instances(
                    business_key=key, definition_key=LAUNCHER
                ):
                    return
                self._engine.instances.start(LAUNCHER, key, variables)
            except EngineError:
                doubtful = True
                self._cancelled.wait(0.3)
            else:
                return
