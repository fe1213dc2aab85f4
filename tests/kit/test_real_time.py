"""Virtual time against real time: random timer models on the same engine, one with a job executor.

What is compared, for every model and 40 seconds of its life: which timers fired, how often, when
by their due dates (counted from the start of the case), and in which order. Tolerances come from
the executor: it runs a job up to some moments after it is due, and a timer that is made by a late
firing is late as well; how late it was is read from its own log. Nothing is said of two timers at
the same instant, unless one would cancel the other: such races have no right result, and the
models that have one are left out and counted. So are those for which the machine was too slow.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import Phase, given, settings

from tests.engine_host import engine_host
from tests.kit.timer_models import MODELS, SLOT, SLOTS, TimerModel
from workers.cli.logins import ADMIN
from workers.engine import Engine
from workers.testing import Project, Scenario, Scenarios
from workers.testing.timers import Timer

HORIZON = SLOT * SLOTS
MODELS_PLAYED = 30
ENOUGH = 15
EAGER = {
    "CAMUNDA_BPM_JOBEXECUTION_WAITTIMEINMILLIS": "200",
    "CAMUNDA_BPM_JOBEXECUTION_MAXWAIT": "500",
}
"""An executor that looks for due jobs twice a second."""
_PATIENCE = 60
_TOLERANCE = 1.0
_EARLY = 1.0
"""Seconds. The engine cuts the fraction of a second off the instant from which it reckons the
follow-ups of a cycle, so they come up to a second before their period is over; the kit keeps them
at whole periods."""


@dataclass(frozen=True)
class Firing:
    """One firing, in seconds since the case began."""

    element: str
    due: float
    late: float = 0.0


class Watched(Scenario):
    """Notes what fires, and whether that was a race: one cancels, another is due as well."""

    begin: datetime
    interrupting: set[str]
    firings: list[Firing]
    race: bool

    def play(self, each: Played) -> None:
        """The whole horizon in virtual time."""
        self.begin, self.firings, self.race = self.now, [], False
        self.interrupting = {name for name, spec in each.model.timers if spec.interrupting}
        self.start(each.key, f"virtual-{uuid4()}", **each.model.variables(self.now))
        self.advance(timedelta(seconds=HORIZON))
        each.virtual, each.race = self.firings, self.race

    def _fire(self, timer: Timer) -> None:
        at = (timer.due - self.begin).total_seconds()
        others = [each for each in self._state.timers.upcoming if each.job_id != timer.job_id]
        together = [each for each in others if abs(each.due - timer.due) < timedelta(seconds=1)]
        before = [each for each in self.firings if abs(each.due - at) < 1]
        if timer.activity_id in self.interrupting:
            self.race |= bool(together or before)
        self.firings.append(Firing(timer.activity_id, at))
        super()._fire(timer)


@dataclass
class Played:
    """One model with what was seen of it."""

    number: int
    model: TimerModel
    instance: str = ""
    begin: datetime = field(default_factory=lambda: datetime.now(UTC))
    lag: float = 0.0
    """Seconds from there until the engine had started it, which its durations begin with."""
    virtual: list[Firing] = field(default_factory=list)
    real: list[Firing] = field(default_factory=list)
    race: bool = False

    @property
    def key(self) -> str:
        return f"timers-{self.number}"


def drawn() -> list[TimerModel]:
    """The same random models in every run."""
    found: dict[TimerModel, None] = {}

    @settings(
        max_examples=4 * MODELS_PLAYED,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
    )
    @given(MODELS)
    def draw(model: TimerModel) -> None:
        found[model] = None

    draw()
    # The first ones that are drawn are small.
    return list(found)[-MODELS_PLAYED:]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    return [Played(number, model) for number, model in enumerate(drawn())]


@pytest.fixture(scope="module")
def files(played: list[Played], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("models")
    for each in played:
        (folder / f"{each.key}.bpmn").write_text(each.model.bpmn(each.key), encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def scenario_project(files: list[Path]) -> Project:
    return Project(deployments={"timers": files})


@pytest.fixture(scope="module")
def real_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same engine with its job executor on."""
    with (
        engine_host(tmp_path_factory.mktemp("real"), [ADMIN], EAGER) as host,
        Engine(host.address()) as engine,
    ):
        yield engine


@pytest.mark.engine
def test_the_kit_fires_what_the_engine_fires_in_real_time(
    scenarios: Scenarios, played: list[Played], files: list[Path], real_engine: Engine
) -> None:
    real_engine.deployments.deploy("timers", "tests", files)
    for each in played:
        each.begin = datetime.now(UTC)
        started = real_engine.instances.start(
            each.key, f"real-{each.number}", each.model.variables(each.begin)
        )
        each.lag = (datetime.now(UTC) - each.begin).total_seconds()
        each.instance = started.instance.id
    end = time.monotonic() + HORIZON + SLOT - 1
    for each in played:
        scenarios.new(kind=Watched).play(each)
    time.sleep(max(0.0, end - time.monotonic()))
    for each in played:
        each.real = fired(real_engine, each)
        while len(each.real) < len(each.virtual) and time.monotonic() < end + _PATIENCE:
            time.sleep(1)
            each.real = fired(real_engine, each)
    decided = [each for each in played if not each.race and not is_race_in_real_time(each)]
    assert len(decided) >= ENOUGH
    wrong = [f"{each.model}\n  {found}" for each in decided if (found := difference(each))]
    assert not wrong, "\n".join(wrong)
    kinds = {spec.kind for each in decided for _, spec in each.model.timers}
    assert len(kinds) == 4


def fired(engine: Engine, each: Played) -> list[Firing]:
    """What the job executor has run by now, from its own log, in the order of the execution."""
    log = engine.session.call(
        "GET",
        "/history/job-log",
        params={
            "processInstanceId": each.instance,
            "successLog": True,
            "sortBy": "timestamp",
            "sortOrder": "asc",
        },
    )
    found = []
    for line in log:
        due = datetime.fromisoformat(line["jobDueDate"])
        ran = datetime.fromisoformat(line["timestamp"])
        since = (due - each.begin).total_seconds()
        found.append(Firing(line["activityId"], since, (ran - due).total_seconds()))
    return found


def is_race_in_real_time(each: Played) -> bool:
    """Whether the machine was too slow to tell: a slot later, another timer may be meant."""
    cancels = {name for name, spec in each.model.timers if spec.interrupting}
    return any(
        inherited_lateness(each, firing.element) + _TOLERANCE > SLOT - _EARLY
        or (firing.element in cancels and firing.late > SLOT - 1)
        for firing in each.real
    )


def difference(each: Played) -> str | None:
    """What differs, in words."""
    expected, found = by_element(each.virtual), by_element(each.real)
    for element in sorted(expected.keys() | found.keys()):
        late = inherited_lateness(each, element) + _TOLERANCE
        here = expected.get(element, [])
        there = [due for due in found.get(element, []) if due <= HORIZON + late]
        if len(here) != len(there) or any(
            not -_EARLY <= b - a <= late for a, b in zip(here, there, strict=True)
        ):
            return f"{element}: the kit fires it at {here}, the engine at {there}"
    in_time = [firing for firing in each.real if expected.get(firing.element)]
    nominal = [expected[firing.element].pop(0) for firing in in_time if expected[firing.element]]
    late = max((firing.late for firing in each.real), default=0) + _TOLERANCE
    if any(earlier > later + late for earlier, later in combinations(nominal, 2)):
        return f"the engine's order is {[firing.element for firing in in_time]}, due at {nominal}"
    return None


def inherited_lateness(each: Played, element: str) -> float:
    """How late this timer was made: the start, and the timers that had to fire before."""
    before = [element.removeprefix("After")] if element.startswith("After") else []
    if each.model.first and "Boundary" in element:
        before.append("First")
    return each.lag + sum(
        max((firing.late for firing in each.real if firing.element == name), default=0)
        for name in before
    )


def by_element(firings: list[Firing]) -> dict[str, list[float]]:
    """When each element fired."""
    found: dict[str, list[float]] = {}
    for firing in firings:
        found.setdefault(firing.element, []).append(firing.due)
    return found
