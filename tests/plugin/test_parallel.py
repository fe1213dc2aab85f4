"""A parallel run: several processes, one engine."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
        pytest.skip(f"no container to count: {reason}")
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


@pytest.mark.engine
def test_two_processes_play_the_suite_on_one_local_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent")
    monkeypatch.setenv("SOP_REQUIRE", "")
    # Each engine has a temporary folder of its own, which is gone after an orderly end.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with watched(tmp_path, "sop-scenarios-*") as folders:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/kit/test_order.py", "-n", "2"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "created: 2/2 workers" in run.stdout
    assert len(folders) == 1, folders


@contextmanager
def watched(folder: Path, pattern: str) -> Iterator[set[str]]:
    """Names that match and were there at some time during the block."""
    seen: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            seen.update(each.name for each in folder.glob(pattern))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def test_a_parallel_run_without_scenarios_starts_no_engine(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest_subprocess("-n2")
    result.assert_outcomes(passed=1)


def test_why_there_is_no_engine_reaches_the_worker_processes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(scenario_engine): pass")
    result = pytester.runpytest_subprocess("-n2")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*UsageError: scenarios need an engine: give --scenario-engine*"])
