"""``--scenario-coverage``: instrumented copies, the report, the verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import Run, prefix
from workers.engine import Engine
from workers.testing import EngineUnderTest
from workers.testing.coverage_plugin import thresholds

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.engine

TO_PACKING = "begin()\ncase.waits_at('Task_Pack')"
TO_THE_END = "begin(express=True)\ncase.advance_until('Event_Delivery')\ncase.advance('P2D')"


@pytest.fixture(scope="session")
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Marked as a test engine for the first time, which the engine of the outer run must not be."""
    from tests.engine_host import engine_host
    from workers.cli.logins import ADMIN

    with engine_host(tmp_path_factory.mktemp("engine"), [ADMIN], job_executor=False) as host:
        yield EngineUnderTest(host.rest, ADMIN, host.logins[ADMIN])


@pytest.fixture
def scenario_engine(own_engine: EngineUnderTest) -> EngineUnderTest:
    return own_engine


def hits(folder: Path) -> dict[str, int]:
    """Hits by element id."""
    report = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    return {each["id"]: each["hits"] for file in report["files"] for each in file["elements"]}


def test_an_engine_that_nobody_called_a_test_engine_gets_no_copy(
    run_test: Run, own_engine: EngineUnderTest
) -> None:
    result = run_test(TO_PACKING, "--scenario-coverage")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            (
                f"*{own_engine.rest} is not marked as a test engine, so no instrumented model goes "
                "there; if it is one, add --scenario-test-engine"
            )
        ]
    )


def test_what_the_scenarios_reached_is_told_and_written(
    run_test: Run, their_project: pytest.Pytester
) -> None:
    result = run_test(TO_PACKING, "--scenario-coverage", "--scenario-test-engine")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "*scenario coverage*",
            "order-handling.bpmn  4/21  19.0 %  3/15  20.0 %      –",
            "order-shipping.bpmn   0/4   0.0 %   0/3   0.0 %      –",
            "order-shipping.bpmn, not reached:",
            "Written to */scenario-coverage/coverage.html and coverage.json.",
        ]
    )
    folder = their_project.path / "scenario-coverage"
    reached = hits(folder)
    assert reached["Flow_ToReserve"] == reached["Task_Pack"] == reached["Flow_Standard"] == 1
    assert reached["Flow_Express"] == 0
    assert (folder / "coverage.html").is_file()
    report = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    credited = {name for each in report["files"][0]["elements"] for name in each["scenarios"]}
    assert credited == {"test_order.py::test_order"}


def test_too_little_fails_the_run_and_its_last_line_says_so(run_test: Run) -> None:
    result = run_test(
        TO_THE_END,
        "--scenario-coverage=report",
        "--scenario-test-engine",
        "--scenario-coverage-fail-under=80",
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "FAILED scenario coverage: nodes: 9/25  36.0 % reached, 80 % wanted",
            "FAILED scenario coverage: flows: 7/18  38.8 % reached, 80 % wanted",
        ]
    )
    assert "1 passed, 1 coverage failure in" in result.outlines[-1]


def test_the_configuration_gives_threshold_and_exclusions(
    run_test: Run, their_project: pytest.Pytester
) -> None:
    their_project.makeini(
        "[pytest]\nscenario_coverage_fail_under = nodes=37\n"
        "scenario_coverage_exclusions = left-out.toml"
    )
    (their_project.path / "left-out.toml").write_text(
        f'["{prefix()}order-handling".Task_Report]\n'
        'reason = "never so old"\ntest = "test_order.py::test_order"\n'
        "[another-process.Task_Elsewhere]\n"
        'reason = "of a project that this run does not play"\ntest = "test_order.py::test_order"\n',
        encoding="utf-8",
    )
    result = run_test(TO_THE_END, "--scenario-coverage", "--scenario-test-engine")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            "order-handling.bpmn, left out:",
            "  node Report the old order (Task_Report): never so old *test_order.py::test_order*",
        ]
    )


def test_an_excluded_element_that_was_reached_fails_the_run(
    run_test: Run, their_project: pytest.Pytester
) -> None:
    their_project.makeini("[pytest]\nscenario_coverage_exclusions = left-out.toml")
    (their_project.path / "left-out.toml").write_text(
        f'["{prefix()}order-handling".Task_Pack]\n'
        'reason = "never packed"\ntest = "test_order.py::test_order"\n',
        encoding="utf-8",
    )
    result = run_test(TO_PACKING, "--scenario-coverage", "--scenario-test-engine")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            (
                f"FAILED scenario coverage: {prefix()}order-handling.Task_Pack (Pack the goods) "
                "is excluded, but was reached 1 times"
            )
        ]
    )


def test_without_the_option_the_files_are_deployed_as_they_are(
    run_test: Run, their_project: pytest.Pytester, own_engine: EngineUnderTest
) -> None:
    result = run_test(TO_PACKING)
    result.assert_outcomes(passed=1)
    assert "scenario coverage" not in result.stdout.str()
    assert not (their_project.path / "scenario-coverage").exists()
    with Engine(own_engine.address) as engine:
        path = f"/process-definition/key/{prefix()}order-handling/xml"
        deployed = engine.session.call("GET", path)["bpmn20Xml"]
    model = their_project.path / "models" / "order-handling.bpmn"
    assert deployed == model.read_text(encoding="utf-8")


def test_the_workers_of_a_parallel_run_are_counted_together(
    their_project: pytest.Pytester, own_engine: EngineUnderTest
) -> None:
    bodies = {"packing": TO_PACKING, "end": TO_THE_END}
    for name, body in bodies.items():
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        their_project.makepyfile(
            **{f"test_{name}": f"def test_{name}(case, begin):\n{lines}"},
        )
    result = their_project.runpytest_subprocess(
        "-n2",
        "--scenario-engine",
        own_engine.rest,
        "--scenario-coverage",
        "--scenario-test-engine",
        "--scenario-coverage-fail-under=nodes=40",
    )
    result.assert_outcomes(passed=2)
    assert result.ret == pytest.ExitCode.OK
    reached = hits(their_project.path / "scenario-coverage")
    assert reached["Task_Reserve"] == 2
    assert reached["Flow_Standard"] == reached["Flow_Express"] == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {}),
        ("100", {"node": 100, "flow": 100}),
        ("nodes=99.5, rules=90", {"node": 99.5, "rule": 90}),
    ],
)
def test_thresholds(text: str, wanted: dict[str, float]) -> None:
    assert thresholds(text) == wanted


@pytest.mark.parametrize("text", ["all", "100,90", "edges=100", "101", "nodes=-1", "nodes"])
def test_what_is_no_threshold_is_refused_before_any_test_runs(
    pytester: pytest.Pytester, text: str
) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest_inprocess(
        "--scenario-coverage", f"--scenario-coverage-fail-under={text}"
    )
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: scenario coverage: *threshold*"])
