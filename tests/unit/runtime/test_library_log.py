"""The library prints nothing until the application has a log."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap

import pytest
import structlog

from workers.runtime.library_log import LibraryLog

WORK = """
    from workers.contract import Variables, handler
    from workers.runtime import DirectExecutor, Worker
    from workers.testing import FakeEngine
    import logging, structlog

    class Told(Variables):
        text: str = ""

    @handler("probe.work", label="试")
    def work(told: Told, desk: None) -> Told:
        if told.text == "bad":
            raise ValueError
        return told

    {configure}
    with FakeEngine() as fake:
        good = fake.add_task("probe.work", dict(text="good"))
        bad = fake.add_task("probe.work", dict(text="bad"))
        worker = Worker(fake.connect(), [work], DirectExecutor(None)).start()
        fake.until(lambda: good.completed and bad.last_failure)
        worker.stop(5)
"""


def _output(configure: str) -> tuple[str, str]:
    """What a program of its own prints that works two tasks, one of which fails."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WORK).format(configure=configure)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout, done.stderr


def test_out_of_the_box_a_worker_prints_nothing() -> None:
    assert _output("") == ("", "")


def test_with_structlog_configured_each_task_is_logged() -> None:
    printed, errors = _output("structlog.configure()")
    assert printed.count("task.started") == 2
    assert printed.count("task.completed") == 1
    assert printed.count("task.failed") == 1
    assert errors == ""


def test_a_level_of_structlog_is_kept_to() -> None:
    only_warnings = "structlog.make_filtering_bound_logger(logging.WARNING)"
    printed, _ = _output(f"structlog.configure(wrapper_class={only_warnings})")
    assert "task.started" not in printed
    assert "task.completed" not in printed
    assert printed.count("task.failed") == 1


def test_with_logging_configured_the_lines_go_there_with_the_task() -> None:
    printed, errors = _output("logging.basicConfig(level=logging.INFO)")
    assert printed == ""
    assert "task.started" not in errors
    (completed,) = [line for line in errors.splitlines() if "task.completed" in line]
    assert "topic='probe.work'" in completed
    assert completed.startswith("INFO:workers.runtime.task_log:")


@pytest.mark.parametrize(("level", "listens"), [(logging.DEBUG, False), (logging.ERROR, True)])
def test_a_log_says_whether_a_line_would_go_anywhere(level: int, listens: bool) -> None:
    log = LibraryLog("workers.runtime.probe")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        assert log.listens(level) is listens
    finally:
        structlog.reset_defaults()
