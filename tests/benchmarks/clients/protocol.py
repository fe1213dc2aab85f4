"""What a peer says to the benchmark: lines on its standard input and output.

A peer writes ``ready``, then reads commands ``drain COUNT TOPIC…``. For each it works on these
topics until COUNT tasks are completed, stops, and writes ``{"stamps": {"TOPIC": [ns, …]}}``: the
monotonic clock's reading after the answer to each completion. A topic that ends in ``.slow``
takes two seconds a task. The benchmark takes time and processor itself, so every peer, in
whatever language, is measured by the same ruler.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from workers.engine import EngineAddress

URL, USER, PASSWORD = "BENCH_URL", "BENCH_USER", "BENCH_PASSWORD"
SLOW = 2.0
"""Seconds that a task of a slow topic takes."""


class Stamps:
    """When each task was completed, and when the last one was. **Thread-safe.**"""

    def __init__(self, tasks: int) -> None:
        self._left = tasks
        self._guard = threading.Lock()
        self._stamps: dict[str, list[int]] = defaultdict(list)
        self.over = threading.Event()

    def done(self, topic: str) -> None:
        """The engine has answered to a completion just now."""
        now = time.monotonic_ns()
        with self._guard:
            self._stamps[topic].append(now)
            self._left -= 1
            if self._left <= 0:
                self.over.set()

    def said(self) -> str:
        """As a line."""
        with self._guard:
            return json.dumps({"stamps": self._stamps})


Drain = Callable[[EngineAddress, Sequence[str], Stamps], None]
"""Works on topics until the stamps are over, then stops."""


def is_slow(topic: str) -> bool:
    """Whether a task of this topic takes :data:`SLOW` seconds."""
    return topic.endswith(".slow")


def serve(drain: Drain) -> None:
    """Be a peer until the standard input ends."""
    address = EngineAddress(os.environ[URL], os.environ[USER], os.environ[PASSWORD])
    print("ready", flush=True)
    for line in sys.stdin:
        _, count, *topics = line.split()
        stamps = Stamps(int(count))
        drain(address, topics, stamps)
        print(stamps.said(), flush=True)
