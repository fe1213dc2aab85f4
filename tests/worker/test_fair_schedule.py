"""Slots per topic and turns among topics, with a whole worker on a real engine."""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from workers.contract import Handler, Variables, handler
from workers.engine import Batch, Engine
from workers.runtime import FetchInput, Interceptor, Proceed, Subscription
from workers.runtime.fetcher import RECHECK

from .conftest import QUICK, Deploy, Serve, until
from .models import process, work


class Nothing(Variables):
    pass


class Gauge:
    """Who runs now, and how many of a topic ever ran at once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.running: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.order: list[str] = []

    def handler(
        self, topic: str, body: Callable[[], object] = lambda: None
    ) -> Handler[Nothing, Nothing, object]:
        @handler(topic, label="试")
        def run(data: Nothing, desk: object) -> Nothing:
            """Count who runs."""
            with self._guard:
                self.running[topic] += 1
                self.most[topic] = max(self.most[topic], self.running[topic])
                self.order.append(topic)
            body()
            with self._guard:
                self.running[topic] -= 1
            return Nothing()

        return run


class Asked(Interceptor):
    """Topics and wait of each fetch."""

    def __init__(self) -> None:
        self.requests: list[tuple[tuple[str, ...], timedelta | None]] = []

    def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
        request = call.request
        self.requests.append((tuple(each.topic for each in request.topics), request.long_poll))
        return proceed(call)


def start(engine: Engine, deploy: Deploy, topic: str, times: int) -> None:
    deploy(process(topic, work(topic)))
    for number in range(times):
        engine.instances.start(topic, str(number))


def test_a_topic_runs_no_more_than_its_slots(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    narrow, wide = f"{key}-narrow", f"{key}-wide"
    start(engine, deploy, narrow, 5)
    start(engine, deploy, wide, 5)
    gauge = Gauge()
    serve(
        Subscription(gauge.handler(narrow), slots=1),
        gauge.handler(wide),
        settings=dataclasses.replace(QUICK, slots=4),
    )
    until(lambda: Counter(gauge.order) == {narrow: 5, wide: 5})
    assert gauge.most[narrow] == 1


def test_a_full_topic_does_not_lock_what_cannot_run(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    start(engine, deploy, key, 3)
    go_on = threading.Event()
    gauge = Gauge()
    serve(
        Subscription(gauge.handler(key, lambda: go_on.wait(20)), slots=1),
        gauge.handler(f"{key}-other"),
    )
    until(lambda: gauge.running[key] == 1)
    locked = engine.external_tasks.find(topic=key, locked=True)
    go_on.set()
    assert len(locked) == 1


def test_a_freed_topic_need_not_wait_for_the_long_poll_of_the_others(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    """Three runs, one after the other, all within one long poll that leaves their topic out."""
    start(engine, deploy, key, 3)
    go_on = threading.Event()
    gauge = Gauge()
    patient = dataclasses.replace(QUICK, long_poll=timedelta(seconds=9), slots=2)
    asked = Asked()
    serve(
        Subscription(gauge.handler(key, lambda: go_on.wait(20)), slots=1),
        gauge.handler(f"{key}-other"),
        settings=patient,
        interceptors=[asked],
    )
    without_it = ((f"{key}-other",), RECHECK)
    until(lambda: without_it in asked.requests)
    assert gauge.running[key] == 1
    go_on.set()
    until(lambda: len(gauge.order) == 3)
    assert ((key,), None) in asked.requests, "asked for alone, without waiting"


def test_a_flood_on_one_topic_lets_another_have_its_turn(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    flood, late = f"{key}-flood", f"{key}-late"
    start(engine, deploy, flood, 12)
    start(engine, deploy, late, 2)
    gauge = Gauge()
    serve(gauge.handler(flood), gauge.handler(late), settings=dataclasses.replace(QUICK, slots=1))
    until(lambda: len(gauge.order) == 14)
    assert gauge.order.index(late) <= 2, "the youngest task of all, and nearly the first to run"


def test_where_age_alone_counts_the_youngest_is_last(
    engine: Engine, deploy: Deploy, serve: Serve, key: str
) -> None:
    flood, late = f"{key}-flood", f"{key}-late"
    start(engine, deploy, flood, 6)
    start(engine, deploy, late, 1)
    gauge = Gauge()
    serve(
        gauge.handler(flood),
        gauge.handler(late),
        settings=dataclasses.replace(QUICK, slots=1, fair_topics=False),
    )
    until(lambda: len(gauge.order) == 7)
    assert gauge.order[-1] == late
