"""Jobs: timers and asynchronous continuations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from workers.engine.encoding import instant
from workers.engine.errors import NotFound
from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class Job(Record):
    """One job that the engine will run; ``due_date`` is ``None`` for "at once"."""

    id: str
    job_definition_id: str | None = None
    process_instance_id: str | None = None
    process_definition_id: str | None = None
    process_definition_key: str | None = None
    execution_id: str | None = None
    due_date: datetime | None = None
    create_time: datetime | None = None
    retries: int
    suspended: bool = False
    exception_message: str | None = None
    failed_activity_id: str | None = None


class JobDefinition(Record):
    """What kind of job an element makes: ``job_type`` and its configuration."""

    id: str
    activity_id: str
    job_type: str
    job_configuration: str | None = None
    process_definition_id: str


class Jobs:
    """Commands and queries about jobs."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def find(
        self,
        *,
        process_instance_id: str | None = None,
        process_instance_ids: Sequence[str] = (),
        definition_key: str | None = None,
        activity_id: str | None = None,
        timers: bool = False,
        without_retries: bool = False,
    ) -> list[Job]:
        """Jobs, the earliest due first."""
        path = "/job"
        query = {
            "processInstanceId": process_instance_id,
            "processInstanceIds": ",".join(process_instance_ids) or None,
            "processDefinitionKey": definition_key,
            "activityId": activity_id,
            "timers": timers or None,
            "noRetriesLeft": without_retries or None,
            "sortBy": "jobDueDate",
            "sortOrder": "asc",
        }
        return read_list(Job, path, self._session.call("GET", path, params=query))

    def timers(self, process_instance_id: str) -> list[Job]:
        """The timers of an instance, the earliest first."""
        return self.find(process_instance_id=process_instance_id, timers=True)

    def exists(self, job_id: str) -> bool:
        """Whether it is still to be run."""
        try:
            self._session.call("GET", _path(job_id))
        except NotFound:
            return False
        return True

    def definitions(self, process_definition_id: str) -> list[JobDefinition]:
        """The elements of a process that make jobs: joins a job to its activity."""
        path = "/job-definition"
        query = {"processDefinitionId": process_definition_id}
        return read_list(JobDefinition, path, self._session.call("GET", path, params=query))

    def execute(self, job_id: str) -> None:
        """Run a job now, in this call, **even if it is suspended or not due**."""
        self._session.call("POST", f"{_path(job_id)}/execute")

    def set_due_date(self, job_id: str, due: datetime | None, *, cascade: bool = False) -> None:
        """Move a job; ``cascade`` moves the follow-ups of a repeating timer along."""
        body = {
            "duedate": None if due is None else instant(due, "duedate"),
            "cascade": cascade,
        }
        self._session.call("PUT", f"{_path(job_id)}/duedate", json=body)

    def set_retries(self, job_id: str, retries: int) -> None:
        """Give a failed job new tries; this resolves its incident."""
        self._session.call("PUT", f"{_path(job_id)}/retries", json={"retries": retries})

    def stacktrace(self, job_id: str) -> str:
        """The trace of the last failure, empty if there was none."""
        return self._session.text(f"{_path(job_id)}/stacktrace")


def _path(job_id: str) -> str:
    return f"/job/{quote(job_id, safe='')}"
