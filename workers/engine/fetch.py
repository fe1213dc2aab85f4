"""What a worker asks for in one fetch, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workers.engine.decoding import DecodeError, decode_all, parse_instant
from workers.engine.topic_filter import TopicFilter


@dataclass(frozen=True, slots=True)
class TopicRequest(TopicFilter):
    """One topic of a fetch. ``variables=None`` asks for all, an empty tuple for none."""

    topic: str
    lock_duration: timedelta
    variables: tuple[str, ...] | None = None

    def body(self) -> dict[str, object]:
        """The JSON of this topic."""
        body: dict[str, object] = {
            "topicName": self.topic,
            "lockDuration": milliseconds(self.lock_duration),
            "deserializeValues": False,
            **self.restrictions(),
        }
        if self.variables is not None:
            body["variables"] = list(self.variables)
        return body


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One ``fetchAndLock``: every returned task is locked from that moment on."""

    worker_id: str
    max_tasks: int
    topics: tuple[TopicRequest, ...]
    long_poll: timedelta | None = None
    use_priority: bool = True
    oldest_first: bool = True

    def body(self) -> dict[str, object]:
        """The JSON of the whole request; by create time within a priority."""
        order = "asc" if self.oldest_first else "desc"
        body: dict[str, object] = {
            "workerId": self.worker_id,
            "maxTasks": self.max_tasks,
            "usePriority": self.use_priority,
            "sorting": [{"sortBy": "createTime", "sortOrder": order}],
            "topics": [topic.body() for topic in self.topics],
        }
        if self.long_poll:
            body["asyncResponseTimeout"] = milliseconds(self.long_poll)
        return body


@dataclass(frozen=True, slots=True)
class FetchedTask:
    """A locked external task with decoded variables. ``retries`` is ``None`` at first."""

    id: str
    topic: str
    process_instance_id: str
    process_definition_id: str
    process_definition_key: str
    activity_id: str
    activity_instance_id: str
    business_key: str | None
    retries: int | None
    priority: int
    created_at: datetime | None
    variables: Mapping[str, object] = field(repr=False)
    extension_properties: Mapping[str, str]
    execution_id: str | None = None
    version_tag: str | None = None
    tenant_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadableTask:
    """A locked task that cannot be worked on as it came; ``reason`` quotes no value."""

    id: str
    topic: str
    reason: str


def milliseconds(span: timedelta) -> int:
    """A time span as the engine counts."""
    return round(span.total_seconds() * 1000)


# Any: one JSON object of the engine, read field by field.
def read_task(item: Any) -> FetchedTask | UnreadableTask | None:
    """One element of a fetch; ``None`` if it does not even say which task it is.

    A malformed element never costs the rest of its batch.
    """
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        return None
    try:
        return _readable(item)
    except DecodeError as error:
        reason = str(error)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"the engine's description of the task is malformed ({type(error).__name__})"
    return UnreadableTask(item["id"], str(item.get("topicName") or ""), reason)


def _readable(item: Mapping[str, Any]) -> FetchedTask:
    created = item.get("createTime")
    retries = item.get("retries")
    return FetchedTask(
        id=item["id"],
        topic=str(item["topicName"]),
        process_instance_id=item["processInstanceId"],
        process_definition_id=item["processDefinitionId"],
        process_definition_key=item["processDefinitionKey"],
        activity_id=item["activityId"],
        activity_instance_id=item["activityInstanceId"],
        business_key=item.get("businessKey"),
        retries=None if retries is None else int(retries),
        priority=int(item.get("priority") or 0),
        created_at=parse_instant(created) if created else None,
        variables=decode_all(item.get("variables") or {}),
        extension_properties=dict(item.get("extensionProperties") or {}),
        execution_id=item.get("executionId"),
        version_tag=item.get("processDefinitionVersionTag"),
        tenant_id=item.get("tenantId"),
    )
