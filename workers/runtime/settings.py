"""How one worker process works: how much at once, how long, how patiently."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import timedelta

from workers.runtime.retry import RetrySchedule

THREE_TRIES = RetrySchedule.parse("R3/PT5M")
"""The schedule of elements that name none."""


@dataclass(frozen=True, slots=True)
class RuntimeSettings:
    """Settings of one worker. Every span is a :class:`~datetime.timedelta`.

    Raises:
        ValueError: a setting that cannot work.
    """

    name: str = "sop"
    """Beginning of the worker id, as shown in Cockpit."""
    slots: int = 8
    """Handlers that run at the same time."""
    ahead: timedelta = timedelta(milliseconds=200)
    """So much work, at the present rate, may be locked before its turn, so that a fetch brings a
    batch; at most a third of the lock. With 0 never more tasks are locked than can run."""
    lock_duration: timedelta = timedelta(seconds=60)
    """After a crash a task waits at most this long; a living worker extends its locks."""
    long_poll: timedelta = timedelta(seconds=15)
    """How long the engine holds an empty fetch; 10 to 20 s outside tests."""
    default_retry: RetrySchedule = THREE_TRIES
    """For elements without the extension property ``retries``."""
    drain: timedelta = timedelta(seconds=30)
    """How long a stop waits for running handlers; longer than ``long_poll``."""
    longest_backoff: timedelta = timedelta(seconds=30)
    """Upper limit of the jittered wait after an error of the engine."""
    use_priority: bool = True
    """Fetch tasks of high priority first."""
    oldest_first: bool = True
    """Within a priority, fetch the oldest task first, else the youngest."""
    fair_topics: bool = True
    """Give every topic its turn while there is backlog; ``False`` keeps to priority and age."""
    poison_limit: int = 3
    """A task whose run has ended this many processes becomes an incident; needs ``starts``."""
    report_tries: int = 5
    """Tries of a report that the engine answers with 500 before it becomes a failure."""

    def __post_init__(self) -> None:
        if self.slots < 1:
            raise ValueError("slots: at least one handler must be able to run")
        if self.lock_duration <= timedelta():
            raise ValueError("lock_duration: a lock needs a duration")
        if self.ahead < timedelta():
            raise ValueError("ahead: 0 or a time")
        if self.poison_limit < 1:
            raise ValueError("poison_limit: a task is started at least once")
        if self.report_tries < 1:
            raise ValueError("report_tries: a report is tried at least once")


def new_worker_id(name: str) -> str:
    """An id that no other process has: the engine tells owners apart by nothing else."""
    return f"{name}-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
