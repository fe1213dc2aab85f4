"""Metrics of a worker at work, and what the probes say about it."""

from __future__ import annotations

import dataclasses
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from workers.contract import BpmnError, PermanentFailure, TransientFailure
from workers.runtime import RuntimeSettings, Worker
from workers.runtime.metrics import Metrics
from workers.runtime.probe_server import ProbeServer
from workers.testing import FakeEngine, gateway_error

from .conftest import QUICK, Run
from .handlers import SECRET, Given, Told, WatchingExecutor, counting, doing, text


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(CollectorRegistry())


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_polls_are_counted_by_result(fake: FakeEngine, run: Run, metrics: Metrics) -> None:
    fake.faults.add("fetchAndLock", gateway_error())
    task = fake.add_task("probe.work")
    run(doing(lambda _data: None), interceptors=[metrics])
    fake.until(lambda: task.completed)
    fake.until(lambda: value(metrics, "worker_polls_total", result="empty") >= 1)
    assert value(metrics, "worker_polls_total", result="error") == 1
    assert value(metrics, "worker_polls_total", result="tasks") == 1
    assert value(metrics, "worker_tasks_fetched_total", topic="probe.work") == 1


@pytest.mark.parametrize(
    ("error", "outcome", "report"),
    [
        (None, "completed", "complete"),
        (BpmnError("NO_STOCK", "m"), "bpmn_error", "bpmn_error"),
        (TransientFailure("m"), "transient", "retry"),
        (PermanentFailure("m"), "permanent", "incident"),
        (ValueError("m"), "error", "retry"),
    ],
)
def test_runs_and_reports_are_counted_by_outcome(
    fake: FakeEngine,
    run: Run,
    metrics: Metrics,
    error: Exception | None,
    outcome: str,
    report: str,
) -> None:
    def action(_data: Given) -> None:
        if error:
            raise error

    fake.add_task("probe.work")
    worker = run(doing(action), interceptors=[metrics])
    fake.until(
        lambda: value(
            metrics,
            "worker_reports_total",
            topic="probe.work",
            report=report,
            delivery="accepted",
        )
    )
    # A BPMN error that is raised, not returned, is measured as one too.
    runs = value(metrics, "worker_execution_seconds_count", topic="probe.work", outcome=outcome)
    assert runs == 1
    assert worker.busy <= 1


def test_repeated_reports_are_counted(fake: FakeEngine, run: Run, metrics: Metrics) -> None:
    fake.faults.add("complete", gateway_error(), times=2)
    fake.add_task("probe.work")
    run(doing(lambda _data: None), interceptors=[metrics])
    fake.until(lambda: value(metrics, "worker_report_repeats_total", topic="probe.work") == 2)


def test_unreadable_tasks_are_counted(fake: FakeEngine, run: Run, metrics: Metrics) -> None:
    task = fake.add_task("probe.work")
    task.instance.stored["text"] = {"type": "Date", "value": SECRET, "valueInfo": {}}
    run(doing(lambda _data: None), interceptors=[metrics])
    fake.until(lambda: task.incident)
    assert value(metrics, "worker_tasks_unreadable_total", topic="probe.work") == 1


def test_lock_margins_are_measured_and_losses_counted(
    fake: FakeEngine, run: Run, metrics: Metrics
) -> None:
    executor = WatchingExecutor()
    task = fake.add_task("probe.work")
    run(
        doing(lambda _data: None),
        executor=executor,
        settings=dataclasses.replace(QUICK, lock_duration=timedelta(milliseconds=300)),
        interceptors=[metrics],
    )
    topic = "probe.work"
    fake.until(
        lambda: value(metrics, "worker_lock_extensions_total", topic=topic, result="granted") >= 2
    )
    margin = value(metrics, "worker_lock_margin_seconds_sum", topic=topic)
    count = value(metrics, "worker_lock_margin_seconds_count", topic=topic)
    assert 0 < margin / count <= 0.3
    fake.end(task.instance)
    fake.until(lambda: value(metrics, "worker_lock_extensions_total", topic=topic, result="lost"))


def test_slots_and_poll_age_are_shown(fake: FakeEngine, run: Run, metrics: Metrics) -> None:
    go_on = threading.Event()
    handler, runs = counting(lambda _data: go_on.wait(5) and None)
    fake.add_task("probe.work")
    worker = run(handler, interceptors=[metrics])
    metrics.watch(worker.health)
    fake.until(lambda: runs)
    assert value(metrics, "worker_slots") == 4
    assert value(metrics, "worker_slots_busy", topic="probe.work") == 1
    assert value(metrics, "worker_poll_age_seconds") < 5
    go_on.set()


def test_no_metric_holds_a_value(fake: FakeEngine, run: Run, metrics: Metrics) -> None:
    def action(_data: Given) -> Told:
        raise ValueError(SECRET)

    task = fake.add_task("probe.work", text(SECRET))
    worker = run(doing(action), interceptors=[metrics])
    fake.until(lambda: task.last_failure)
    with ProbeServer(worker.health, metrics.registry, 0) as server:
        status, shown = get(server.port, "/metrics")
    assert status == 200
    assert "worker_execution_seconds_bucket" in shown
    for secret in SECRET.split():
        assert secret not in shown


class TestHealth:
    """``/health/live`` and ``/health/ready``."""

    @pytest.fixture
    def worker(self, fake: FakeEngine) -> Iterator[Worker]:
        from workers.runtime import DirectExecutor

        settings: RuntimeSettings = dataclasses.replace(
            QUICK, long_poll=timedelta(milliseconds=200)
        )
        made = Worker(
            fake.connect(),
            [doing(lambda _data: None)],
            DirectExecutor(None),
            settings=settings,
        )
        yield made
        made.stop(5)

    def test_is_not_ready_before_the_first_answer(self, worker: Worker, metrics: Metrics) -> None:
        with ProbeServer(worker.health, metrics.registry, 0) as server:
            assert get(server.port, "/health/ready") == (503, "not ready: never polled\n")
            assert get(server.port, "/health/live")[0] == 200
            assert get(server.port, "/else")[0] == 404
        worker.start()

    def test_a_part_of_the_process_that_has_stopped_is_neither_live_nor_ready(
        self, worker: Worker, fake: FakeEngine, metrics: Metrics
    ) -> None:
        runs = True
        worker.start()
        parts = {"mail sender": lambda: runs}
        with ProbeServer(worker.health, metrics.registry, 0, parts=parts) as server:
            fake.until(lambda: worker.health.ready)
            assert get(server.port, "/health/ready")[0] == 200
            runs = False
            for kind in ("live", "ready"):
                status, said = get(server.port, f"/health/{kind}")
                assert status == 503
                assert said.endswith(", the mail sender has stopped\n")

    def test_is_ready_while_the_engine_answers(
        self, worker: Worker, fake: FakeEngine, metrics: Metrics
    ) -> None:
        worker.start()
        with ProbeServer(worker.health, metrics.registry, 0) as server:
            fake.until(lambda: worker.health.ready)
            status, said = get(server.port, "/health/ready")
        assert status == 200
        assert said.startswith("ready: polled ")

    def test_a_draining_worker_is_live_and_not_ready(
        self, worker: Worker, fake: FakeEngine
    ) -> None:
        worker.start()
        fake.until(lambda: worker.health.ready)
        worker.stop(5)
        assert not worker.health.ready
        assert worker.health.live
