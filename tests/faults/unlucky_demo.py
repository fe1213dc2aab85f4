"""``sop demo`` with a bad network: ``python -m tests.faults.unlucky_demo LOG SEED ARGUMENT…``.

Between its workers and its engine, and between its workers and its mail server, stand proxies that
cut connections and lose answers at seeded times. Each fault is noted in LOG with the wall clock's
time, which is also that of the mails' delivery.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

from tests.faults.proxy import FaultProxy
from workers.cli import stage
from workers.cli.child_process import ChildProcess
from workers.cli.main import main
from workers.cli.settings import Settings
from workers.cli.worker_process import worker_process

_MEAN_GAP = 2.5
"""Seconds between two faults, on average."""


class Misfortune:
    """Draws faults for two proxies until the process ends."""

    def __init__(self, log: Path, seed: int) -> None:
        self._log = log
        self._chance = random.Random(seed)

    @contextmanager
    def worker_process(self, settings: Settings) -> Iterator[ChildProcess]:
        """In place of the shipped one: the same, behind proxies."""
        engine = urlsplit(str(settings.engine_url))
        rest = FaultProxy((str(engine.hostname), int(engine.port or 80)))
        smtp = FaultProxy((settings.smtp_host, settings.smtp_port))
        threading.Thread(target=self._befall, args=(rest, smtp), daemon=True).start()
        behind = {
            "engine_url": f"http://127.0.0.1:{rest.port}{engine.path}",
            "smtp_port": smtp.port,
            # A killed worker's tasks come back the sooner.
            "lock_seconds": 10,
        }
        with worker_process(
            Settings.model_validate({**settings.model_dump(), **behind})
        ) as running:
            yield running

    def _befall(self, rest: FaultProxy, smtp: FaultProxy) -> None:
        faults: list[tuple[str, Callable[[], None]]] = [
            ("connections to the engine cut", rest.cut),
            ("answers to completions lost", lambda: rest.lose_answers(2, "/complete")),
            ("answers to fetches lost", lambda: rest.lose_answers(1, "/fetchAndLock")),
            ("the mail server's answer lost", lambda: smtp.lose_answers(1, "/mail")),
        ]
        while True:
            time.sleep(self._chance.expovariate(1 / _MEAN_GAP))
            name, befall = self._chance.choice(faults)
            befall()
            note(self._log, name)


def note(log: Path, what: str) -> None:
    """Add a line to the log of faults."""
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([time.time(), what]) + "\n")


if __name__ == "__main__":
    misfortune = Misfortune(Path(sys.argv[1]), int(sys.argv[2]))
    sys.argv = ["sop", *sys.argv[3:]]
    with patch.object(stage, "worker_process", misfortune.worker_process):
        main()
