"""Messages to waiting instances and to message start events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pycamunda import message as wording

from workers.engine.adapter import Adapter
from workers.engine.encoding import encode_all
from workers.engine.instances import ProcessInstance
from workers.engine.record import Record


@dataclass(frozen=True, slots=True)
class Correlation:
    """Who took the message. Both are ``None`` unless the result was asked for."""

    started: ProcessInstance | None = None
    """The instance that a message start event began."""
    process_instance_id: str | None = None
    """The instance that was waiting, or that was started."""


class Messages:
    """Correlates messages."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def correlate(
        self,
        name: str,
        business_key: str | None = None,
        *,
        correlation_keys: Mapping[str, object] | None = None,
        process_variables: Mapping[str, object] | None = None,
        process_variables_local: Mapping[str, object] | None = None,
        process_instance_id: str | None = None,
        result_enabled: bool = False,
    ) -> Correlation:
        """Hand a message to exactly one receiver.

        Raises:
            NobodyWaits: nothing waits for it (yet); keep it and try when its wait opens.
            AmbiguousMessage: more than one waits.
        """
        request = wording.CorrelateSingle(
            self._adapter.url,
            message_name=name,
            business_key=business_key,
            process_instance_id=process_instance_id,
            result_enabled=result_enabled,
        )
        request.correlation_keys = encode_all(correlation_keys or {})
        request.process_variables = encode_all(process_variables or {})
        request.process_variables_local = encode_all(process_variables_local or {})
        payload = self._adapter.post(request)
        return _correlation(payload[0]) if payload else Correlation()

    def signal(self, name: str, variables: Mapping[str, object] | None = None) -> None:
        """Broadcast a signal to every instance that waits for it, and to signal start events."""
        body = {"name": name, "variables": encode_all(variables or {})}
        self._adapter.session.call("POST", "/signal", json=body)


class _Execution(Record):
    process_instance_id: str


# Any: one element of the engine's answer.
def _correlation(item: Any) -> Correlation:
    if item.get("processInstance"):
        started = ProcessInstance.read("/message", item["processInstance"])
        return Correlation(started, started.id)
    if item.get("execution"):
        return Correlation(None, _Execution.read("/message", item["execution"]).process_instance_id)
    return Correlation()
