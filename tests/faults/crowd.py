"""A crowd of worker processes and the supervisor that starts a dead one again."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.clock import Clock

_LOOK = 0.05
_PAUSE = 0.5
"""Seconds after which a dead worker is started again."""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Death:
    """A process has ended during the run; by the monotonic clock."""

    at: float
    worker: int
    pid: int
    code: int
    """Negative for a signal, as :class:`subprocess.Popen` has it."""
    ordered: float | None
    """When SIGTERM was sent, if it was."""

    @property
    def in_order(self) -> bool:
        """A clean end after SIGTERM."""
        return self.ordered is not None and self.code == 0


class Crowd:
    """So many processes of one command, each with a clock of its own.

    Args:
        command: what to run.
        environment: beside this process' own.
        clocks: one for each worker.
        library: what makes a process live by its clock.
        folder: where each process' talk goes.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        clocks: Sequence[Clock],
        library: Path,
        folder: Path,
    ) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self.clocks = clocks
        self._library = library
        self._folder = folder
        self._guard = threading.Lock()
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._ordered: dict[int, float] = {}
        self._stopping = threading.Event()
        self.deaths: list[Death] = []
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        """Start all, and watch over them."""
        for worker in range(len(self.clocks)):
            self._start(worker)
        self._supervisor.start()

    def signal(self, worker: int, number: signal.Signals) -> bool:
        """Send a signal; ``False`` if the worker is dead at the moment."""
        with self._guard:
            process = self._processes[worker]
            if process.poll() is not None:
                return False
            if number is signal.SIGTERM:
                self._ordered.setdefault(process.pid, time.monotonic())
            process.send_signal(number)
        return True

    def stop(self, patience: float) -> None:
        """End all for good, in order while the patience lasts."""
        self._stopping.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        processes = [self._processes[worker] for worker in sorted(self._processes)]
        for process in processes:
            process.terminate()
        end = time.monotonic() + patience
        for process in processes:
            try:
                process.wait(max(end - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, worker: int) -> None:
        environment = os.environ | self._environment
        environment |= self.clocks[worker].environment(str(self._library))
        with (self._folder / f"worker-{worker}.log").open("ab") as log:
            process = subprocess.Popen(
                self._command, env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        with self._guard:
            self._processes[worker] = process

    def _supervise(self) -> None:
        due: dict[int, float] = {}
        while not self._stopping.wait(_LOOK):
            now = time.monotonic()
            for worker, process in self._processes.items():
                if worker not in due and process.poll() is not None:
                    ordered = self._ordered.pop(process.pid, None)
                    self.deaths.append(Death(now, worker, process.pid, process.returncode, ordered))
                    due[worker] = now + _PAUSE
            for worker in [each for each, at in due.items() if at <= now]:
                del due[worker]
                self._start(worker)
