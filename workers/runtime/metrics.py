"""Prometheus metrics of a worker. Labels are topics and kinds of outcome, never data."""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from workers.contract import (
    BpmnError,
    Outcome,
    OwnershipLost,
    PermanentFailure,
    TransientFailure,
)
from workers.engine import Batch, EngineError
from workers.runtime.health import Health
from workers.runtime.held_task import Clock
from workers.runtime.interceptor import (
    DeliverInput,
    ExecuteInput,
    ExtendInput,
    Extension,
    FetchInput,
    Interceptor,
    Proceed,
)
from workers.runtime.report import Complete, Delivered, Fail, Report, ThrowError

__all__ = ["Metrics"]

_RUNS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_MARGINS = (0, 1, 2.5, 5, 10, 15, 20, 25, 30, 45, 60, 150, 300)


class Metrics(Interceptor):
    """Counts and measures. **Thread-safe**; one instance per registry, for any number of workers.

    Args:
        registry: where the metrics are registered.
        clock: monotonic seconds.
    """

    def __init__(
        self, registry: CollectorRegistry = REGISTRY, clock: Clock = time.perf_counter
    ) -> None:
        self.registry = registry
        self._clock = clock
        self._polls = Counter(
            "worker_polls",
            "Requests for tasks: tasks, empty, error.",
            ["result"],
            registry=registry,
        )
        self._fetched = Counter(
            "worker_tasks_fetched", "Tasks locked.", ["topic"], registry=registry
        )
        self._unreadable = Counter(
            "worker_tasks_unreadable",
            "Tasks that could not be read and became incidents.",
            ["topic"],
            registry=registry,
        )
        self._runs = Histogram(
            "worker_execution_seconds",
            "Runs of handlers: completed, bpmn_error, transient, permanent, lost, error.",
            ["topic", "outcome"],
            buckets=_RUNS,
            registry=registry,
        )
        self._reports = Counter(
            "worker_reports",
            "Reports: complete, bpmn_error, retry, incident, by what became of them.",
            ["topic", "report", "delivery"],
            registry=registry,
        )
        self._repeats = Counter(
            "worker_report_repeats",
            "Times that a report had to be sent again.",
            ["topic"],
            registry=registry,
        )
        self._margin = Histogram(
            "worker_lock_margin_seconds",
            "What was left of a lock when its extension was asked for.",
            ["topic"],
            buckets=_MARGINS,
            registry=registry,
        )
        self._extensions = Counter(
            "worker_lock_extensions",
            "Extensions: granted, unanswered, lost, run_out, not_needed.",
            ["topic", "result"],
            registry=registry,
        )

    def watch(self, health: Health) -> None:
        """Also show slots and poll age of a worker; one worker per registry."""
        self.registry.register(_Gauges(health))

    def fetch(self, call: FetchInput, proceed: Proceed[FetchInput, Batch]) -> Batch:
        """Count a poll and what it brought."""
        try:
            batch = proceed(call)
        except EngineError:
            self._polls.labels("error").inc()
            raise
        self._polls.labels("tasks" if batch.topics else "empty").inc()
        for task in batch.tasks:
            self._fetched.labels(task.topic).inc()
        for unreadable in batch.unreadable:
            self._unreadable.labels(unreadable.topic).inc()
        return batch

    def execute(self, call: ExecuteInput, proceed: Proceed[ExecuteInput, Outcome]) -> Outcome:
        """Measure a run."""
        began = self._clock()
        # What is neither returned nor caught below ends the thread: still an error.
        outcome = "error"
        try:
            result = proceed(call)
            outcome = "bpmn_error" if isinstance(result, BpmnError) else "completed"
        except BaseException as error:
            outcome = _kind(error)
            raise
        finally:
            self._runs.labels(call.handler.topic, outcome).observe(self._clock() - began)
        return result

    def deliver(self, call: DeliverInput, proceed: Proceed[DeliverInput, Delivered]) -> Delivered:
        """Count a report and its repetitions."""
        ended = proceed(call)
        topic = call.task.topic
        self._reports.labels(topic, _name(ended.report), ended.delivery.value).inc()
        self._repeats.labels(topic).inc(ended.repeated)
        return ended

    def extend(self, call: ExtendInput, proceed: Proceed[ExtendInput, Extension]) -> Extension:
        """Measure a lock's margin and count what became of its extension."""
        self._margin.labels(call.task.topic).observe(call.margin)
        extension = proceed(call)
        self._extensions.labels(call.task.topic, extension.value).inc()
        return extension


class _Gauges(Collector):
    """Read when scraped."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        slots = self._health.slots
        yield GaugeMetricFamily("worker_slots", "Tasks that may run at once.", slots.total)
        busy = GaugeMetricFamily(
            "worker_slots_busy", "Tasks that are locked: running, or about to.", labels=["topic"]
        )
        for topic in slots.topics:
            busy.add_metric([topic], slots.busy_with(topic))
        yield busy
        age = self._health.poll_age
        if age is not None:
            yield GaugeMetricFamily(
                "worker_poll_age_seconds", "Since the engine last answered a poll.", age
            )


def _kind(error: BaseException) -> str:
    match error:
        case BpmnError():
            return "bpmn_error"
        case TransientFailure():
            return "transient"
        case PermanentFailure():
            return "permanent"
        case OwnershipLost():
            return "lost"
    return "error"


def _name(report: Report) -> str:
    match report:
        case Complete():
            return "complete"
        case ThrowError():
            return "bpmn_error"
        case Fail():
            return "retry" if report.retries else "incident"
