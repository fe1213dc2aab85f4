"""A worker as a process of its own: ``python -m tests.worker.lab BEHAVIOUR TOPIC FOLDER``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from workers.contract import Variables, handler
from workers.engine import Engine, EngineAddress
from workers.runtime import DirectExecutor, RuntimeSettings, Worker
from workers.runtime.sqlite_starts import SqliteStartCounts


class Nothing(Variables):
    pass


def die(_folder: Path) -> None:
    """End the process as a crash of native code would."""
    os._exit(9)


def slow(_folder: Path) -> None:
    """Take a little longer than a stop order."""
    time.sleep(2)


def hang(_folder: Path) -> None:
    """Never end."""
    time.sleep(3600)


BEHAVIOURS: dict[str, Callable[[Path], None]] = {"die": die, "slow": slow, "hang": hang}


def main(behaviour: str, topic: str, folder: Path) -> None:
    """Serve one topic until stopped; ``FOLDER/started`` tells that a handler runs."""

    @handler(topic, label="试")
    def work(data: Nothing, desk: object) -> Nothing:
        """Do as told on the command line."""
        (folder / "started").touch()
        BEHAVIOURS[behaviour](folder)
        return Nothing()

    address = EngineAddress(
        os.environ["PROBE_URL"], os.environ["PROBE_USER"], os.environ["PROBE_PASSWORD"]
    )
    Worker(
        Engine(address),
        [work],
        DirectExecutor(None),
        starts=SqliteStartCounts(folder / "starts.sqlite"),
        settings=RuntimeSettings(
            lock_duration=timedelta(seconds=1 if behaviour == "die" else 30),
            long_poll=timedelta(seconds=1),
            poison_limit=2,
        ),
    ).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
