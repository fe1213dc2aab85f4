"""The external-task worker: poll, slots, execute, keep locks, report.

It knows the contract and the engine and no business word. Threads, not asyncio, since
everything below it blocks.
"""

from workers.runtime.direct import DirectExecutor
from workers.runtime.failure_policy import FailurePolicy, judge
from workers.runtime.report import Complete, Delivery, Fail, Report, ThrowError
from workers.runtime.retry import RetrySchedule
from workers.runtime.settings import RuntimeSettings
from workers.runtime.worker import Worker

__all__ = [
    "Complete",
    "Delivery",
    "DirectExecutor",
    "Fail",
    "FailurePolicy",
    "Report",
    "RetrySchedule",
    "RuntimeSettings",
    "ThrowError",
    "Worker",
    "judge",
]
