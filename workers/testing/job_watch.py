"""Who runs the jobs of scenarios: the kit, and nobody else.

Virtual time needs an engine whose job executor is off. One that is on runs asynchronous jobs
before the kit sees them and timers when they are due on the machine's clock; a test then fails
or passes for reasons that nobody finds. The engine's job log shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from workers.engine import Engine, EngineError
from workers.engine.history_records import JobRun
from workers.testing.clock import KitError

_REMEDY = (
    "scenarios need an engine whose job executor is off: camunda.bpm.job-execution.enabled=false "
    "in the settings of the engine, SOP_ENGINE_JOB_EXECUTOR=false for its image; a test "
    "leaves jobs to the kit too"
)


class JobWatch:
    """Runs jobs, and knows which were run by others.

    Args:
        engine: with a login that may run jobs and read the job log.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ours: set[str] = set()

    def execute(self, job_id: str, element: str) -> None:
        """Run a job now.

        Args:
            job_id: which.
            element: what it belongs to, as people call it.

        Raises:
            KitError: it is not there any more, so somebody else has run it.
            EngineError: it failed.
        """
        self._ours.add(job_id)
        with self._there(job_id, element):
            self._engine.jobs.execute(job_id)

    def move(self, job_id: str, due: datetime, element: str) -> None:
        """Move a repeating timer with all its follow-ups.

        Raises:
            KitError: as :meth:`execute`.
        """
        with self._there(job_id, element):
            self._engine.jobs.set_due_date(job_id, due, cascade=True)

    def runs_of_others(self, instance_ids: Iterable[str]) -> list[JobRun]:
        """Jobs of these instances that the kit did not run."""
        return [
            run
            for instance_id in instance_ids
            for run in self._engine.history.jobs_run(instance_id)
            if run.job_id not in self._ours
        ]

    @staticmethod
    def problem(elements: Iterable[str]) -> KitError:
        """The error to raise about jobs that others ran."""
        return KitError(f"somebody else ran jobs of {'; '.join(elements)}: {_REMEDY}")

    @contextmanager
    def _there(self, job_id: str, element: str) -> Iterator[None]:
        try:
            yield
        except EngineError:
            # Asked, for the engine answers 404 to one call and 500 to the other.
            if self._engine.jobs.exists(job_id):
                raise
            raise self.problem([element]) from None
