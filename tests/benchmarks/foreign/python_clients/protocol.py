"""What every Python peer shares: commands on stdin, moments of completion on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

LOCK_SECONDS: Final = 60
LONG_POLL_SECONDS: Final = 1
SLOW: Final = ".slow"
"""Topics whose names end so are served by handlers that wait."""
SLOW_SECONDS: Final = 2.0

URL: Final = os.environ["BENCH_URL"]
USER: Final = os.environ["BENCH_USER"]
PASSWORD: Final = os.environ["BENCH_PASSWORD"]


def serve(drain: Callable[[int, Sequence[str]], dict[str, list[int]]]) -> None:
    """Answer commands until stdin ends.

    Args:
        drain: completes so many tasks of these topics; gives, by topic, the moments
            (``time.monotonic_ns``) at which the answers to the completes arrived.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        command, count, *topics = line.split()
        if command != "drain" or not topics:
            raise ValueError(f"not understood: {line}")
        print(json.dumps({"stamps": drain(int(count), topics)}), flush=True)
