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

_MEAN_GAP = 3.0
"""Seconds between two faults, on average."""
_SPAN = 60.0
"""Seconds of bad luck from each start: a last mail that waits ever longer must get through."""
LOST = {
    "/complete": "an answer to a completion lost",
    "/fetchAndLock": "an answer to a fetch lost",
    "/mail": "the mail server's answer lost",
}
"""End of a request's path → what the loss of its answer is called in the log."""


class Misfortune:
    """Draws faults for two proxies, for a minute."""

    def __init__(self, log: Path, seed: int) -> None:
        self._log = log
        self._chance = random.Random(seed)

    @contextmanager
    def worker_process(self, settings: Settings) -> Iterator[ChildProcess]:
        """In place of the shipped one: the same, behind proxies."""
        engine = urlsplit(str(settings.engine_url))
        rest = FaultProxy((str(engine.hostname), int(engine.port or 80)), on_loss=self._lost)
        smtp = FaultProxy((settings.smtp_host, settings.smtp_port), on_loss=self._lost)
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
        def cut() -> None:
            rest.cut()
            note(self._log, "connections to the engine cut")

        faults: list[Callable[[], None]] = [
            cut,
            lambda: rest.lose_answers(2, "/complete"),
            lambda: rest.lose_answers(1, "/fetchAndLock"),
            lambda: smtp.lose_answers(1, "/mail"),
        ]
        end = time.monotonic() + _SPAN
        while time.monotonic() < end:
            time.sleep(self._chance.expovariate(1 / _MEAN_GAP))
            self._chance.choice(faults)()

    def _lost(self, path_end: str) -> None:
        """An answer has been lost just now; an order to lose one is no fault yet."""
        note(self._log, LOST[path_end])


def note(log: Path, what: str) -> None:
    """Add a line to the log of faults."""
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([time.time(), what]) + "\n")


if __name__ == "__main__":
    misfortune = Misfortune(Path(sys.argv[1]), int(sys.argv[2]))
    sys.argv = ["sop", *sys.argv[3:]]
    with patch.object(stage, "worker_process", misfortune.worker_process):
        main()
