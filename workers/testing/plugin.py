"""The pytest plugin: options, one engine for the whole run, and the fixture ``scenarios``.

A team writes one fixture, ``scenario_project``, and then plain pytest functions that take
``scenarios``. See docs/scenario-kit.md.
"""

from __future__ import annotations

import fcntl
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Final

import pytest

from workers.engine import Engine
from workers.testing.engine_under_test import EngineUnderTest, container_engine, given_engine
from workers.testing.project import Project
from workers.testing.scenario import Parts, Scenario
from workers.testing.scenarios import Scenarios, prepare
from workers.testing.story import ScenarioFailure

_HOST: Final = pytest.StashKey["_Host"]()
_FAILED: Final = pytest.StashKey[bool]()
_SHARED: Final = "scenario_engine"
_IMAGE: Final = "scenario_image"


class Hooks:
    """What a project may answer in its conftest.py."""

    @pytest.hookspec(firstresult=True)
    def pytest_scenario_engine(
        self, config: pytest.Config
    ) -> AbstractContextManager[EngineUnderTest] | None:
        """The engine of this run; whoever says nothing leaves it to the options."""


class _Host:
    """The engine of the run, started when the first scenario asks for it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._stack = ExitStack()
        self._engine: EngineUnderTest | None = None
        self.prepared: dict[int, Parts] = {}
        """What is deployed already, by the identity of a project; a session holds on to it."""

    def engine(self) -> EngineUnderTest:
        if self._engine is None:
            shared = getattr(self._config, "workerinput", {}).get(_SHARED)
            self._engine = (
                EngineUnderTest.unpacked(shared)
                if shared
                else self._stack.enter_context(
                    self._config.hook.pytest_scenario_engine(config=self._config)
                )
            )
        return self._engine

    def close(self) -> None:
        for parts in self.prepared.values():
            parts.desks.close()
        self._stack.close()


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("scenarios", "BPMN scenarios")
    group.addoption(
        "--scenario-engine",
        metavar="URL",
        help="REST root of a running engine with its job executor off; its login is in "
        "SCENARIO_ENGINE_USER and SCENARIO_ENGINE_PASSWORD",
    )
    group.addoption("--scenario-image", metavar="IMAGE", help="engine image to run in a container")
    group.addoption(
        "--keep",
        action="store_true",
        help="leave failed cases in the engine and say where Cockpit shows them",
    )
    parser.addini(_IMAGE, "engine image that scenarios play on", default="")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_HOST] = _Host(config)
    # An error in a thread of the project must not pass unseen.
    config.addinivalue_line("filterwarnings", "error::pytest.PytestUnhandledThreadExceptionWarning")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_HOST].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Parallel run: the controller starts the one engine and tells its workers where it is."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # xdist ships no types
    node.workerinput[_SHARED] = config.stash[_HOST].engine().packed()  # type: ignore[attr-defined]


@pytest.hookimpl(trylast=True)
def pytest_scenario_engine(config: pytest.Config) -> AbstractContextManager[EngineUnderTest]:
    """By address, else by image."""
    url = config.getoption("scenario_engine")
    if url:
        return nullcontext(given_engine(url))
    image = config.getoption("scenario_image") or config.getini(_IMAGE)
    if not image:
        raise pytest.UsageError(
            "scenarios need an engine: give --scenario-engine URL, or --scenario-image IMAGE "
            "(also as scenario_image in the pytest configuration)"
        )
    return container_engine(image, keep=config.getoption("keep"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def scenario_engine(request: pytest.FixtureRequest) -> EngineUnderTest:
    """The engine of the run, with the administrator's login."""
    engine = request.config.stash[_HOST].engine()
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"scenarios play on the {engine.kind} engine{engine.note}")
    return engine


@pytest.fixture(scope="session")
def scenario_admin(scenario_engine: EngineUnderTest) -> Iterator[Engine]:
    """A client of that engine."""
    with Engine(scenario_engine.address) as engine:
        yield engine


@pytest.fixture(scope="session")
def scenario_project() -> Project:
    """To be overridden: models, people and workers under test."""
    raise pytest.UsageError(
        "write a session fixture named scenario_project in conftest.py that returns a "
        "workers.testing.Project"
    )


@pytest.fixture
def scenario_parts(
    scenario_admin: Engine,
    scenario_project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Parts:
    """Deployed models and logged-in people; made once for each project of the run."""
    prepared = request.config.stash[_HOST].prepared
    if id(scenario_project) not in prepared:
        with _one_at_a_time(tmp_path_factory.getbasetemp().parent / "scenario-deployment.lock"):
            prepared[id(scenario_project)] = prepare(scenario_admin, scenario_project)
    return prepared[id(scenario_project)]


@pytest.fixture
def scenarios(
    scenario_parts: Parts, scenario_engine: EngineUnderTest, request: pytest.FixtureRequest
) -> Iterator[Scenarios]:
    """Makes scenarios; at the end none may have left an incident, a failure or an unplayed step."""
    made = Scenarios(scenario_parts)
    yield made
    failed = request.node.stash.get(_FAILED, False)
    keep = request.config.getoption("keep")
    problem: ScenarioFailure | None = None
    for scenario in made.made:
        if not scenario.has_begun:
            continue
        if not failed and problem is None:
            problem = _problem(scenario)
        if keep and (failed or problem):
            _tell_where(request, scenario, scenario_engine)
        else:
            scenario.discard()
    if problem:
        raise problem


def _problem(scenario: Scenario) -> ScenarioFailure | None:
    try:
        scenario.finish()
    except ScenarioFailure as failure:
        return failure
    return None


def _tell_where(
    request: pytest.FixtureRequest, scenario: Scenario, engine: EngineUnderTest
) -> None:
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        reporter.write_line("")
        reporter.write_line(
            f"kept {scenario.business_key}: {engine.cockpit(scenario.instance_id)} "
            f"(login {engine.user}, password {engine.password})"
        )


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Of the processes of a parallel run one deploys at a time; the others find it done."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
