"""The fence before an irreversible effect, and locks that outlive their duration."""

from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta

from workers.contract import Context, Variables, handler
from workers.engine import Engine
from workers.runtime import ContextExecutor

from .conftest import QUICK, Deploy, Serve, until
from .models import process, work

SHORT = dataclasses.replace(QUICK, lock_duration=timedelta(seconds=2))


class Nothing(Variables):
    pass


def test_a_long_handler_keeps_its_lock(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    go_on = threading.Event()
    runs: list[bool] = []

    @handler(key, label="试")
    def slow(data: Nothing, context: Context) -> Nothing:
        """Take longer than the lock lasts."""
        go_on.wait(5)
        context.ensure_owned()
        runs.append(context.cancelled)
        return Nothing()

    instance = engine.instances.start(key).instance
    serve(slow, executor=ContextExecutor(), settings=SHORT)
    until(lambda: not engine.external_tasks.find(process_instance_id=instance.id))
    assert runs == [False]


def test_no_effect_after_the_task_was_withdrawn(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    running, noticed = threading.Event(), threading.Event()
    letters: list[str] = []

    @handler(key, label="试")
    def send(data: Nothing, context: Context) -> Nothing:
        """Send a letter, if it is still wanted."""
        running.set()
        while not context.cancelled:
            threading.Event().wait(0.05)
        noticed.set()
        context.ensure_owned()
        letters.append("sent")
        return Nothing()

    instance = engine.instances.start(key).instance
    worker = serve(send, executor=ContextExecutor(), settings=SHORT)
    assert running.wait(20)
    engine.instances.delete(instance.id)
    assert noticed.wait(20), "the lock keeper hears of it within half a lock"
    until(lambda: not worker.busy)
    assert not letters
