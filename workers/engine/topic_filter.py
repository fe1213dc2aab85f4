"""Which tasks of a topic a worker wants: every restriction that ``fetchAndLock`` knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workers.engine.encoding import encode_all


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFilter:
    """Restrictions of one topic, all of which must hold; the empty filter wants every task.

    Raises:
        ValueError: restrictions that exclude each other, or an empty list, which the engine
            would read as no restriction at all.
        TypeError: a process variable that the engine cannot compare.
    """

    business_key: str | None = None
    process_definition_id: str | None = None
    process_definition_ids: tuple[str, ...] | None = None
    process_definition_key: str | None = None
    process_definition_keys: tuple[str, ...] | None = None
    version_tag: str | None = None
    """Version tag of the process definition."""
    tenants: tuple[str, ...] | None = None
    without_tenant: bool = False
    """Only tasks that belong to no tenant."""
    process_variables: Mapping[str, object] = field(default_factory=dict, repr=False)
    """Engine name → text, number or boolean that the process instance must have."""
    local_variables: bool = False
    """Fetch only variables of the task's own scope."""
    extension_properties: bool = True
    """Fetch the element's ``camunda:property`` values; **without them the model's retry
    schedule is not seen**."""

    def __post_init__(self) -> None:
        if self.tenants is not None and self.without_tenant:
            raise ValueError("tenants and without_tenant exclude each other")
        for name in ("process_definition_ids", "process_definition_keys", "tenants"):
            if getattr(self, name) == ():
                raise ValueError(f"{name}: an empty list restricts nothing; leave it out")
        for name, value in self.process_variables.items():
            if not isinstance(value, str | bool | int | float | Decimal):
                raise TypeError(
                    f"process_variables: {name} is a {type(value).__name__}; "
                    "the engine compares texts, numbers and booleans only"
                )

    def restrictions(self) -> dict[str, object]:
        """The JSON fields of this filter; what is not restricted is left out.

        Raises:
            EncodeError: a process variable that cannot be carried.
        """
        told: dict[str, object] = {
            "businessKey": self.business_key,
            "processDefinitionId": self.process_definition_id,
            "processDefinitionIdIn": _listed(self.process_definition_ids),
            "processDefinitionKey": self.process_definition_key,
            "processDefinitionKeyIn": _listed(self.process_definition_keys),
            "processDefinitionVersionTag": self.version_tag,
            "tenantIdIn": _listed(self.tenants),
            "withoutTenantId": self.without_tenant or None,
            "processVariables": self._compared(),
            "localVariables": self.local_variables or None,
            "includeExtensionProperties": self.extension_properties,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _compared(self) -> dict[str, object] | None:
        # Here the engine takes plain values and guesses their types, so a date would be a text.
        encoded = encode_all(self.process_variables)
        return {name: typed["value"] for name, typed in encoded.items()} or None


def _listed(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)
