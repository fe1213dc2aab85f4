"""The hot calls of an external-task worker, one method per endpoint, no policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from workers.engine.encoding import encode_all
from workers.engine.errors import UnexpectedAnswer
from workers.engine.fetch import (
    FetchedTask,
    FetchRequest,
    UnreadableTask,
    milliseconds,
    read_task,
)
from workers.engine.session import EngineSession
from workers.engine.variable_scope import seen_from

LONGEST_ERROR_MESSAGE = 666
"""Characters of ``errorMessage`` in the engine's column."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one fetch locked."""

    tasks: tuple[FetchedTask, ...] = ()
    unreadable: tuple[UnreadableTask, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic of each locked task, in no particular order."""
        return (*(each.topic for each in self.tasks), *(each.topic for each in self.unreadable))


class ExternalTaskClient:
    """Fetch, finish and keep external tasks. May be shared between threads.

    Every method raises :class:`~workers.engine.errors.EngineError`; those that send variables
    also :class:`~workers.engine.codec.EncodeError`, before anything is sent.
    """

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def fetch_and_lock(self, request: FetchRequest) -> Batch:
        """Lock up to ``max_tasks`` tasks, waiting up to ``long_poll`` for the first."""
        path = "/external-task/fetchAndLock"
        waits = request.long_poll.total_seconds() if request.long_poll else 0
        limits = self._session.timeouts
        payload = self._session.post_json(
            path,
            request.body(),
            read_timeout=waits + (limits.poll_margin if waits else limits.call),
        )
        if not isinstance(payload, list):
            raise UnexpectedAnswer("POST", path, "a list of tasks was expected")
        tasks: list[FetchedTask] = []
        unreadable: list[UnreadableTask] = []
        payload.reverse()
        while payload:
            # Taken away as it is read: a large batch need not be in memory twice.
            match read_task(payload.pop()):
                case FetchedTask() as task:
                    tasks.append(task)
                case UnreadableTask() as task:
                    unreadable.append(task)
        return Batch(tuple(tasks), tuple(unreadable))

    def complete(
        self,
        task_id: str,
        worker_id: str,
        variables: Mapping[str, object] | None = None,
        local_variables: Mapping[str, object] | None = None,
    ) -> None:
        """Finish a task; the engine runs on to the next wait state within this call."""
        self._post(
            task_id,
            "complete",
            {
                "workerId": worker_id,
                "variables": encode_all(variables or {}),
                "localVariables": encode_all(local_variables or {}),
            },
        )

    def handle_failure(
        self,
        task_id: str,
        worker_id: str,
        *,
        message: str,
        details: str = "",
        retries: int,
        retry_timeout: timedelta = timedelta(),
    ) -> None:
        """Report a failure; ``retries`` 0 raises an incident, so it is always sent."""
        self._post(
            task_id,
            "failure",
            {
                "workerId": worker_id,
                "errorMessage": message[:LONGEST_ERROR_MESSAGE],
                "errorDetails": details,
                "retries": retries,
                "retryTimeout": milliseconds(retry_timeout),
            },
        )

    def bpmn_error(
        self,
        task_id: str,
        worker_id: str,
        *,
        code: str,
        message: str,
        variables: Mapping[str, object] | None = None,
    ) -> None:
        """Throw a BPMN error. **The engine ends the path silently if nothing catches it.**"""
        self._post(
            task_id,
            "bpmnError",
            {
                "workerId": worker_id,
                "errorCode": code,
                "errorMessage": message[:LONGEST_ERROR_MESSAGE],
                "variables": encode_all(variables or {}),
            },
        )

    def extend_lock(
        self,
        task_id: str,
        worker_id: str,
        duration: timedelta,
        *,
        read_timeout: float | None = None,
    ) -> None:
        """Hold the lock for ``duration`` from now; refused once it has expired."""
        self._post(
            task_id,
            "extendLock",
            {"workerId": worker_id, "newDuration": milliseconds(duration)},
            read_timeout,
        )

    def lock(
        self,
        task_id: str,
        worker_id: str,
        duration: timedelta,
        *,
        read_timeout: float | None = None,
    ) -> None:
        """Take the lock of a task that nobody holds, or that is ours already."""
        self._post(
            task_id,
            "lock",
            {"workerId": worker_id, "lockDuration": milliseconds(duration)},
            read_timeout,
        )

    def file(self, execution_id: str | None, process_instance_id: str, name: str) -> bytes:
        """The content of a file variable, which no fetch brings along.

        Args:
            execution_id: of the task, which sees the variables of all scopes around it; ``None``
                for the process instance's own.
            process_instance_id: the instance.
            name: of the variable.

        Raises:
            NotFound: no scope has a file of this name, or it cannot be said which is meant.
        """
        if execution_id is not None and execution_id != process_instance_id:
            seen = seen_from(self._session, process_instance_id, execution_id, name)
            # An unknown one is asked for as well: the engine says best what is not there.
            return self._session.content(f"/variable-instance/{seen or 'unknown'}/data")
        instance = quote(process_instance_id, safe="")
        variable = f"{quote(name, safe='')}/data"
        return self._session.content(f"/process-instance/{instance}/variables/{variable}")

    def unlock(self, task_id: str) -> None:
        """Give the task back at once, **whoever holds it**."""
        self._post(task_id, "unlock", None)

    def _post(
        self,
        task_id: str,
        verb: str,
        body: Mapping[str, object] | None,
        read_timeout: float | None = None,
    ) -> None:
        path = f"/external-task/{quote(task_id, safe='')}/{verb}"
        self._session.post_json(path, body, read_timeout=read_timeout)
