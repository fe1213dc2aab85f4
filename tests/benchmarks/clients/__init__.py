"""The peers that are written in Python on our own libraries, each a program of its own."""

from __future__ import annotations

import os
import sys

from tests.benchmarks.protocol import PASSWORD, URL, USER
from workers.engine import EngineAddress

# Only development tools bring it, and structlog loads it where it is: 3 MiB that no deployed
# worker has.
sys.modules["rich"] = None  # type: ignore[assignment]


def engine_address() -> EngineAddress:
    """Where the benchmark says that the engine is."""
    return EngineAddress(os.environ[URL], os.environ[USER], os.environ[PASSWORD])
