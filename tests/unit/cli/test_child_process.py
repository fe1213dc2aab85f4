"""Children are stopped, found again after a kill, and never mistaken for others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from workers.cli.child_process import ChildPlan, ChildProcess, command_line, stop_leftover
from workers.cli.errors import Fault

PATIENCE = timedelta(seconds=5)
SLEEPER = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(60)"
)


def plan(tmp_path: Path, code: str = SLEEPER) -> ChildPlan:
    return ChildPlan(
        name="child",
        command=[sys.executable, "-c", code, f"marker={tmp_path}"],
        environment=os.environ,
        log=tmp_path / "child.log",
        pid_file=tmp_path / "child.pid",
        marker=f"marker={tmp_path}",
    )


def wait_for_log(tmp_path: Path, word: str) -> None:
    deadline = time.monotonic() + 10
    while word not in (tmp_path / "child.log").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_stopped_child_leaves_nothing(tmp_path: Path) -> None:
    child = ChildProcess.start(plan(tmp_path))
    assert json.loads((tmp_path / "child.pid").read_text())["pid"] == child.pid
    assert child.exit_code is None
    child.stop(PATIENCE)
    assert child.exit_code == -signal.SIGTERM
    assert not (tmp_path / "child.pid").exists()


def test_a_stubborn_child_is_killed(tmp_path: Path) -> None:
    child = ChildProcess.start(plan(tmp_path, STUBBORN))
    wait_for_log(tmp_path, "ready")
    child.stop(timedelta(seconds=0.1))
    assert child.exit_code == -signal.SIGKILL


def test_the_last_words_of_a_child_are_told(tmp_path: Path) -> None:
    child = ChildProcess.start(plan(tmp_path, "raise SystemExit('no more')"))
    wait_for_log(tmp_path, "no more")
    child.stop(PATIENCE)
    assert child.last_words() == "no more"


def test_a_program_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    broken = plan(tmp_path)
    with pytest.raises(Fault, match="cannot be started"):
        ChildProcess.start(
            ChildPlan(
                "child",
                [str(tmp_path / "nothing")],
                broken.environment,
                broken.log,
                broken.pid_file,
                broken.marker,
            )
        )


def test_what_a_killed_run_left_behind_is_stopped(tmp_path: Path) -> None:
    child = ChildProcess.start(plan(tmp_path))
    assert stop_leftover(tmp_path / "child.pid", PATIENCE) == child.pid
    child.stop(PATIENCE)
    assert child.exit_code == -signal.SIGTERM


def test_a_strangers_process_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "child.pid").write_text(json.dumps({"pid": os.getpid(), "marker": "not ours"}))
    assert stop_leftover(tmp_path / "child.pid", PATIENCE) is None
    assert not (tmp_path / "child.pid").exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", "12", '{"pid": "x", "marker": "y"}'])
def test_a_broken_pid_file_harms_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "child.pid").write_text(content)
    assert stop_leftover(tmp_path / "child.pid", PATIENCE) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ties children only on Linux")
def test_a_child_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from tests.unit.cli.test_child_process import plan, ChildProcess\n"
        "ChildProcess.start(plan(Path(sys.argv[2]))); print('up', flush=True); input()"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        pid = json.loads((tmp_path / "child.pid").read_text())["pid"]
        parent.kill()
    deadline = time.monotonic() + 5
    while f"marker={tmp_path}" in command_line(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
