"""Open incidents: what stands still until a person acts."""

from __future__ import annotations

from datetime import datetime

from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class Incident(Record):
    """One open incident; ``configuration`` is the id of the external task or job behind it.

    The engine repeats an incident of a called process at every call above it; ``cause_incident_id``
    of such a copy is another one's id.
    """

    id: str
    incident_type: str
    incident_message: str | None = None
    incident_timestamp: datetime
    process_definition_id: str | None = None
    process_instance_id: str | None = None
    activity_id: str | None = None
    failed_activity_id: str | None = None
    configuration: str | None = None
    cause_incident_id: str | None = None
    annotation: str | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it stands at a call and repeats what is the matter in the called process."""
        return self.cause_incident_id not in {None, self.id}


class Incidents:
    """Queries open incidents."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def find(
        self,
        *,
        business_key: str | None = None,
        process_instance_id: str | None = None,
        process_definition_key: str | None = None,
        incident_type: str | None = None,
    ) -> list[Incident]:
        """Open incidents, oldest first. The engine knows no filter by business key: the
        instances of the key are looked up first.
        """
        if business_key is None:
            return self._of_instance(process_instance_id, process_definition_key, incident_type)
        path = "/process-instance"
        query = {"businessKey": business_key}
        found = [
            incident
            for instance in read_list(
                _Instance, path, self._session.call("GET", path, params=query)
            )
            for incident in self._of_instance(instance.id, process_definition_key, incident_type)
        ]
        return sorted(found, key=lambda each: each.incident_timestamp)

    def _of_instance(
        self, instance_id: str | None, definition_key: str | None, kind: str | None
    ) -> list[Incident]:
        path = "/incident"
        query = {
            "processInstanceId": instance_id,
            "processDefinitionKeyIn": definition_key,
            "incidentType": kind,
            "sortBy": "incidentTimestamp",
            "sortOrder": "asc",
        }
        return read_list(Incident, path, self._session.call("GET", path, params=query))


class _Instance(Record):
    id: str
