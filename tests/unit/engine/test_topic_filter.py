"""Topic filters: what is sent, and what is refused before; a real engine is in ``tests/worker``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workers.engine import TopicFilter, TopicRequest


def test_an_empty_filter_restricts_nothing() -> None:
    assert TopicFilter().restrictions() == {"includeExtensionProperties": True}


def test_every_restriction_has_the_engines_name() -> None:
    request = TopicRequest(
        "t",
        timedelta(seconds=1),
        business_key="C",
        process_definition_id="d:1",
        process_definition_ids=("d:1",),
        process_definition_key="d",
        process_definition_keys=("d",),
        version_tag="V1",
        tenants=("acme",),
        process_variables={"n": 1},
        local_variables=True,
        extension_properties=False,
    )
    assert request.body() == {
        "topicName": "t",
        "lockDuration": 1000,
        "deserializeValues": False,
        "businessKey": "C",
        "processDefinitionId": "d:1",
        "processDefinitionIdIn": ["d:1"],
        "processDefinitionKey": "d",
        "processDefinitionKeyIn": ["d"],
        "processDefinitionVersionTag": "V1",
        "tenantIdIn": ["acme"],
        "processVariables": {"n": 1},
        "localVariables": True,
        "includeExtensionProperties": False,
    }
    assert TopicFilter(without_tenant=True).restrictions()["withoutTenantId"] is True


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"tenants": ("a",), "without_tenant": True}, "exclude"),
        ({"tenants": ()}, "tenants: an empty list"),
        ({"process_definition_keys": ()}, "an empty list"),
        ({"process_variables": {"when": datetime(2026, 1, 1, tzinfo=UTC)}}, "when is a datetime"),
        ({"process_variables": {"list": [1]}}, "list is a list"),
        ({"process_variables": {"none": None}}, "none is a NoneType"),
    ],
)
def test_what_the_engine_would_misread_is_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises((ValueError, TypeError), match=reason):
        TopicFilter(**wrong)  # type: ignore[arg-type]
