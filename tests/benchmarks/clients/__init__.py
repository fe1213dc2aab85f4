"""The peers that are written in Python on our own libraries, each a program of its own."""

from __future__ import annotations

import os

from tests.benchmarks.protocol import PASSWORD, URL, USER
from workers.engine import EngineAddress


def engine_address() -> EngineAddress:
    """Where the benchmark says that the engine is."""
    return EngineAddress(os.environ[URL], os.environ[USER], os.environ[PASSWORD])
