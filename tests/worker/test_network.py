"""A worker and a real engine with a bad network between them."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.engine_host import EngineHost
from tests.unit.tcp_proxy import Mood, TcpProxy
from workers.contract import Variables, handler
from workers.engine import Engine, EngineAddress, Timeouts
from workers.runtime import Delivery, DirectExecutor, Worker

from .conftest import QUICK, Deploy, until
from .models import process, work
from .test_fair_schedule import Gauge

SETTINGS = dataclasses.replace(QUICK, lock_duration=timedelta(seconds=10))


@pytest.fixture
def proxy(engine_server: EngineHost) -> Iterator[TcpProxy]:
    between = TcpProxy(engine_server.rest)
    yield between
    between.close()


@pytest.fixture
def behind(engine_server: EngineHost, proxy: TcpProxy) -> Engine:
    """The engine as seen through the proxy."""
    login = engine_server.address()
    return Engine(
        EngineAddress(proxy.url, login.user, login.password),
        Timeouts(connect=1, call=2, poll_margin=2),
    )


@pytest.mark.parametrize("mood", [Mood.HALF_OPEN, Mood.RESET])
def test_work_goes_on_when_the_network_is_back(
    engine: Engine, behind: Engine, proxy: TcpProxy, deploy: Deploy, key: str, mood: Mood
) -> None:
    deploy(process(key, work(key)))
    gauge = Gauge()
    worker = Worker(behind, [gauge.handler(key)], DirectExecutor(None), settings=SETTINGS)
    worker.start()
    engine.instances.start(key, "one")
    until(lambda: len(gauge.order) == 1)
    proxy.mood = mood
    before = proxy.connections
    engine.instances.start(key, "two")
    until(lambda: proxy.connections > before)
    proxy.mood = Mood.HONEST
    until(lambda: not engine.external_tasks.find(topic=key))
    worker.stop(15)
    assert sorted(gauge.order) == [key, key]


def test_connections_dropped_by_a_balancer_cost_no_task(
    engine: Engine, behind: Engine, proxy: TcpProxy, deploy: Deploy, key: str
) -> None:
    deploy(process(key, work(key)))
    gauge = Gauge()
    worker = Worker(behind, [gauge.handler(key)], DirectExecutor(None), settings=SETTINGS)
    worker.start()
    for number in range(5):
        for task in range(4):
            engine.instances.start(key, f"{number}-{task}")
        proxy.drop_idle()
    until(lambda: len(gauge.order) == 20)
    until(lambda: not engine.external_tasks.find(topic=key))
    worker.stop(15)
    assert len(gauge.order) == 20, "no handler ran twice"
    assert engine.incidents.find(process_definition_key=key) == []


class Nothing(Variables):
    pass


def test_a_completion_whose_answer_was_lost_is_gone_and_not_run_again(
    engine: Engine, behind: Engine, proxy: TcpProxy, deploy: Deploy, key: str
) -> None:
    """The engine has carried it out; only the answer has not come."""
    deploy(process(key, work(key)))
    runs: list[int] = []
    deliveries: list[Delivery] = []

    @handler(key, label="试")
    def lose_the_answer(data: Nothing, desk: object) -> Nothing:
        """From now on requests arrive, and answers do not."""
        runs.append(1)
        proxy.mood = Mood.ANSWER_LOST
        return Nothing()

    instance = engine.instances.start(key).instance
    worker = Worker(
        behind,
        [lose_the_answer],
        DirectExecutor(None),
        settings=SETTINGS,
        on_report=lambda _task, _report, delivery: deliveries.append(delivery),
    )
    worker.start()
    until(lambda: runs and not engine.external_tasks.find(process_instance_id=instance.id))
    threading.Event().wait(0.5)  # the report is tried again into the same silence
    assert not deliveries
    proxy.mood = Mood.HONEST
    until(lambda: deliveries)
    worker.stop(15)
    assert deliveries == [Delivery.GONE]
    assert len(runs) == 1
