"""What surrounds one execution: the task, and the question whether it is still ours."""

from __future__ import annotations

from typing import Protocol

from workers.contract.task import ExternalTask


class Context(Protocol):
    """Handed to an executor with every task. Safe to use from the handler's thread."""

    @property
    def task(self) -> ExternalTask:
        """The locked task."""

    @property
    def cancelled(self) -> bool:
        """True once the lock is lost or the task is gone; a long handler may stop early."""

    def ensure_owned(self) -> None:
        """Fence before an irreversible effect.

        Raises:
            OwnershipLost: the lock has expired or belongs to another worker.
        """
