"""The workers as a process of their own, so that they can be killed and started apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from pydantic import SecretStr

from workers.cli.child_process import ChildPlan, ChildProcess, stop_leftover
from workers.cli.errors import Fault
from workers.cli.settings import PREFIX, Settings

STOP_PATIENCE: Final = timedelta(seconds=35)
"""Longer than the worker's own drain."""


@contextmanager
def worker_process(settings: Settings) -> Iterator[ChildProcess]:
    """Run ``sop work`` with exactly these settings until the end of the block."""
    pid_file = settings.folder.run / "worker.pid"
    stop_leftover(pid_file, STOP_PATIENCE)
    child = ChildProcess.start(
        ChildPlan(
            name="workers",
            command=[
                sys.executable,
                "-m",
                "workers.cli.main",
                "work",
                "--data",
                str(settings.data_dir.absolute()),
            ],
            environment=_environment(settings),
            log=settings.folder.logs / "workers.log",
            pid_file=pid_file,
            marker=f"work --data {settings.data_dir.absolute()}",
        )
    )
    try:
        yield child
    finally:
        child.stop(STOP_PATIENCE)


def check_worker(child: ChildProcess) -> None:
    """Make sure that the workers still run.

    Raises:
        Fault: they have ended.
    """
    if child.exit_code is not None:
        raise Fault(
            f"the workers have ended by themselves (exit {child.exit_code})",
            f"See {child.plan.log}.",
        )


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    kept |= {name: os.environ[name] for name in ("SOP_DEBUG", "SOP_HOME") if name in os.environ}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            kept[f"{PREFIX}{name.upper()}"] = str(value)
    kept["SOP_ENGINE_URL"] = settings.engine_address
    return kept
