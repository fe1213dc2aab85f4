"""What a worker loads that opens no database file, no port and no model."""

from __future__ import annotations

import subprocess
import sys

LIBRARIES = ("prometheus_client", "sqlite3", "xml.etree.ElementTree")


def test_a_bare_worker_does_without() -> None:
    program = (
        "import sys; from workers.runtime import Worker; "
        f"print([each for each in {LIBRARIES!r} if each in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
