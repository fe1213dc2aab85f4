"""Due dates in virtual time, from jobs as an engine shows them. What an engine really does with
such timers is compared in tests/kit/test_real_time.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workers.engine import EngineError
from workers.engine.jobs import Job, JobDefinition
from workers.testing import KitError
from workers.testing.timers import TimerBook, waits

NOW = datetime(2030, 3, 4, 9, tzinfo=UTC)
MADE = datetime(2026, 11, 21, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Engine:
    """What the book asks an engine for."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.instances = self

    def variables(self, _instance: str) -> dict[str, object]:
        return self.values


class Definitions:
    """Names of elements."""

    def label(self, definition: JobDefinition) -> str:
        return definition.activity_id

    def named(self, _definition_id: str, element: str) -> str:
        return element


class Watch:
    """Runs jobs, or fails to."""

    def __init__(self) -> None:
        self.moved: dict[str, datetime] = {}
        self.fails = False

    def execute(self, _job_id: str, _element: str) -> None:
        if self.fails:
            raise EngineError("POST", "/job/execute", "it broke")

    def move(self, job_id: str, due: datetime, _element: str) -> None:
        self.moved[job_id] = due


class Rig:
    """A book with its surroundings."""

    def __init__(self) -> None:
        self.engine, self.watch = Engine(), Watch()
        parts: Any = (self.engine, Definitions(), self.watch)
        self.book = TimerBook(*parts)

    def look(self, *jobs: tuple[Job, JobDefinition], now: datetime = NOW) -> None:
        self.book.look(jobs, now)

    @property
    def dues(self) -> list[tuple[str, datetime]]:
        return [(each.job_id, each.due) for each in self.book.upcoming]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def job(
    job_id: str,
    configuration: str,
    due: datetime | None,
    *,
    kind: str = "timer-transition",
    element: str = "Timer",
    **facts: Any,
) -> tuple[Job, JobDefinition]:
    given = {"processInstanceId": "case", "createTime": MADE, "retries": 3, **facts}
    definition = {
        "id": element,
        "activityId": element,
        "jobType": kind,
        "jobConfiguration": configuration,
        "processDefinitionId": "process:1:x",
    }
    return (
        Job.model_validate({"id": job_id, "dueDate": due, **given}),
        JobDefinition.model_validate(definition),
    )


def test_each_kind_has_its_own_due_date(rig: Rig) -> None:
    date = NOW + 5 * HOUR
    rig.look(
        job("date", "DATE: ${x}", date),
        job("duration", "DURATION: PT2H", MADE + 2 * HOUR),
        job("cycle", "CYCLE: R3/PT1H", MADE + HOUR),
    )
    assert rig.dues == [("cycle", NOW + HOUR), ("duration", NOW + 2 * HOUR), ("date", date)]


def test_at_the_same_instant_the_older_one_is_first(rig: Rig) -> None:
    rig.look(job("old", "DURATION: PT2H", MADE + 2 * HOUR))
    rig.look(
        job("new", "DURATION: PT1H", MADE + HOUR),
        job("old", "DURATION: PT2H", MADE + 2 * HOUR),
        now=NOW + HOUR,
    )
    assert [name for name, _ in rig.dues] == ["old", "new"]


def test_a_follow_up_lies_a_period_after_the_virtual_firing(rig: Rig) -> None:
    rig.look(job("first", "CYCLE: R/PT1H", MADE + HOUR))
    assert rig.book.fire(rig.book.upcoming[0]) is None
    moved = rig.watch.moved["first"]
    # Found late in virtual time, it is still one period after the firing before.
    rig.look(job("second", "CYCLE: R/PT1H", moved + HOUR), now=NOW + 90 * timedelta(minutes=1))
    assert rig.dues == [("second", NOW + 2 * HOUR)]


def test_a_moved_timer_is_due_where_it_was_moved_to(rig: Rig) -> None:
    rig.look(job("a", "DURATION: PT2H", MADE + 2 * HOUR))
    rig.look(job("a", "DURATION: PT2H", NOW + 9 * HOUR), now=NOW + HOUR)
    assert rig.dues == [("a", NOW + 9 * HOUR)]


def test_suspended_timers_and_those_without_retries_do_not_fire(rig: Rig) -> None:
    rig.look(
        job("asleep", "DURATION: PT1H", MADE + HOUR, suspended=True),
        job("broken", "DURATION: PT1H", MADE + HOUR, retries=0),
    )
    assert rig.dues == []
    rig.look(
        job("asleep", "DURATION: PT1H", MADE + HOUR),
        job("broken", "DURATION: PT1H", MADE + HOUR, retries=1),
        now=NOW + 3 * HOUR,
    )
    assert rig.dues == [("asleep", NOW + HOUR), ("broken", NOW + HOUR)]


def test_a_failed_timer_waits_from_its_failure(rig: Rig) -> None:
    rig.look(job("a", "DURATION: PT1H", MADE + HOUR))
    rig.watch.fails = True
    assert "it broke" in str(rig.book.fire(rig.book.upcoming[0]))
    retried = datetime.now(UTC) + timedelta(minutes=10, milliseconds=40)
    rig.look(job("a", "DURATION: PT1H", retried, retries=2), now=NOW + HOUR)
    assert rig.dues == [("a", NOW + HOUR + timedelta(minutes=10))]


def test_a_job_that_is_no_timer_waits_only_after_a_failure(rig: Rig) -> None:
    at_once = job("a", "async-before", None, kind="async-continuation")
    later = datetime.now(UTC) + timedelta(minutes=5)
    failed = job("a", "async-before", later, kind="async-continuation")
    assert not waits(*at_once)
    assert waits(*failed)
    rig.book.note_failure("a")
    rig.look(failed)
    assert rig.dues == [("a", NOW + timedelta(minutes=5))]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, NOW + HOUR),
        (NOW + HOUR, NOW + 2 * HOUR),
        (NOW + 2.5 * HOUR, NOW + 3 * HOUR),
    ],
)
def test_repetitions_before_the_present_are_skipped(rig: Rig, now: datetime, due: datetime) -> None:
    start = NOW + HOUR
    rig.look(job("a", f"CYCLE: R2/{start.isoformat()}/PT1H", start), now=now)
    assert rig.dues == [("a", due)]


def test_a_repetition_in_a_variable_is_read(rig: Rig) -> None:
    rig.engine.values["rhythm"] = f"R/{(NOW + HOUR).isoformat()}/PT1H"
    rig.look(job("a", "CYCLE: ${rhythm}", NOW + HOUR))
    assert rig.dues == [("a", NOW + HOUR)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0 0 9 * * ?", "follows the engine's own clock"),
        ("${a}/${b}", "cannot evaluate"),
        ("R/2030-03-04T09:00:00/PT1H", "needs its offset"),
        (f"R1/{(NOW - 9 * HOUR).isoformat()}/PT1H", "every repetition"),
    ],
)
def test_what_has_no_virtual_due_date_is_refused_in_words(rig: Rig, text: str, told: str) -> None:
    start = NOW - 9 * HOUR if text.startswith("R1") else NOW
    with pytest.raises(KitError, match=told):
        rig.look(job("a", f"CYCLE: {text}", start))
