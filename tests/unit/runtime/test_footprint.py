"""What a worker loads that opens no database file, no port and no model."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("library", ["prometheus_client", "sqlite3", "xml.etree.ElementTree"])
def test_a_bare_worker_does_without(library: str) -> None:
    program = f"import sys; from workers.runtime import Worker; print({library!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n"
