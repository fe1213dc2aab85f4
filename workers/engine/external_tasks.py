"""External tasks from the outside: what lies there, who holds it, new retries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class ExternalTaskState(Record):
    """One open external task, without variables; ``retries`` is ``None`` until one failed."""

    id: str
    topic_name: str
    worker_id: str | None = None
    lock_expiration_time: datetime | None = None
    retries: int | None = None
    suspended: bool = False
    error_message: str | None = None
    activity_id: str
    process_instance_id: str
    process_definition_key: str | None = None
    business_key: str | None = None
    priority: int = 0
    create_time: datetime | None = None


class ExternalTasks:
    """Queries and repairs of external tasks; the worker's own calls are in ``client``."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def find(
        self,
        *,
        process_instance_id: str | None = None,
        process_instance_ids: Sequence[str] = (),
        worker_id: str | None = None,
        topic: str | None = None,
        locked: bool = False,
        without_retries: bool = False,
    ) -> list[ExternalTaskState]:
        """Open external tasks, oldest first."""
        path = "/external-task"
        query = {
            "processInstanceId": process_instance_id,
            "processInstanceIdIn": ",".join(process_instance_ids) or None,
            "workerId": worker_id,
            "topicName": topic,
            "locked": locked or None,
            "noRetriesLeft": without_retries or None,
            "sortBy": "createTime",
            "sortOrder": "asc",
        }
        return read_list(ExternalTaskState, path, self._session.call("GET", path, params=query))

    def set_retries(self, task_id: str, retries: int) -> None:
        """Give a failed task new tries; this resolves its incident."""
        path = f"/external-task/{quote(task_id, safe='')}/retries"
        self._session.call("PUT", path, json={"retries": retries})

    def error_details(self, task_id: str) -> str:
        """The details of the last failure, empty if there was none."""
        path = f"/external-task/{quote(task_id, safe='')}/errorDetails"
        return self._session.text(path)
