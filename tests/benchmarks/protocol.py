"""What a peer in Python says to the benchmark: lines on its standard input and output.

A peer writes ``ready``, then reads commands ``drain COUNT TOPIC…``. For each it works on these
topics until COUNT tasks are completed, stops, and writes ``{"stamps": {"TOPIC": [ns, …]}}``: the
monotonic clock's reading after the answer to each completion. A topic that ends in ``.slow``
takes two seconds a task. The benchmark takes time and processor itself, so every peer, in
whatever language, is measured by the same ruler.

Standard library only, as peers by other people run in virtual environments of their own.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence

URL, USER, PASSWORD = "BENCH_URL", "BENCH_USER", "BENCH_PASSWORD"
"""Variables that tell a peer where the engine is."""
LOCK_SECONDS = 60
LONG_POLL_SECONDS = 1
SLOW_SECONDS = 2.0
"""What a task of a slow topic takes."""


class Stamps:
    """When each task was completed, and when the last one was. **Thread-safe.**

    Args:
        count: so many there will be.
        topics: of these.
    """

    def __init__(self, count: int, topics: Sequence[str]) -> None:
        self.left = count
        """Tasks still to be completed."""
        self._by_topic: dict[str, list[int]] = {topic: [] for topic in topics}
        self._guard = threading.Lock()
        self.over = threading.Event()

    def note(self, topic: str) -> None:
        """The engine has answered to a completion just now."""
        now = time.monotonic_ns()
        with self._guard:
            self._by_topic[topic].append(now)
            self.left -= 1
            if self.left <= 0:
                self.over.set()

    def __str__(self) -> str:
        """The answer to a command."""
        return json.dumps({"stamps": self._by_topic})


Drain = Callable[[Sequence[str], Stamps], None]
"""Works on topics until the stamps are over, then stops."""


def is_slow(topic: str) -> bool:
    """Whether a task of this topic takes :data:`SLOW_SECONDS`."""
    return topic.endswith(".slow")


def serve(drain: Drain) -> None:
    """Be a peer until the standard input ends.

    Raises:
        ValueError: a command is none.
        RuntimeError: ``drain`` has ended before all tasks were completed.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        command, count, *topics = line.split()
        if command != "drain" or not topics:
            raise ValueError(f"not understood: {line}")
        stamps = Stamps(int(count), topics)
        drain(topics, stamps)
        if not stamps.over.is_set():
            raise RuntimeError("fewer tasks were completed than asked for")
        print(stamps, flush=True)


def in_threads(parts: Sequence[Callable[[], None]]) -> None:
    """Run all until all have ended. An error ends the process, or the others would cover for it."""

    def run(part: Callable[[], None]) -> None:
        try:
            part()
        except BaseException:  # noqa: BLE001 - told right here
            traceback.print_exc()
            os._exit(1)

    threads = [threading.Thread(target=run, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
