"""What a team tells the kit about its project, once, in a fixture named ``scenario_project``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from workers.contract import Executor, Handler
from workers.engine import Engine
from workers.testing.clock import CaseClocks, NoCaseClocks
from workers.testing.staff import Staff

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
A_WORKING_MONDAY: Final = datetime(2030, 3, 4, 9, tzinfo=SHANGHAI)
"""Where virtual time begins unless said otherwise. It must not lie in the past, and a fixed day
makes every run meet the same holidays.
"""


def _at_rest() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Project:
    """Models, people and workers under test."""

    deployments: Mapping[str, Sequence[Path]]
    """Files by name of deployment: each process together with its tables and forms."""
    staff: Mapping[str, Sequence[str]] | Staff = field(default_factory=dict)
    """User ids by group id, made for the tests; or people who exist already."""
    # Any: handlers of every input, output and desk.
    handlers: Sequence[Handler[Any, Any, Any]] = ()
    """What works on external tasks; topics without a handler are mocked or stay waiting."""
    executor: Executor | None = None
    """Runs the handlers; needed if there are any."""
    worker_engine: Engine | None = None
    """The engine with the workers' own login; otherwise the administrator's is used."""
    usual: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """What people enter at a user task unless a scenario says otherwise, by element id."""
    performers: Mapping[str, str] = field(default_factory=dict)
    """Who performs a user task unless a scenario says otherwise, by element id; for all others it
    is the assignee or the first candidate."""
    clocks: CaseClocks = field(default_factory=NoCaseClocks)
    """Where handlers read the time of a case."""
    begin: datetime = A_WORKING_MONDAY
    """The first instant of every scenario."""
    zone: tzinfo = SHANGHAI
    """In which times are told."""
    patience: timedelta | None = None
    """Set where workers run elsewhere, in processes of their own: how long the kit waits for one of
    them to finish a task. Their clocks must follow :attr:`clocks`."""
    after_step: Callable[[], int] = _at_rest
    """Called when the engine rests, for example to send queued mails; how much it did."""

    def __post_init__(self) -> None:
        if self.handlers and self.executor is None:
            raise ValueError("a project with handlers needs the executor that runs them")
        if self.begin.tzinfo is None:
            raise ValueError("begin: an instant needs its time zone")
