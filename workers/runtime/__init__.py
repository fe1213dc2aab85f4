"""The external-task worker: poll, slots, execute, keep locks, report.

It knows the contract and the engine and no business word. Threads, not asyncio, since
everything below it blocks.

What brings a library of its own stays in its module, so that a worker without it is small:
``metrics``, ``probe_server``, ``model_check``, ``sqlite_results``, ``sqlite_starts``.
"""

from workers.runtime.correlation import trace_id
from workers.runtime.direct import ContextExecutor, DirectExecutor
from workers.runtime.failure_policy import FailurePolicy, judge
from workers.runtime.health import Health
from workers.runtime.interceptor import (
    DeliverInput,
    ExecuteInput,
    ExtendInput,
    Extension,
    FetchInput,
    Interceptor,
    Proceed,
)
from workers.runtime.replay import (
    EffectKey,
    RecordedResult,
    ReplayExecutor,
    ResultLedger,
    by_task_id,
)
from workers.runtime.report import Complete, Delivered, Delivery, Fail, Report, ThrowError
from workers.runtime.retry import RetrySchedule
from workers.runtime.settings import RuntimeSettings
from workers.runtime.starts import StartCounts
from workers.runtime.subscription import Subscription
from workers.runtime.task_log import LoggingInterceptor
from workers.runtime.together import run_together
from workers.runtime.worker import Worker

__all__ = [
    "Complete",
    "ContextExecutor",
    "DeliverInput",
    "Delivered",
    "Delivery",
    "DirectExecutor",
    "EffectKey",
    "ExecuteInput",
    "ExtendInput",
    "Extension",
    "Fail",
    "FailurePolicy",
    "FetchInput",
    "Health",
    "Interceptor",
    "LoggingInterceptor",
    "Proceed",
    "RecordedResult",
    "ReplayExecutor",
    "Report",
    "ResultLedger",
    "RetrySchedule",
    "RuntimeSettings",
    "StartCounts",
    "Subscription",
    "ThrowError",
    "Worker",
    "by_task_id",
    "judge",
    "run_together",
    "trace_id",
]
