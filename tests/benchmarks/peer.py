"""A peer as the benchmark sees it: a process that is told to drain, and what that costs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.protocol import PASSWORD, URL, USER
from workers.engine import EngineAddress

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST = 600.0
"""Seconds after which a peer that does not answer has failed."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is measured, and how it is set up."""

    name: str
    configuration: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain took."""

    began: int
    """Reading of the monotonic clock when the peer was told, in nanoseconds."""
    stamps: Mapping[str, Sequence[int]]
    """Topic → the clock's reading after each completion."""
    cpu: float
    """Seconds of the peer's processor."""

    @property
    def seconds(self) -> float:
        """From the command to the last completion."""
        return (max(map(max, self.stamps.values())) - self.began) / 1e9


class RunningPeer:
    """A started process of a peer."""

    def __init__(self, peer: Peer, process: subprocess.Popen[str]) -> None:
        self.peer = peer
        self._process = process

    def told(self, tasks: int, topics: Sequence[str]) -> Ordered:
        """Tell it to drain, and go on; the answer is asked for later."""
        cpu, began = processor_seconds(self._process.pid), time.monotonic_ns()
        self._write(f"drain {tasks} {' '.join(topics)}\n")
        return Ordered(self, cpu, began)

    def drain(self, tasks: int, topics: Sequence[str]) -> Drained:
        """Tell it to drain, and wait until it has."""
        return self.told(tasks, topics).answer()

    @property
    def resident(self) -> float:
        """Most memory it has had in use so far, in MiB."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"{self.peer.name} has ended")

    def answer(self, cpu: float, began: int) -> Drained:
        """Read what it says about a drain."""
        stamps = json.loads(self.line())["stamps"]
        spent = processor_seconds(self._process.pid) - cpu
        return Drained(began, stamps, spent)

    def line(self) -> str:
        """Its next line.

        Raises:
            RuntimeError: it has ended, or says nothing for too long.
        """
        assert self._process.stdout
        watchdog = threading.Timer(_LONGEST, self._process.kill)
        watchdog.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line:
            raise RuntimeError(f"{self.peer.name} has ended without an answer; see above")
        return line

    def _write(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line)
        self._process.stdin.flush()


@dataclass(frozen=True, slots=True)
class Ordered:
    """A drain that is under way."""

    running: RunningPeer
    cpu: float
    began: int

    def answer(self) -> Drained:
        """Wait for its end."""
        return self.running.answer(self.cpu, self.began)


@contextmanager
def started(peer: Peer, address: EngineAddress) -> Iterator[RunningPeer]:
    """Start a peer's process, wait until it is ready, and end it with the block."""
    process = subprocess.Popen(
        peer.command,
        cwd=ROOT,
        env=os.environ
        | {
            URL: address.url,
            USER: str(address.user),
            PASSWORD: str(address.password),
            "OPENBLAS_NUM_THREADS": "1",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        running = RunningPeer(peer, process)
        if running.line().strip() != "ready":
            raise RuntimeError(f"{peer.name} does not say that it is ready")
        yield running
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def processor_seconds(pid: int) -> float:
    """What a process with all its threads has used of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def in_python(module: str, *arguments: str) -> tuple[str, ...]:
    """The command of a peer that is one of our own programs."""
    return (sys.executable, "-m", f"tests.benchmarks.clients.{module}", *arguments)
