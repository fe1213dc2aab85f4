"""A worker behind a network that fails, and its way back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.unit.tcp_proxy import Mood, TcpProxy
from workers.engine import Engine, EngineAddress, Timeouts
from workers.runtime import DirectExecutor, Worker

from .conftest import QUICK
from .handlers import counting
from .loopback import LoopbackEngine


@pytest.fixture
def proxy(loopback: LoopbackEngine) -> Iterator[TcpProxy]:
    between = TcpProxy(loopback.connect().address.url)
    yield between
    between.close()


@pytest.fixture
def runs(loopback: LoopbackEngine, proxy: TcpProxy) -> Iterator[list[str]]:
    """What a worker behind the proxy has run."""
    handler, seen = counting(lambda _data: None)
    engine = Engine(EngineAddress(proxy.url), Timeouts(connect=0.5, call=0.5, poll_margin=0.3))
    settings = dataclasses.replace(QUICK, lock_duration=timedelta(seconds=1))
    worker = Worker(engine, [handler], DirectExecutor(None), settings=settings).start()
    yield seen
    proxy.mood = Mood.HONEST
    worker.stop(10)


@pytest.mark.parametrize("mood", [Mood.HALF_OPEN, Mood.RESET])
def test_work_goes_on_when_the_network_is_back(
    loopback: LoopbackEngine, proxy: TcpProxy, runs: list[str], mood: Mood
) -> None:
    first = loopback.add("probe.work")
    loopback.until(lambda: first.outcome == "completed")
    proxy.mood = mood
    second = loopback.add("probe.work")
    before = proxy.connections
    loopback.until(lambda: proxy.connections >= before + 2)
    proxy.mood = Mood.HONEST
    loopback.until(lambda: second.outcome == "completed")


def test_connections_dropped_by_a_balancer_cost_no_task(
    loopback: LoopbackEngine, proxy: TcpProxy, runs: list[str]
) -> None:
    tasks = [loopback.add("probe.work") for _ in range(20)]
    for _ in range(5):
        loopback.until(lambda: loopback.polling or all(task.outcome for task in tasks))
        proxy.drop_idle()
    loopback.until(lambda: all(task.outcome == "completed" for task in tasks), budget=20)
