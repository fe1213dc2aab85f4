"""A worker process whose handler ends the process: ``python -m tests.worker.killer TOPIC FILE``."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from workers.contract import Variables, handler
from workers.engine import Engine, EngineAddress
from workers.runtime import DirectExecutor, RuntimeSettings, SqliteStartCounts, Worker


class Nothing(Variables):
    pass


def main(topic: str, counts: str) -> None:
    """Serve one topic until its handler kills this process."""

    @handler(topic, label="试")
    def kill(data: Nothing, desk: object) -> Nothing:
        """End the process as a crash of native code would."""
        os._exit(9)

    address = EngineAddress(
        os.environ["PROBE_URL"], os.environ["PROBE_USER"], os.environ["PROBE_PASSWORD"]
    )
    Worker(
        Engine(address),
        [kill],
        DirectExecutor(None),
        starts=SqliteStartCounts(Path(counts)),
        settings=RuntimeSettings(
            lock_duration=timedelta(seconds=1), long_poll=timedelta(seconds=1), poison_limit=2
        ),
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
