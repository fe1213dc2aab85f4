"""Prometheus metrics of what people submit. Labels are steps and kinds of fault, never data."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter

from workers.ports import Fault


class SubmissionMetrics:
    """Counts what of submissions did not count. **Thread-safe**; one per registry.

    Counted whenever a worker meets it, so a step that is tried again counts again.

    Args:
        registry: where the metrics are registered.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ignored = Counter(
            "submission_ignored_variables",
            "Variables that came with a form, a start or a message and must not; by element.",
            ["step"],
            registry=registry,
        )
        self._refused = Counter(
            "submission_refused",
            "Submissions of user tasks that do not count and were opened anew; by user task and "
            "fault: not_the_claimer, not_a_candidate, same_person, incomplete.",
            ["step", "fault"],
            registry=registry,
        )

    def ignored(self, step: str, variables: int) -> None:
        """So many variables were put back."""
        self._ignored.labels(step).inc(variables)

    def refused(self, step: str, fault: Fault) -> None:
        """A user task was opened anew."""
        self._refused.labels(step, fault.value).inc()
