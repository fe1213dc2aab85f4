"""Filters of Tasklist: what a member of staff finds there, in which colour and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from workers.engine import Engine

SHOWN: Final = {"caseNumber": "案件编号", "caseUrgency": "紧急程度", "caseCustomer": "当事方"}
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


def missing_filters(
    engine: Engine, filters: Sequence[TaskFilter], group: str
) -> Iterator[tuple[str, Callable[[], object]]]:
    """What must be done for a group to read all these filters: in words, and as a call.

    A filter that is there under its present name is left as it is, whoever changed it.
    """
    known = {each["name"]: each["id"] for each in _existing(engine)}
    for priority, each in enumerate(filters):
        if (there := known.get(each.name)) is None:
            former = known.get(each.formerly or "")
            renamed = f", until now {each.formerly}" if former else ""
            make = partial(_make, engine, each, priority, former, group)
            yield f"filter {each.name}{renamed}", make
        elif engine.identity.missing_permissions(_RESOURCE, there, ("READ",), group_id=group):
            yield f"{group} may READ on filter {each.name}", partial(_open, engine, there, group)


def _make(
    engine: Engine, task_filter: TaskFilter, priority: int, former: str | None, group: str
) -> None:
    _open(engine, _write(engine, task_filter, priority, former), group)


def _open(engine: Engine, filter_id: str, group: str) -> None:
    engine.identity.ensure_authorization(_RESOURCE, filter_id, ("READ",), group_id=group)


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
