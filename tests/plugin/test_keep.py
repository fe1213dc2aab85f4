"""``--keep``: what failed stays, and the run says where; what went well does not."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.engine_host import IMAGE, containers_required, why_no_container
from tests.plugin.conftest import Run
from workers.engine import Engine
from workers.testing import EngineUnderTest
from workers.testing.engine_under_test import STARTED_BY

ROOT = Path(__file__).parents[2]
pytest_plugins = ["pytester"]
pytestmark = pytest.mark.engine

FAILS = "begin()\ncase.waits_at('Task_Decide')"
LEAVES_SOMETHING = "begin()\ncase.when('Task_Decide').submit()"
PASSES = "begin()\ncase.waits_at('Task_Pack')"


def running(engine: Engine, instance_id: str) -> bool:
    return [each.end_time for each in engine.history.instances(ids=[instance_id])] == [None]


@pytest.mark.parametrize("body", [FAILS, LEAVES_SOMETHING], ids=["in the test", "at its end"])
def test_a_failed_case_stays_and_its_cockpit_address_is_told(
    run_test: Run, scenario_engine: EngineUnderTest, scenario_admin: Engine, body: str
) -> None:
    result = run_test(body, "--keep")
    root = re.escape(scenario_engine.rest.removesuffix("/engine-rest"))
    told = "\n".join(result.outlines)
    page = re.search(
        r"test_order\.py::test_order: case order-\w{12}\n"
        rf"  {root}/camunda/app/cockpit/default/#/process-instance/([\w-]+)/runtime\n"
        rf"Cockpit's login: {scenario_engine.user}, password {scenario_engine.password}",
        told,
    )
    assert page, told
    try:
        assert running(scenario_admin, page[1])
    finally:
        scenario_admin.instances.delete(page[1])


def test_a_case_that_went_well_does_not_stay(run_test: Run) -> None:
    result = run_test(PASSES, "--keep")
    result.assert_outcomes(passed=1)
    assert "kept cases" not in result.stdout.str()


def test_without_the_option_a_failed_case_is_deleted(run_test: Run, scenario_admin: Engine) -> None:
    result = run_test(FAILS.replace("begin()", "print('instance', begin().instance_id)"), "-s")
    result.assert_outcomes(failed=1)
    instance = re.search(r"instance ([\w-]+)", result.stdout.str())
    assert instance
    assert not running(scenario_admin, instance[1])
    assert "kept cases" not in result.stdout.str()


STAYS = [(FAILS, True), (PASSES, False)]


def play(their_project: pytest.Pytester, body: str, *options: str) -> tuple[int, int, str]:
    """Runs the test in a process of its own; its id, exit code and output."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    their_project.makepyfile(test_order=f"def test_order(case, begin):\n{lines}")
    run = their_project.popen(
        [sys.executable, "-m", "pytest", "--keep", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    told = run.communicate()[0].decode()
    return run.pid, run.returncode, told


@pytest.mark.container
@pytest.mark.parametrize(("body", "stays"), STAYS)
def test_the_container_stays_only_where_a_case_was_kept(
    their_project: pytest.Pytester, body: str, stays: bool
) -> None:
    reason = why_no_container()
    if reason and not containers_required():
        pytest.skip(f"no container to leave running: {reason}")
    pid, code, told = play(their_project, body, "--scenario-image", IMAGE)
    left = containers_of(pid)
    try:
        assert code == (1 if stays else 0), told
        assert len(left) == (1 if stays else 0), told
        stop = re.search(r"The engine keeps running; stop it with: docker rm --force (\w+)", told)
        assert bool(stop) == stays, told
        assert not stop or left[0].startswith(stop[1])
    finally:
        for container in left:
            subprocess.run(["docker", "rm", "--force", container], check=True, capture_output=True)


@pytest.mark.parametrize(("body", "stays"), STAYS)
def test_a_local_engine_stays_only_where_a_case_was_kept(
    their_project: pytest.Pytester, body: str, stays: bool
) -> None:
    # Their run starts its engine as ours does: by the hook of this project.
    with Path(their_project.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(f"\n\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{_LOCAL}")
    _pid, code, told = play(their_project, body)
    stop = re.search(r"The engine keeps running; stop it with: kill (\d+)", told)
    try:
        assert code == (1 if stays else 0), told
        assert bool(stop) == stays, told
        page = re.search(r"(http://127\.0\.0\.1:\d+)/camunda/app/cockpit/", told)
        assert bool(page) == stays, told
        assert not page or requests.get(f"{page[1]}/actuator/health", timeout=10).ok
    finally:
        if stop:
            os.kill(int(stop[1]), signal.SIGTERM)


_LOCAL = """
from tests.engine_host import lasting_scenario_engine
from workers.testing.plugin import cases_were_kept

def pytest_scenario_engine(config):
    return lasting_scenario_engine("the test asks for it", lambda: cases_were_kept(config))
"""


def containers_of(pid: int) -> list[str]:
    """Ids of the running containers that a process has started."""
    command = ["docker", "ps", "--quiet", "--no-trunc", "--filter", f"label={STARTED_BY}={pid}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
