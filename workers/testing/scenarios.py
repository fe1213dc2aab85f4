"""The scenarios of one test, and the run that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar, overload

from workers.engine import Engine
from workers.testing.definitions import Definitions
from workers.testing.job_watch import JobWatch
from workers.testing.project import Project
from workers.testing.scenario import Parts, Scenario
from workers.testing.staff import Desks, SeededStaff

SOURCE = "scenario-kit"
S = TypeVar("S", bound=Scenario)


def deploy(engine: Engine, deployments: Mapping[str, Sequence[Path]]) -> None:
    """Deploy every group of files; what the engine has already stays as it is."""
    for name, files in deployments.items():
        engine.deployments.deploy(name, SOURCE, files)


def prepare(engine: Engine, project: Project) -> Parts:
    """Deploy the models and bring the people."""
    deploy(engine, project.deployments)
    staff = project.staff
    people = SeededStaff(engine, staff) if isinstance(staff, Mapping) else staff
    return Parts(
        engine,
        project,
        Definitions(engine, (file for files in project.deployments.values() for file in files)),
        Desks(engine, people, project.usual, project.performers),
        JobWatch(engine),
    )


class Scenarios:
    """Makes the scenarios of one test.

    Args:
        parts: what all scenarios of the run share.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.made: list[Scenario] = []

    @overload
    def new(self, begin: datetime | None = None) -> Scenario: ...

    @overload
    def new(self, begin: datetime | None = None, *, kind: type[S]) -> S: ...

    def new(self, begin: datetime | None = None, *, kind: type[Scenario] = Scenario) -> Scenario:
        """A scenario that has not begun: mock topics and defer plays, then start it.

        Args:
            begin: its first instant; otherwise that of the project.
            kind: a team's own class, with the verbs and assertions of its business.
        """
        scenario = kind(self._parts, begin or self._parts.project.begin)
        self.made.append(scenario)
        return scenario

    def start(
        self,
        process: str,
        business_key: str,
        *,
        before: str | None = None,
        after: str | None = None,
        **variables: object,
    ) -> Scenario:
        """A scenario that begins with the start of a process; see :meth:`Scenario.start`."""
        return self.new().start(process, business_key, before=before, after=after, **variables)
