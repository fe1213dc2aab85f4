"""What the engine has deployed: models with their names, and which element makes which job."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from workers.engine import Engine
from workers.engine.jobs import JobDefinition
from workers.models import Model
from workers.testing.clock import KitError


class Definitions:
    """Read once per process definition, since a deployed version never changes.

    Args:
        engine: with a login that may read definitions.
        files: what the project deploys.

    Raises:
        ModelError: a BPMN file is no model.
    """

    def __init__(self, engine: Engine, files: Iterable[Path]) -> None:
        self._engine = engine
        self._names: dict[str, str] = {}
        self._elements: set[str] = set()
        for file in files:
            if file.suffix == ".bpmn":
                model = Model.parse(file.read_bytes(), file.name)
                self._names |= model.names
                self._elements |= _elements(model)
        self._models: dict[str, Model] = {}
        self._jobs: dict[str, JobDefinition] = {}

    def model(self, definition_id: str) -> Model:
        """The model of a deployed process definition."""
        if definition_id not in self._models:
            xml = self._engine.deployments.definition_xml(definition_id)
            self._models[definition_id] = Model.parse(xml, definition_id.partition(":")[0])
        return self._models[definition_id]

    def job(self, job_definition_id: str, definition_id: str) -> JobDefinition:
        """Which element a job belongs to."""
        if job_definition_id not in self._jobs:
            for each in self._engine.jobs.definitions(definition_id):
                self._jobs[each.id] = each
        return self._jobs[job_definition_id]

    def label(self, job: JobDefinition) -> str:
        """The element of a job, as people call it."""
        return self.named(job.process_definition_id, job.activity_id)

    def name(self, element_id: str) -> str | None:
        """Name of an element of any model of the project."""
        return self._names.get(element_id)

    def require(self, element_id: str) -> None:
        """Go on only if some model has such an element: else a "has not passed" is always true.

        Raises:
            KitError: none has; the message names what is spelled alike.
        """
        seen = (_elements(model) for model in self._models.values())
        if element_id in self._elements or any(element_id in each for each in seen):
            return
        alike = difflib.get_close_matches(element_id, self._elements, n=1)
        hint = f"; is {alike[0]} meant?" if alike else ""
        raise KitError(f"no model of the project has an element {element_id}{hint}")

    def named(self, definition_id: str, element_id: str) -> str:
        """Name and id of an element: ``审核订单 (Task_CheckOrder)``."""
        name = self.model(definition_id).name(element_id)
        return name if name == element_id else f"{name} ({element_id})"


def _elements(model: Model) -> set[str]:
    """Whatever a scenario can pass or wait at, with a name or without."""
    return {*model.nodes, *model.flows, *model.names}
