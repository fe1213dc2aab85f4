"""What is deployed: is it cleaned up, and does somebody work on it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from workers.cli.doctor.finding import Finding, Installation, Level
from workers.models.xml import camunda, parse

_NAMED: Final = 5
"""How many of a kind a finding names."""
PATIENCE: Final = timedelta(minutes=5)
"""How long a task may wait for a worker."""


def time_to_live(installation: Installation) -> Iterator[Finding]:
    """Is the history of everything that is deployed removed some day?"""
    for kind in ("process", "decision"):
        without = [
            f"{each['key']} (version {each['version']})"
            for each in _latest(installation, kind)
            if each["historyTimeToLive"] is None
        ]
        if without:
            yield Finding(
                Level.WRONG,
                f"no history time to live for the {kind} {_some(without)}: its history is never "
                "removed",
                "Set camunda:historyTimeToLive in the model and deploy it; for what has been "
                "deployed, Cockpit sets it.",
            )


def topics(installation: Installation) -> Iterator[Finding]:
    """Does somebody work on every topic?"""
    deployed: dict[str, set[str]] = {}
    for each in _latest(installation, "process"):
        path = f"/process-definition/{each['id']}/xml"
        xml = installation.engine.session.call("GET", path)["bpmn20Xml"]
        for element in parse(xml, each["id"]).iter():
            if (topic := element.get(camunda("topic"))) and "${" not in topic:
                deployed.setdefault(topic, set()).add(each["key"])
    for topic in sorted(deployed.keys() - installation.topics):
        processes = _some(sorted(deployed[topic]))
        yield Finding(
            Level.WRONG,
            f"no worker of this version serves the topic {topic} of {processes}",
            "Deploy the models of this version, or run the worker that serves it.",
        )
    waiting = installation.engine.session.call(
        "GET",
        "/external-task",
        params={"notLocked": "true", "active": "true", "withRetriesLeft": "true"},
    )
    now = installation.clock.now()
    late = {each["topicName"] for each in waiting if now - _created(each) > PATIENCE}
    for topic in sorted(late & installation.topics):
        yield Finding(
            Level.WRONG,
            f"tasks of the topic {topic} have been waiting for a worker for over "
            f"{PATIENCE.seconds // 60} minutes",
            "Start `sop work`, or look at its log and /health/ready.",
        )


def _latest(installation: Installation, kind: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = installation.engine.session.call(
        "GET",
        f"/{kind}-definition",
        params={"latestVersion": "true", "sortBy": "key", "sortOrder": "asc"},
    )
    return found


def _created(task: Mapping[str, Any]) -> datetime:
    return datetime.strptime(task["createTime"], "%Y-%m-%dT%H:%M:%S.%f%z")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
