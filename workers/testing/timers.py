"""The timers of a scenario, due in virtual time, fired strictly in order.

The engine keeps due dates on its own clock. What they mean in virtual time depends on the kind of
timer (tried on Camunda 7.24, and compared with what it does in real time): a date is due at that
date; a duration runs from the instant at which the timer was made; a repeating timer begins at its
start date or one period after it was made, and its follow-ups lie one period after the firing
before. A due date that somebody moves is absolute: whoever moved it reckons in the time of the
case. A job that has failed and waits for its next try (``failedJobRetryTimeCycle``) is due that
long after the failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from workers.engine import Engine, EngineError
from workers.engine.jobs import Job, JobDefinition
from workers.testing.clock import KitError, duration
from workers.testing.definitions import Definitions
from workers.testing.job_watch import JobWatch

Kind = Literal["date", "duration", "cycle", "retry"]
_TIMER_JOB: Final = "timer-"
_INEXACT: Final = timedelta(seconds=2)
_VARIABLE: Final = re.compile(r"[$#]\{\s*(\w+)\s*\}")
_REPEAT: Final = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^P/][^/]*)/)?(?P<period>P[^/]+)")


@dataclass(slots=True)
class Timer:
    """One job with a due date. ``due`` is virtual, ``on_engine`` the date that the engine shows."""

    job_id: str
    activity_id: str
    process_definition_id: str
    process_instance_id: str
    kind: Kind
    due: datetime
    on_engine: datetime
    position: int
    """In which order the timers were made."""
    period: timedelta | None
    """Of a repeating timer."""
    suspended: bool = False
    retries: int = 1
    """Without any left it is an incident and waits for operations."""


@dataclass(frozen=True, slots=True)
class _Fired:
    """The firing whose follow-up is awaited: its place, virtual due date, date on the engine."""

    timer: Timer
    at: datetime


class TimerBook:
    """Every open timer of one scenario.

    Args:
        engine: with the job executor off, so that nobody else runs timers.
        definitions: the deployed models.
        watch: runs them.
    """

    def __init__(self, engine: Engine, definitions: Definitions, watch: JobWatch) -> None:
        self._engine = engine
        self._definitions = definitions
        self._watch = watch
        self._open: dict[str, Timer] = {}
        self._made = 0
        self._fired: _Fired | None = None
        self._failures: dict[str, datetime] = {}

    def look(self, jobs: Iterable[tuple[Job, JobDefinition]], now: datetime) -> None:
        """Learn what has become of the timers.

        Must be called after every step of the engine and before whoever might move a new
        timer, since only the first look tells when in virtual time it was made.

        Args:
            jobs: every open job that waits for an instant, with its definition.
            now: the present virtual instant.

        Raises:
            KitError: a kind of timer that has no meaning in virtual time.
        """
        seen: dict[str, Timer] = {}
        for job, definition in jobs:
            if job.due_date is None:
                continue
            timer = self._open.get(job.id)
            if timer is None:
                timer = self._made_now(job, definition, job.due_date, now)
            elif timer.on_engine != job.due_date:
                failed = job.id in self._failures
                timer.due = self._next_try(job.id, job.due_date, now) if failed else job.due_date
                timer.on_engine = job.due_date
            timer.suspended, timer.retries = job.suspended, job.retries
            seen[job.id] = timer
        self._open = seen
        self._fired = None
        self._failures.clear()

    @property
    def upcoming(self) -> list[Timer]:
        """The timers that will fire, the next one first."""
        awake = [each for each in self._open.values() if not each.suspended and each.retries]
        return sorted(awake, key=lambda each: (each.due, each.position))

    def fire(self, timer: Timer) -> str | None:
        """Run a timer now; answers the engine's words if that failed, else ``None``.

        A repeating timer is first moved to the present, follow-ups along with it: executed
        early without that, it would return with the same due date for ever.

        Raises:
            KitError: somebody else has fired it.
        """
        element = self._definitions.named(timer.process_definition_id, timer.activity_id)
        if timer.kind == "cycle":
            at = _milliseconds(datetime.now(UTC))
            self._watch.move(timer.job_id, at, element)
            self._fired = _Fired(timer, at)
        try:
            self._watch.execute(timer.job_id, element)
        except EngineError as error:
            self.note_failure(timer.job_id)
            return str(error)
        return None

    def note_failure(self, job_id: str) -> None:
        """A job has failed just now; the wait that the engine gives it counts from here."""
        self._failures[job_id] = datetime.now(UTC)

    def _next_try(self, job_id: str, on_engine: datetime, now: datetime) -> datetime:
        """The wait in whole seconds, as models write it: our clock is not quite the engine's."""
        failed = self._failures.get(job_id)
        wait = 0 if failed is None else round((on_engine - failed).total_seconds())
        return now + timedelta(seconds=max(wait, 0))

    def _made_now(
        self, job: Job, definition: JobDefinition, on_engine: datetime, now: datetime
    ) -> Timer:
        kind = _kind(definition)
        due, period = self._due(job, definition, kind, on_engine, now)
        self._made += 1
        return Timer(
            job_id=job.id,
            activity_id=definition.activity_id,
            process_definition_id=definition.process_definition_id,
            process_instance_id=str(job.process_instance_id),
            kind=kind,
            due=due,
            on_engine=on_engine,
            position=self._made,
            period=period,
        )

    def _due(
        self,
        job: Job,
        definition: JobDefinition,
        kind: Kind,
        on_engine: datetime,
        now: datetime,
    ) -> tuple[datetime, timedelta | None]:
        """The virtual due date, and the period of a repeating timer."""
        if kind == "retry":
            return self._next_try(job.id, on_engine, now), None
        if kind == "date":
            return on_engine, None
        span = on_engine - (job.create_time or datetime.now(UTC))
        if kind == "duration":
            return now + _exact(span, _whole_seconds(span)), None
        fired = self._fired
        if fired and fired.timer.period and _same_place(fired.timer, job, definition):
            period = fired.timer.period
            as_made = abs(on_engine - fired.at - period) < _INEXACT
            return (fired.timer.due + period if as_made else on_engine), period
        text = self._repetition(job, definition)
        found = _REPEAT.fullmatch(text)
        if found is None:
            raise KitError(
                f"{self._definitions.label(definition)}: {text!r} follows the engine's own clock "
                "and has no virtual due date; write an ISO 8601 repetition such as R/PT24H"
            )
        period = duration(found["period"])
        if found["start"] is None:
            return now + _exact(span, period), period
        start = _aware(found["start"])
        # Where it does not show its start, somebody moved it before we looked.
        due = (
            self._first_repetition(definition, found, start, now)
            if on_engine == start
            else on_engine
        )
        return due, period

    def _first_repetition(
        self, definition: JobDefinition, repeat: re.Match[str], start: datetime, now: datetime
    ) -> datetime:
        """As the engine does: what was missed is skipped, the next repetition is the first."""
        if start > now:
            return start
        period = duration(repeat["period"])
        missed = (now - start) // period + 1
        if repeat["times"] and missed > int(repeat["times"]):
            raise KitError(
                f"{self._definitions.label(definition)}: every repetition of {repeat[0]} lies "
                f"before {now.isoformat()}; an engine at that time would refuse it"
            )
        return start + missed * period

    def _repetition(self, job: Job, definition: JobDefinition) -> str:
        """The text of a repeating timer; of expressions only a plain variable can be read."""
        text = str(definition.job_configuration).removeprefix("CYCLE: ")
        variable = _VARIABLE.fullmatch(text)
        if variable is None:
            if "{" in text:
                raise KitError(
                    f"{self._definitions.label(definition)}: the kit cannot evaluate {text}; "
                    "put the repetition into a variable"
                )
            return text
        values: Mapping[str, object] = self._engine.instances.variables(
            str(job.process_instance_id)
        )
        return str(values.get(variable[1]))


def waits(job: Job, definition: JobDefinition) -> bool:
    """Whether a job runs at an instant and not at once: a timer, or a failed job's next try."""
    return definition.job_type.startswith(_TIMER_JOB) or job.due_date is not None


def _kind(definition: JobDefinition) -> Kind:
    if not definition.job_type.startswith(_TIMER_JOB):
        return "retry"
    configuration = str(definition.job_configuration)
    if configuration.startswith("CYCLE"):
        return "cycle"
    return "duration" if configuration.startswith("DURATION") else "date"


def _same_place(timer: Timer, job: Job, definition: JobDefinition) -> bool:
    return (
        timer.activity_id == definition.activity_id
        and timer.process_instance_id == job.process_instance_id
    )


def _aware(text: str) -> datetime:
    """A start date as the engine reads it; without an offset it is in the engine's zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise KitError(f"{text!r}: a start date needs its offset, as in 2030-03-04T09:00:00+08:00")
    return found


def _exact(found: timedelta, meant: timedelta) -> timedelta:
    """What was meant, unless somebody has moved the timer.

    The engine reads its clock more than once while it makes a timer, and cuts parts of a second
    off when it moves repetitions, so that what is found is off by up to a second.
    """
    return meant if abs(found - meant) < _INEXACT else found


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))


def _milliseconds(instant: datetime) -> datetime:
    """As exact as the engine."""
    return instant - timedelta(microseconds=instant.microsecond % 1000)
