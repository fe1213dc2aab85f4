"""How a worker ends, on a real engine: drained, at once, and what a poll left behind does."""

from __future__ import annotations

import dataclasses
import http.client
import json
import signal
import threading
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tests.engine_host import EngineHost
from workers.engine import Engine, FetchRequest, TopicRequest
from workers.runtime.orphaned_polls import OrphanedPolls

from .conftest import QUICK, Deploy, Lab, Serve, until
from .models import process, work
from .test_fair_schedule import Gauge


def open_poll(
    host: EngineHost, worker_id: str, topic: str, seconds: float
) -> http.client.HTTPConnection:
    """Send a long poll and do not read its answer."""
    request = FetchRequest(
        worker_id,
        1,
        (TopicRequest(topic, timedelta(seconds=60)),),
        long_poll=timedelta(seconds=seconds),
    )
    login = host.address()
    parts = urlsplit(login.url)
    connection = http.client.HTTPConnection(parts.netloc)
    basic = b64encode(f"{login.user}:{login.password}".encode()).decode()
    connection.request(
        "POST",
        f"{parts.path}/external-task/fetchAndLock",
        json.dumps(request.body()),
        {"Content-Type": "application/json", "Authorization": f"Basic {basic}"},
    )
    return connection


def test_sigterm_lets_the_running_handler_finish(
    engine: Engine, deploy: Deploy, lab: Lab, key: str, tmp_path: Path
) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key).instance
    with lab("slow", key) as child:
        until((tmp_path / "started").exists)
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0
    assert not engine.external_tasks.find(process_instance_id=instance.id), "completed"


def test_a_second_sigterm_ends_at_once(
    engine: Engine, deploy: Deploy, lab: Lab, key: str, tmp_path: Path
) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key).instance
    with lab("hang", key) as child:
        until((tmp_path / "started").exists)
        child.send_signal(signal.SIGTERM)
        threading.Event().wait(0.5)
        assert child.poll() is None, "the first order waits for the handler"
        child.send_signal(signal.SIGTERM)
        assert child.wait(15) == 0, "the drain would last 30 s"
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    assert task.retries is None, "nothing was reported"


def test_what_has_not_started_is_unlocked(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    """The poll under way at the stop order brings a task: it goes back unharmed."""
    deploy(process(key, work(key)))
    gauge = Gauge()
    worker = serve(
        gauge.handler(key), settings=dataclasses.replace(QUICK, long_poll=timedelta(seconds=5))
    )
    until(lambda: worker.health._poller.tried_at)
    stopping = threading.Thread(target=worker.stop, args=(15,))
    stopping.start()
    until(worker._stopping.is_set)
    instance = engine.instances.start(key).instance
    stopping.join(15)
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    assert not gauge.order
    assert task.lock_expiration_time is None
    assert task.retries is None


def test_the_engine_locks_for_a_client_that_has_gone(
    engine: Engine, engine_server: EngineHost, deploy: Deploy, key: str
) -> None:
    """The engine's fact that makes the sweep necessary, and the sweep."""
    deploy(process(key, work(key)))
    gone = open_poll(engine_server, "gone", key, seconds=20)
    threading.Event().wait(0.5)  # the request must have reached the engine before we hang up
    gone.close()
    instance = engine.instances.start(key).instance

    def ghost_locked() -> bool:
        (task,) = engine.external_tasks.find(process_instance_id=instance.id)
        return task.worker_id == "gone"

    until(ghost_locked)
    OrphanedPolls(engine.external_tasks, "gone", engine.worker_calls.unlock).sweep(())
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    assert task.lock_expiration_time is None


def test_a_drained_worker_leaves_no_poll_behind(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    """It waits for its long poll to return, so no later task is locked for it."""
    deploy(process(key, work(key)))
    worker = serve(
        Gauge().handler(key), settings=dataclasses.replace(QUICK, long_poll=timedelta(seconds=3))
    )
    until(lambda: worker.health._poller.tried_at)
    worker.stop(15)
    instance = engine.instances.start(key).instance
    threading.Event().wait(3)  # as long as the poll could have lasted
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    assert task.worker_id is None


def test_a_drain_that_cannot_wait_for_the_poll_sweeps(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    deploy(process(key, work(key)))
    hasty = dataclasses.replace(
        QUICK, long_poll=timedelta(seconds=10), drain=timedelta(milliseconds=300)
    )
    worker = serve(Gauge().handler(f"{key}-other"), settings=hasty)
    until(lambda: worker.health._poller.tried_at)
    instance = engine.instances.start(key).instance
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    engine.worker_calls.lock(task.id, worker.worker_id, timedelta(minutes=5))
    worker.stop(15)
    (task,) = engine.external_tasks.find(process_instance_id=instance.id)
    assert task.lock_expiration_time is None
