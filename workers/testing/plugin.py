"""The pytest plugin: options, one engine for the whole run, and the fixture ``scenarios``.

A team writes one fixture, ``scenario_project``, and then plain pytest functions that take
``scenarios``. See docs/scenario-kit.md.

This module is loaded in every run of pytest wherever the package is installed, so what only
scenarios need is imported where they begin.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from workers.testing import coverage_options
from workers.testing.engine_under_test import EngineUnderTest, container_engine, given_engine
from workers.testing.kept_cases import KeptCases
from workers.testing.run_engine import RunEngine, offered_engine

if TYPE_CHECKING:
    from workers.engine import Engine
    from workers.testing.coverage_plugin import ScenarioCoverage
    from workers.testing.project import Project
    from workers.testing.scenario import Parts, Scenario
    from workers.testing.scenarios import Scenarios

_RUN: Final = pytest.StashKey["_Run"]()
_FAILED: Final = pytest.StashKey[bool]()
_OFFER: Final = "scenario_engine"
_IMAGE: Final = "scenario_image"


@dataclass(frozen=True, slots=True)
class _Run:
    """What the tests of this process share."""

    engine: RunEngine
    coverage: ScenarioCoverage | None
    kept: KeptCases
    prepared: dict[int, Parts] = field(default_factory=dict)
    """What is deployed already, by the identity of a project; a session holds on to it."""


class Hooks:
    """What a project may answer in its conftest.py."""

    @pytest.hookspec(firstresult=True)
    def pytest_scenario_engine(
        self, config: pytest.Config
    ) -> AbstractContextManager[EngineUnderTest] | None:
        """The engine of this run; whoever says nothing leaves it to the options.

        With ``--keep`` it should go on running after the run if :func:`cases_were_kept`.
        """


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
    coverage_options.add_options(parser, group)


def pytest_configure(config: pytest.Config) -> None:
    coverage = coverage_options.requested(config)
    kept = KeptCases()
    offer = getattr(config, "workerinput", {}).get(_OFFER)
    if offer:
        engine = RunEngine(lambda: nullcontext(offered_engine(offer)))
    else:
        engine = RunEngine(
            lambda: config.hook.pytest_scenario_engine(config=config),
            begun=coverage.accept if coverage else None,
        )
    config.stash[_RUN] = _Run(engine, coverage, kept)
    if config.getoption("keep"):
        kept.of(engine)
        config.pluginmanager.register(kept, "scenario-kept-cases")
    if coverage:
        coverage.of(engine)
        config.pluginmanager.register(coverage, "scenario-coverage")
    # An error in a thread of the project must not pass unseen.
    config.addinivalue_line("filterwarnings", "error::pytest.PytestUnhandledThreadExceptionWarning")


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_RUN, None)
    if run:  # else its options were wrong
        for parts in run.prepared.values():
            parts.desks.close()
        run.engine.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Parallel run: the controller starts the one engine, once a worker asks for it."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # xdist ships no types
    node.workerinput[_OFFER] = config.stash[_RUN].engine.offered()  # type: ignore[attr-defined]


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
    return container_engine(image, keep=lambda: cases_were_kept(config))


def cases_were_kept(config: pytest.Config) -> bool:
    """Whether ``--keep`` has left a case in the engine, which should then go on running.

    For projects that start their own engine in ``pytest_scenario_engine``.
    """
    return bool(config.stash[_RUN].kept.cases)


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
    engine = request.config.stash[_RUN].engine.get()
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"scenarios play on the {engine.kind} engine{engine.note}")
    return engine


@pytest.fixture(scope="session")
def scenario_admin(scenario_engine: EngineUnderTest) -> Iterator[Engine]:
    """A client of that engine."""
    from workers.engine import Engine

    with Engine(scenario_engine.address) as engine:
        yield engine


@pytest.fixture(scope="session")
def scenario_turn(
    scenario_engine: EngineUnderTest,
) -> Callable[[], AbstractContextManager[None]]:
    """``with scenario_turn():`` – of the processes that share the engine only one is in there.

    For what a project prepares on the engine itself, such as people.
    """
    return lambda: _one_at_a_time(scenario_engine.rest)


@pytest.fixture(scope="session")
def scenario_project() -> Project:
    """To be overridden: models, people and workers under test."""
    raise pytest.UsageError(
        "scenarios need a project: write a session fixture named scenario_project in conftest.py "
        "that returns a workers.testing.Project"
    )


@pytest.fixture
def scenario_parts(
    scenario_admin: Engine,
    scenario_project: Project,
    scenario_turn: Callable[[], AbstractContextManager[None]],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Parts:
    """Deployed models and logged-in people; made once for each project of the run."""
    from workers.testing.scenarios import prepare

    run = request.config.stash[_RUN]
    if id(scenario_project) not in run.prepared:
        deployed = (
            run.coverage.instrumented(
                scenario_project, scenario_admin, tmp_path_factory.mktemp("instrumented")
            )
            if run.coverage
            else scenario_project
        )
        with scenario_turn():
            run.prepared[id(scenario_project)] = prepare(scenario_admin, deployed)
    return run.prepared[id(scenario_project)]


@pytest.fixture
def scenarios(
    scenario_parts: Parts, scenario_project: Project, request: pytest.FixtureRequest
) -> Iterator[Scenarios]:
    """Makes scenarios; at the end none may have left an incident, a failure or an unplayed step."""
    from workers.engine import EngineError
    from workers.testing.scenarios import Scenarios

    made = Scenarios(scenario_parts)
    yield made
    failed = request.node.stash.get(_FAILED, False)
    run = request.config.stash[_RUN]
    problem: Exception | None = None
    for scenario in made.made:
        if not scenario.has_begun:
            continue
        if not failed and problem is None:
            problem = _problem(scenario)
        if run.coverage:
            run.coverage.record(scenario_project, scenario, request.node.nodeid)
        if request.config.getoption("keep") and (failed or problem):
            run.kept.keep(request.node, scenario)
        else:
            scenario.discard()
    if isinstance(problem, EngineError):
        raise problem
    if problem:
        pytest.fail(str(problem), pytrace=False)


def _problem(scenario: Scenario) -> Exception | None:
    """Returned, not raised: the other scenarios of the test are cleaned up first."""
    from workers.engine import EngineError
    from workers.testing.clock import KitError
    from workers.testing.story import ScenarioFailure

    try:
        scenario.finish()
    except (ScenarioFailure, KitError, EngineError) as failure:
        return failure
    return None


@contextmanager
def _one_at_a_time(engine: str) -> Iterator[None]:
    """Of the processes on this machine one prepares an engine; the others find it done."""
    name = hashlib.sha256(engine.encode()).hexdigest()[:16]
    with Path(tempfile.gettempdir(), f"scenario-deployment-{os.getuid()}-{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
