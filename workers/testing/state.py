"""The parts of one scenario, joined: what its verbs move and its assertions read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from workers.engine import Engine
from workers.testing.clock import VirtualClock
from workers.testing.definitions import Definitions
from workers.testing.family import Family
from workers.testing.handler_loop import HandlerLoop
from workers.testing.job_watch import JobWatch
from workers.testing.plays import PlayList
from workers.testing.timers import TimerBook


@dataclass(frozen=True, slots=True)
class State:
    """One scenario."""

    engine: Engine
    """With a login that may read and do everything."""
    definitions: Definitions
    clock: VirtualClock
    family: Family
    timers: TimerBook
    loop: HandlerLoop
    plays: PlayList
    jobs: JobWatch
    zone: tzinfo
    """In which times are told."""

    @property
    def running(self) -> list[str]:
        """Ids of the instances that have not ended."""
        return [member.id for member in self.family.running]
