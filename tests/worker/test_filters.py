"""Every topic filter, the order of tasks and what a fetch brings, as a real engine sees it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from workers.engine import Engine, FetchedTask, FetchRequest, TopicFilter, TopicRequest

from .conftest import Deploy
from .models import process, work

LOCK = timedelta(seconds=30)


def fetch(engine: Engine, topic: str, restricted: TopicFilter, **order: bool) -> list[FetchedTask]:
    """Lock what the filter wants, and give it back."""
    names = {each.name: getattr(restricted, each.name) for each in dataclasses.fields(TopicFilter)}
    request = FetchRequest("tests", 10, (TopicRequest(topic, LOCK, **names),), **order)
    tasks = engine.worker_calls.fetch_and_lock(request).tasks
    for task in tasks:
        engine.worker_calls.unlock(task.id)
    return list(tasks)


def keys(tasks: list[FetchedTask]) -> list[str | None]:
    return [task.business_key for task in tasks]


def test_by_business_key(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key)))
    for case in ("one", "two"):
        engine.instances.start(key, case)
    assert keys(fetch(engine, key, TopicFilter(business_key="two"))) == ["two"]
    assert sorted(map(str, keys(fetch(engine, key, TopicFilter())))) == ["one", "two"]


def test_by_definition(engine: Engine, deploy: Deploy, key: str) -> None:
    one, two = f"{key}-one", f"{key}-two"
    ids = [deploy(process(name, work(key), version_tag=f"tag-{name}")) for name in (one, two)]
    for name in (one, two):
        engine.instances.start(name, name)
    for wanted in (
        TopicFilter(process_definition_id=ids[1]),
        TopicFilter(process_definition_ids=(ids[1],)),
        TopicFilter(process_definition_key=two),
        TopicFilter(process_definition_keys=(two, "no-such")),
        TopicFilter(version_tag=f"tag-{two}"),
    ):
        assert keys(fetch(engine, key, wanted)) == [two]
    both = TopicFilter(process_definition_keys=(one, two))
    assert sorted(map(str, keys(fetch(engine, key, both)))) == [one, two]


def test_by_tenant(engine: Engine, key: str, tmp_path: Path) -> None:
    file = tmp_path / "m.bpmn"
    file.write_text(process(key, work(key)), encoding="utf-8")
    deployments = []
    for tenant in ("acme", None):
        fields: dict[str, object] = {
            "deployment-name": (None, key),
            "m.bpmn": ("m.bpmn", file.read_bytes()),
        }
        if tenant:
            fields["tenant-id"] = (None, tenant)
        made = engine.session.call("POST", "/deployment/create", files=fields)
        deployments.append(made["id"])
        (definition,) = made["deployedProcessDefinitions"]
        engine.instances.start(key, tenant or "none", definition_id=definition)
    try:
        (theirs,) = fetch(engine, key, TopicFilter(tenants=("acme",)))
        assert (theirs.business_key, theirs.tenant_id) == ("acme", "acme")
        (ours,) = fetch(engine, key, TopicFilter(without_tenant=True))
        assert (ours.business_key, ours.tenant_id) == ("none", None)
    finally:
        for each in deployments:
            engine.session.call("DELETE", f"/deployment/{each}", params={"cascade": True})


@pytest.mark.parametrize("value", ["投诉", 5, 2**40, True, 1.5])
def test_by_process_variable(engine: Engine, deploy: Deploy, key: str, value: object) -> None:
    deploy(process(key, work(key)))
    engine.instances.start(key, "with", {"wanted": value})
    engine.instances.start(key, "without", {"wanted": None})
    found = fetch(engine, key, TopicFilter(process_variables={"wanted": value}))
    assert keys(found) == ["with"]


def test_local_variables_only(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key)))
    engine.instances.start(key, "c", {"outer": 1})
    (with_all,) = fetch(engine, key, TopicFilter())
    assert with_all.variables == {"outer": 1}
    (with_local,) = fetch(engine, key, TopicFilter(local_variables=True))
    assert with_local.variables == {}


def test_extension_properties_and_version_tag_come_along(
    engine: Engine, deploy: Deploy, key: str
) -> None:
    deploy(process(key, work(key, properties={"retries": "R3/PT5M"}), version_tag="V1.1"))
    engine.instances.start(key)
    (task,) = fetch(engine, key, TopicFilter())
    assert task.extension_properties == {"retries": "R3/PT5M"}
    assert task.version_tag == "V1.1"
    assert task.execution_id
    assert task.retries is None
    (bare,) = fetch(engine, key, TopicFilter(extension_properties=False))
    assert bare.extension_properties == {}


def test_order_is_priority_then_age(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key, priority="${prio}")))
    for case, prio in (("old", 1), ("urgent", 9), ("young", 1)):
        engine.instances.start(key, case, {"prio": prio})
    assert keys(fetch(engine, key, TopicFilter())) == ["urgent", "old", "young"]
    assert keys(fetch(engine, key, TopicFilter(), use_priority=False)) == ["old", "urgent", "young"]
    assert keys(fetch(engine, key, TopicFilter(), oldest_first=False)) == ["urgent", "young", "old"]
