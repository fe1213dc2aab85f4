"""The external task as a handler sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExternalTask:
    """One locked external task, with its variables already decoded to Python values.

    ``retries`` is ``None`` on the first delivery (the engine has not counted yet).
    ``variables`` maps engine names to decoded values; an absent variable has no key, a null
    variable has the value ``None``.
    ``extension_properties`` are the ``camunda:property`` values of the model element, for
    example ``{"retries": "R3/PT5M"}``.
    """

    id: str
    topic: str
    process_instance_id: str
    process_definition_id: str
    process_definition_key: str
    activity_id: str
    activity_instance_id: str
    business_key: str | None = None
    retries: int | None = None
    priority: int = 0
    created_at: datetime | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    extension_properties: Mapping[str, str] = field(default_factory=dict)
