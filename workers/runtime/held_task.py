"""One locked task and what we know about its lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from workers.contract import ExternalTask, File, OwnershipLost
from workers.engine import ExternalTaskClient, FetchedTask, FileReference

Clock = Callable[[], float]
"""Seconds that never run backwards; locks are not kept by a wall clock."""


class HeldTask:
    """The context of one execution. **Thread-safe**: handler, keeper and reporter share it.

    Args:
        task: the locked task.
        deadline: reading of ``clock`` until which the lock is certainly ours.
        duration: how long a lock of this task lasts, and each extension of it.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        task: ExternalTask,
        deadline: float,
        duration: timedelta,
        clock: Clock = time.monotonic,
    ) -> None:
        self._task = task
        self._deadline = deadline
        self.duration = duration
        self._clock = clock
        self._lost = threading.Event()

    @property
    def task(self) -> ExternalTask:
        """The locked task."""
        return self._task

    @property
    def deadline(self) -> float:
        """Until when the lock is certainly ours."""
        return self._deadline

    @property
    def cancelled(self) -> bool:
        """True once the lock is lost, has run out unextended, or the task is gone."""
        return self._lost.is_set() or self._clock() >= self._deadline

    def ensure_owned(self) -> None:
        """Fence before an irreversible effect.

        Raises:
            OwnershipLost: the lock is not certainly ours any more.
        """
        if self.cancelled:
            raise OwnershipLost(f"the lock of task {self._task.id} is not ours any more")

    def extended_until(self, deadline: float) -> None:
        """The engine has granted more time."""
        self._deadline = deadline

    def lose(self) -> None:
        """The engine has said that the lock or the task is gone."""
        self._lost.set()


def external_task(fetched: FetchedTask, client: ExternalTaskClient) -> ExternalTask:
    """The engine's view of a task as the contract's; files are read from the engine on demand."""
    return ExternalTask(
        id=fetched.id,
        topic=fetched.topic,
        process_instance_id=fetched.process_instance_id,
        process_definition_id=fetched.process_definition_id,
        process_definition_key=fetched.process_definition_key,
        activity_id=fetched.activity_id,
        activity_instance_id=fetched.activity_instance_id,
        business_key=fetched.business_key,
        retries=fetched.retries,
        priority=fetched.priority,
        created_at=fetched.created_at,
        variables={
            name: _file(fetched, client, name, value) if isinstance(value, FileReference) else value
            for name, value in fetched.variables.items()
        },
        extension_properties=fetched.extension_properties,
    )


def _file(
    fetched: FetchedTask, client: ExternalTaskClient, name: str, reference: FileReference
) -> File:
    read = partial(client.file, fetched.execution_id, fetched.process_instance_id, name)
    return File(reference.name, reference.mime_type, reference.encoding, read)
