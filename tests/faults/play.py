"""One contestant's run: a fresh engine, a crowd, the work, the schedule, the drain, the record."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults import diary, workload
from tests.faults.clock import Clock
from tests.faults.conductor import Conductor, Happened
from tests.faults.containers import EngineContainer, engine_on_postgres
from tests.faults.crowd import Crowd, Death
from tests.faults.ledger import Ledger
from tests.faults.observer import Observer, Seen
from tests.faults.proxy import FaultProxy
from tests.faults.schedule import Fault
from tests.faults.start import Starter
from tests.faults.surroundings import Surroundings
from tests.faults.workload import Nature
from tests.worker_account import worker_account
from workers.engine import Engine, EngineAddress, EngineError, Timeouts

_STARTS = 0.75
"""Part of the schedule over which the instances are started."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who works: a name for the report, and the command of one worker process."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all contestants."""

    seed: int
    instances: int
    workers: int
    seconds: float
    grace: float
    """Seconds after the schedule at which who is not ready is cut off."""
    schedule: tuple[Fault, ...]
    natures: tuple[Nature, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that was reported to the engine; each costs a retry."""

    business_key: str
    activity_id: str
    retries: int
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is known about a run once it is over. Times are monotonic."""

    plan: Plan
    began: float
    drained: float | None
    """When the last instance had ended, ``None`` if that did not come."""
    started: int
    running: int
    """Instances that had not ended at the end."""
    effects: Counter[str]
    failures: list[Failure]
    incidents: Counter[str]
    """Business key → incidents there ever were."""
    entries: list[diary.Entry]
    deaths: list[Death]
    happened: list[Happened]
    clock_steps: list[tuple[float, int]]
    seen: list[Seen]


def play(contestant: Contestant, plan: Plan, folder: Path) -> Record:
    """Play the plan; data, logs and diaries stay in ``folder``."""
    folder.mkdir(parents=True)
    with engine_on_postgres(folder / "clocks") as container:
        library = container.copy_clock_library(folder)
        proxy = FaultProxy(_server(container.address), plan.seed)
        account = worker_account(container.address)
        around = Surroundings(
            _through(proxy, account), str(account.user), str(account.password), folder
        )
        crowd = Crowd(
            contestant.command,
            {**around.to_environment(), **contestant.environment},
            [Clock(folder / "clocks", f"worker-{number}") for number in range(plan.workers)],
            library,
            folder,
        )
        return _Run(plan, container, proxy, crowd, Ledger(around.ledger), folder).play()


class _Run:
    def __init__(
        self,
        plan: Plan,
        container: EngineContainer,
        proxy: FaultProxy,
        crowd: Crowd,
        ledger: Ledger,
        folder: Path,
    ) -> None:
        self._plan, self._proxy, self._crowd = plan, proxy, crowd
        self._ledger, self._folder = ledger, folder
        self._engine = Engine(container.address, Timeouts(call=60))
        self._observer = Observer(container.address, lambda: container.clock.offset)
        self._bystander = FaultProxy(_server(container.address))
        self._conductor = Conductor(plan.schedule, container, proxy, self._bystander, crowd)
        self._starter = Starter(
            dataclasses.replace(
                container.address, url=_through(self._bystander, container.address)
            ),
            plan.natures,
            plan.seconds * _STARTS,
        )

    def play(self) -> Record:
        self._deploy()
        self._crowd.start()
        self._observer.start()
        began = time.monotonic()
        try:
            self._starter.start()
            self._conductor.play()
            self._conductor.wait()
            time.sleep(max(began + self._plan.seconds - time.monotonic(), 0))
            self._ledger.cure()
            drained = self._drain(time.monotonic() + self._plan.grace)
        finally:
            self._starter.cancel()
            self._observer.stop()
            self._crowd.stop(patience=20)
            self._proxy.close()
            self._bystander.close()
        return self._record(began, drained)

    def _deploy(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, model in (("faults", workload.MODEL), ("launcher", workload.LAUNCH)):
                files.append(Path(folder) / f"{name}.bpmn")
                files[-1].write_text(model, encoding="utf-8")
            self._engine.deployments.deploy(workload.PROCESS, "faults", files)

    def _drain(self, deadline: float) -> float | None:
        """Wait for the last end, resolving incidents as an operator would."""
        while time.monotonic() < deadline:
            with suppress(EngineError):
                for incident in self._engine.incidents.find():
                    self._engine.external_tasks.set_retries(str(incident.configuration), 1)
                all_started = self._starter.wait(0)
                if all_started and self._engine.instances.count() == 0:
                    return time.monotonic()
            # Counting is work for the engine that is to drain.
            time.sleep(0.5)
        return None

    def _record(self, began: float, drained: float | None) -> Record:
        instances = self._engine.history.instances(definition_key=workload.PROCESS)
        keys = {each.id: str(each.business_key) for each in instances}
        path = "/history/external-task-log"
        failures = [
            Failure(
                keys[line["processInstanceId"]],
                line["activityId"],
                line["retries"],
                str(line["errorMessage"]),
            )
            for line in self._engine.session.call("GET", path, params={"failureLog": True})
        ]
        return Record(
            plan=self._plan,
            began=began,
            drained=drained,
            started=len(instances),
            running=sum(each.end_time is None for each in instances),
            effects=self._ledger.effects(),
            failures=failures,
            incidents=Counter(
                keys[str(each.process_instance_id)] for each in self._engine.history.incidents()
            ),
            entries=diary.read(self._folder),
            deaths=list(self._crowd.deaths),
            happened=sorted(self._conductor.happened, key=lambda each: each.began),
            clock_steps=list(self._conductor.clock_steps),
            seen=self._observer.seen,
        )


def _server(address: EngineAddress) -> tuple[str, int]:
    parts = urlsplit(address.url)
    return str(parts.hostname), int(parts.port or 80)


def _through(proxy: FaultProxy, address: EngineAddress) -> str:
    return f"http://127.0.0.1:{proxy.port}{urlsplit(address.url).path}"


def python(module: str) -> tuple[str, ...]:
    """The command of a module in this virtual environment."""
    return (sys.executable, "-m", module)


OURS = Contestant("sop-workers", python("tests.faults.ours"))
PYCAMUNDA = Contestant("pycamunda loop", python("tests.faults.pycamunda_loop"))


def python_client(environment: Path) -> Contestant:
    """The Python client in its own virtual environment."""
    command = (str(environment / "bin" / "python"), "-m", "tests.faults.python_client")
    return Contestant("camunda-external-task-client-python3", command)


def contestants(environment: Path | None) -> Sequence[Contestant]:
    """Everybody who can run."""
    peers = [PYCAMUNDA] + ([python_client(environment)] if environment else [])
    return [OURS, *peers]
