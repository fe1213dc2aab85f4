"""Ctrl-C, SIGTERM and hang-up while something runs: everything is stopped, then the command ends.

Python raises ``KeyboardInterrupt`` between any two instructions, also between the start of a
child process and the note of its id. Here a signal raises only outside :func:`shielded`
sections; inside one it waits for the section's end. After the first signal, and while things
are being stopped, further ones are ignored.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """A signal asked us to end; ``code`` is the exit code that shells expect."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


class _State:
    """Handlers run in the main thread only, so no lock is needed."""

    depth = 0
    pending: int | None = None
    spent = False


@contextmanager
def interruptible() -> Iterator[None]:
    """Within this block signals raise :class:`Interrupted`, once. Main thread only."""
    before = {number: signal.signal(number, _handle) for number in SIGNALS}
    _State.depth, _State.pending, _State.spent = 0, None, False
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)


@contextmanager
def shielded() -> Iterator[None]:
    """A section that no signal breaks; one that came meanwhile is raised at its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _State.depth += 1
    try:
        yield
    finally:
        _State.depth -= 1
    if _State.depth == 0 and _State.pending is not None:
        number, _State.pending = _State.pending, None
        _raise(number)


def _handle(number: int, _frame: FrameType | None) -> None:
    if _State.spent:
        return
    if _State.depth:
        _State.pending = number
    else:
        _raise(number)


def _raise(number: int) -> None:
    _State.spent = True
    # Not through Python's streams: the signal may have come in the middle of a write to them.
    os.write(2, b"\nsop: stopping\n")
    raise Interrupted(number)
