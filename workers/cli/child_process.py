"""A process that we start, watch and stop; it never outlives us for long.

Each child leads a session of its own, so that a Ctrl-C in the terminal reaches only us and we
stop the children in order. On Linux the kernel sends a child SIGTERM when we die without a
word. A file with its id remains meanwhile, so that what a killed run left behind is found.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from workers.cli.data_folder import write_private
from workers.cli.errors import Fault
from workers.cli.interruption import SIGNALS, shielded

_TICK: Final = 0.05
_TAIL_LINES: Final = 15
_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """What to start. ``marker`` is a word of its command line that no other process has."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    pid_file: Path
    marker: str


class ChildProcess:
    """A running child."""

    def __init__(self, plan: ChildPlan, process: subprocess.Popen[bytes]) -> None:
        self.plan = plan
        self._process = process

    @classmethod
    def start(cls, plan: ChildPlan) -> ChildProcess:
        """Start it. Call from the main thread: the kernel ties the child to the thread.

        Raises:
            Fault: the program cannot be started.
        """
        with shielded():
            try:
                with plan.log.open("ab") as log:
                    process = subprocess.Popen(  # noqa: S603 - our own command lines
                        list(plan.command),
                        env=dict(plan.environment),
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                        preexec_fn=_tie_to_parent(),  # noqa: PLW1509 - two system calls, no locks
                    )
            except OSError as error:
                raise Fault(f"the {plan.name} cannot be started ({error.strerror})") from None
            child = cls(plan, process)
            write_private(plan.pid_file, json.dumps({"pid": process.pid, "marker": plan.marker}))
        return child

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; ``None`` while it runs."""
        return self._process.poll()

    def stop(self, patience: timedelta) -> None:
        """Ask it to end, and kill it when it has not ended in time. Never raises."""
        with shielded():
            if self._process.poll() is None:
                self._process.terminate()
                try:
                    self._process.wait(patience.total_seconds())
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            self.plan.pid_file.unlink(missing_ok=True)

    def last_words(self) -> str:
        """The end of its log."""
        try:
            text = self.plan.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-_TAIL_LINES:])


def stop_leftover(pid_file: Path, patience: timedelta) -> int | None:
    """Stop a child that a killed run left behind; answers its id.

    A process is ours only if its command line still carries the marker: ids are used again.
    """
    try:
        kept = json.loads(pid_file.read_text(encoding="utf-8"))
        pid, marker = int(kept["pid"]), str(kept["marker"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    found = marker in command_line(pid)
    if found:
        _end(pid, marker, patience)
    pid_file.unlink(missing_ok=True)
    return pid if found else None


def command_line(pid: int) -> str:
    """Arguments of a process, separated by blanks; empty if there is none of that id."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    listed = subprocess.run(  # noqa: S603 - a number is the only argument
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607 - wherever the system has it
        capture_output=True,
        text=True,
        check=False,
    )
    return listed.stdout.strip()


def _end(pid: int, marker: str, patience: timedelta) -> None:
    for number, wait in ((signal.SIGTERM, patience.total_seconds()), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + wait
        # A child of somebody else cannot be waited for, only looked at.
        while time.monotonic() < deadline:
            if marker not in command_line(pid):
                return
            time.sleep(_TICK)


def _tie_to_parent() -> Callable[[], None]:
    # All that needs memory or an import is done here, before the fork.
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    parent = os.getpid()

    def tie() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return tie
