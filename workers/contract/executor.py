"""The seam between a runtime that knows no business and an application that knows no engine."""

from __future__ import annotations

from typing import Any, Protocol

from workers.contract.context import Context
from workers.contract.handler import Handler
from workers.contract.outcome import Outcome


class Executor(Protocol):
    """Runs one handler for one locked task and says how it ended.

    The runtime owns locks, retries and reports; the executor owns everything between,
    such as a transaction and the record that makes a redelivery replay the first result.
    """

    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run the handler, or replay what it answered before.

        Raises:
            TransientFailure: try again by the retry schedule.
            PermanentFailure: no retry helps.
            OwnershipLost: the lock is gone; nothing was committed.
        """
