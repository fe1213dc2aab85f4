"""Deployments and the definitions in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class ProcessDefinition(Record):
    """One deployed version of a process; ``version_tag`` is the SOP's own version."""

    id: str
    key: str
    name: str | None = None
    version: int
    version_tag: str | None = None
    deployment_id: str
    resource: str | None = None
    suspended: bool = False


class DecisionDefinition(Record):
    """One deployed version of a decision."""

    id: str
    key: str
    name: str | None = None
    version: int
    deployment_id: str


class _Deployed(Record):
    """The engine's answer; with duplicate filtering the definitions are null when none is new."""

    id: str
    name: str | None = None
    deployment_time: datetime | None = None
    deployed_process_definitions: Mapping[str, ProcessDefinition] | None = None
    deployed_decision_definitions: Mapping[str, DecisionDefinition] | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment; ``is_new`` is False when the same files were there already."""

    id: str
    name: str
    is_new: bool
    deployed_at: datetime | None
    definitions: tuple[ProcessDefinition, ...]
    decisions: tuple[DecisionDefinition, ...]


class Deployments:
    """Deploys models and reads definitions."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def deploy(self, name: str, source: str, files: Sequence[Path]) -> Deployment:
        """Deploy all files together, unless the newest deployment of that name equals them.

        A process needs its DMN and forms in the same deployment, so "changed only" is never
        used: with deployment binding the unchanged ones would be missing.

        Raises:
            BadRequest: a model does not parse; the message names element and line.
            ValueError: no files, or two with the same name.
        """
        names = [file.name for file in files]
        if not names or len(set(names)) != len(names):
            raise ValueError("a deployment needs files, each with a name of its own")
        # Directly: pycamunda's Create ignores the session and with it the time-out.
        parts: list[tuple[str, tuple[str | None, str | bytes]]] = [
            ("deployment-name", (None, name)),
            ("deployment-source", (None, source)),
            ("enable-duplicate-filtering", (None, "true")),
        ]
        parts += [(file.name, (file.name, file.read_bytes())) for file in files]
        path = "/deployment/create"
        answer = _Deployed.read(
            path,
            self._session.call(
                "POST", path, files=parts, read_timeout=self._session.timeouts.deploy
            ),
        )
        processes = tuple((answer.deployed_process_definitions or {}).values())
        decisions = tuple((answer.deployed_decision_definitions or {}).values())
        is_new = bool(processes or decisions)
        if not is_new:
            processes = tuple(self.definitions(deployment_id=answer.id))
            decisions = tuple(self.decision_definitions(deployment_id=answer.id))
        return Deployment(
            answer.id, answer.name or name, is_new, answer.deployment_time, processes, decisions
        )

    def delete(self, deployment_id: str, *, cascade: bool = True) -> None:
        """Delete a deployment; ``cascade`` takes its instances and their history along."""
        self._session.call(
            "DELETE", f"/deployment/{quote(deployment_id, safe='')}", params={"cascade": cascade}
        )

    def definitions(
        self,
        key: str | None = None,
        *,
        latest: bool = False,
        version: int | None = None,
        version_tag: str | None = None,
        deployment_id: str | None = None,
    ) -> list[ProcessDefinition]:
        """Process definitions, by key and then newest first."""
        path = "/process-definition"
        query = {
            "key": key,
            "latestVersion": latest or None,
            "version": version,
            "versionTag": version_tag,
            "deploymentId": deployment_id,
        }
        found = read_list(ProcessDefinition, path, self._session.call("GET", path, params=query))
        return sorted(found, key=lambda each: (each.key, -each.version))

    def decision_definitions(
        self,
        key: str | None = None,
        *,
        latest: bool = False,
        deployment_id: str | None = None,
    ) -> list[DecisionDefinition]:
        """Decision definitions, by key and then newest first."""
        path = "/decision-definition"
        query = {"key": key, "latestVersion": latest or None, "deploymentId": deployment_id}
        found = read_list(DecisionDefinition, path, self._session.call("GET", path, params=query))
        return sorted(found, key=lambda each: (each.key, -each.version))

    def definition(self, definition_id: str) -> ProcessDefinition:
        """One process definition by its id."""
        path = f"/process-definition/{quote(definition_id, safe='')}"
        return ProcessDefinition.read(path, self._session.call("GET", path))

    def definition_xml(self, definition_id: str) -> str:
        """The BPMN as deployed."""
        path = f"/process-definition/{quote(definition_id, safe='')}/xml"
        return _Xml.read(path, self._session.call("GET", path)).bpmn20_xml

    def resources(self, deployment_id: str) -> dict[str, bytes]:
        """Every file of a deployment, by name."""
        root = f"/deployment/{quote(deployment_id, safe='')}/resources"
        listed = read_list(_Resource, root, self._session.call("GET", root))
        return {
            each.name: self._session.content(f"{root}/{quote(each.id, safe='')}/data")
            for each in listed
        }


class _Xml(Record):
    bpmn20_xml: str


class _Resource(Record):
    id: str
    name: str
