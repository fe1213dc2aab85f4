"""Replay: a task that is delivered again gets the answer of its first run, not a second run.

Delivery is at least once: a worker may die after the effect and before the report. The ledger
narrows that gap to the moment between effect and record. An application that can put both into
one transaction closes it altogether, with an executor of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from workers.contract import BpmnError, Context, Executor, ExternalTask, Handler, Outcome
from workers.runtime.library_log import LibraryLog

_log = LibraryLog(__name__)

# Any: a handler of every input, output and desk.
EffectKey = Callable[[Handler[Any, Any, Any], ExternalTask], str]
"""Under which key the answer to a task is recorded: the same key is the same effect."""


# Any: as above.
def by_task_id(_handler: Handler[Any, Any, Any], task: ExternalTask) -> str:
    """The plainest key. **An engine restored from a backup gives new ids to the same work.**"""
    return task.id


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """How a run ended: completed, or with a BPMN error."""

    effect_key: str
    task_id: str
    """The task of the first run; another one of the same key repeats its answer."""
    outcome: Outcome = field(repr=False)


class ResultLedger(Protocol):
    """Recorded results by effect key. Implementations are thread-safe and durable."""

    def find(self, effect_key: str) -> RecordedResult | None:
        """What was recorded under this key."""

    def record(self, result: RecordedResult) -> None:
        """Record a result, durably before this returns; the first under a key stays."""


class ReplayExecutor:
    """Runs a handler through another executor unless its answer is in the ledger.

    Only answers are recorded, completions and BPMN errors; a failure is to be tried again.
    Implements :class:`workers.contract.Executor`.

    Args:
        executor: runs what is not recorded.
        ledger: where answers are kept.
        effect_key: when two deliveries are one effect.
    """

    def __init__(
        self, executor: Executor, ledger: ResultLedger, effect_key: EffectKey = by_task_id
    ) -> None:
        self._executor = executor
        self._ledger = ledger
        self._effect_key = effect_key

    # Any: as above.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run or replay."""
        key = self._effect_key(handler, context.task)
        known = self._ledger.find(key)
        if known is not None:
            _log.info("execution.replayed", first_task=known.task_id)
            return known.outcome
        outcome: Outcome
        try:
            outcome = self._executor.execute(handler, context)
        except BpmnError as error:
            # Returned or raised, it is an answer.
            outcome = error
        # Even when the lock was lost meanwhile: the effect has happened.
        self._ledger.record(RecordedResult(key, context.task.id, outcome))
        return outcome
