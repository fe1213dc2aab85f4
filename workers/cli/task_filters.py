"""Filters of Tasklist: what a member of staff finds there, in which colour and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from workers.engine import Engine

SHOWN: Final = {"caseNumber": "投诉编号", "caseUrgency": "紧急程度", "caseCustomer": "客户"}
"""What a list of tasks shows of each, with its label.

A listener of every user task sets them *on the task*, where its candidate group may read them;
for the variables of the instance one would have to open every case to all staff.
"""
_RESOURCE: Final = 5
"""The engine's number of filters, as a kind of resource."""


class TaskFilter(BaseModel):
    """A filter of Tasklist; sorted by due date.

    ``formerly`` is the name under which an earlier version made it: it is renamed and not doubled.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description: str
    color: str
    query: dict[str, str | bool | list[dict[str, str]]]
    formerly: str | None = None


def ensure_filters(engine: Engine, filters: Sequence[TaskFilter], group: str) -> int:
    """Create the filters that are missing, readable by a group; answers how much was written.

    A filter that is there under its present name is left as it is, whoever changed it.
    """
    known = {each["name"]: each["id"] for each in _existing(engine)}
    written = 0
    for priority, each in enumerate(filters):
        filter_id = known.get(each.name)
        if filter_id is None:
            filter_id = _write(engine, each, priority, known.get(each.formerly or ""))
            written += 1
        written += engine.identity.ensure_authorization(
            _RESOURCE, filter_id, ("READ",), group_id=group
        )
    return written


def _existing(engine: Engine) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = engine.session.call(
        "GET", "/filter", params={"resourceType": "Task"}
    )
    return found


def _write(engine: Engine, task_filter: TaskFilter, priority: int, former: str | None) -> str:
    """Make a filter, of an earlier one where there is one; answers its id."""
    content = {
        "resourceType": "Task",
        "name": task_filter.name,
        "query": {
            **task_filter.query,
            "sorting": [{"sortBy": "dueDate", "sortOrder": "asc"}],
        },
        "properties": {
            "description": task_filter.description,
            "color": task_filter.color,
            "priority": priority,
            "refresh": True,
            "showUndefinedVariable": False,
            "variables": [{"name": name, "label": label} for name, label in SHOWN.items()],
        },
    }
    if former is not None:
        engine.session.call("PUT", f"/filter/{former}", json=content)
        return former
    return str(engine.session.call("POST", "/filter/create", json=content)["id"])
