"""A parallel run: several processes, one engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine_host import containers_required, why_no_container
from workers.testing.engine_under_test import STARTED_BY

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]


@pytest.mark.container
@pytest.mark.engine
def test_two_processes_play_the_suite_on_one_container() -> None:
    reason = why_no_container()
    if reason and not containers_required():
        pytest.skip(reason)
    # Listened to while it happens: the daemon remembers few events.
    with subprocess.Popen(
        [
            *("docker", "events", "--filter", "event=start", "--filter", f"label={STARTED_BY}"),
            *("--format", f'{{{{index .Actor.Attributes "{STARTED_BY}"}}}}'),
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as events:
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", "tests/kit/test_order.py", "-n", "2"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        told = run.communicate()[0]
        events.terminate()
        starters = events.communicate()[0].split()
    assert run.returncode == 0, told
    assert "created: 2/2 workers" in told
    # The controller starts it; a worker process with one of its own would have a parent here.
    assert starters.count(str(run.pid)) == 1, starters


def test_a_parallel_run_without_scenarios_starts_no_engine(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest_subprocess("-n2")
    result.assert_outcomes(passed=1)


def test_why_there_is_no_engine_reaches_the_worker_processes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(scenario_engine): pass")
    result = pytester.runpytest_subprocess("-n2")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*UsageError: scenarios need an engine: give --scenario-engine*"])
