"""What every Python peer shares: commands on stdin, moments of completion on stdout."""

from __future__ import annotations

import base64
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

LOCK_SECONDS: Final = 60
LONG_POLL_SECONDS: Final = 1
SLOW: Final = ".slow"
"""Topics whose names end so are served by a handler that waits."""
SLOW_SECONDS: Final = 2.0

URL: Final = os.environ["BENCH_URL"]
USER: Final = os.environ["BENCH_USER"]
PASSWORD: Final = os.environ["BENCH_PASSWORD"]
BASIC_LOGIN: Final = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
"""The value of the Authorization header."""


class Stamps:
    """The moments at which the answers to completes arrived, by topic. **Thread-safe.**

    Args:
        count: so many there will be.
    """

    def __init__(self, count: int, topics: Sequence[str]) -> None:
        self._left = count
        self._by_topic: dict[str, list[int]] = {topic: [] for topic in topics}
        self._guard = threading.Lock()

    def note(self, topic: str) -> None:
        """A task of this topic is completed now."""
        now = time.monotonic_ns()
        with self._guard:
            self._by_topic[topic].append(now)
            self._left -= 1

    @property
    def complete(self) -> bool:
        """Whether all are there."""
        return self._left <= 0

    def __str__(self) -> str:
        """The answer to a command."""
        return json.dumps({"stamps": self._by_topic})


def serve(drain: Callable[[int, Sequence[str]], Stamps]) -> None:
    """Answer commands until stdin ends.

    Args:
        drain: completes so many tasks of these topics.

    Raises:
        ValueError: a command is none.
        RuntimeError: ``drain`` ended before all were completed.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        command, count, *topics = line.split()
        if command != "drain" or not topics:
            raise ValueError(f"not understood: {line}")
        stamps = drain(int(count), topics)
        if not stamps.complete:
            raise RuntimeError("fewer tasks were completed than asked for")
        print(stamps, flush=True)
