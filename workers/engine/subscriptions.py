"""Event subscriptions: which messages and signals are waited for."""

from __future__ import annotations

from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class EventSubscription(Record):
    """One wait; ``event_type`` is message, signal, compensate or conditional."""

    id: str
    event_type: str
    event_name: str | None = None
    activity_id: str | None = None
    process_instance_id: str | None = None


class EventSubscriptions:
    """Queries what is waited for."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def find(self, *, process_instance_id: str | None = None) -> list[EventSubscription]:
        """Open subscriptions."""
        path = "/event-subscription"
        query = {"processInstanceId": process_instance_id}
        return read_list(EventSubscription, path, self._session.call("GET", path, params=query))
