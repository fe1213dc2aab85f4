"""Which of several variables of one name a task sees."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from workers.engine.activity_tree import ActivityInstance
from workers.engine.record import Record, read_list
from workers.engine.session import EngineSession


class VariableInstance(Record):
    """One variable in one scope of an instance."""

    id: str
    execution_id: str | None = None
    activity_instance_id: str | None = None


def seen_from(
    session: EngineSession, process_instance_id: str, execution_id: str, name: str
) -> str | None:
    """Id of the variable that an execution sees: that of the innermost scope around it.

    ``None`` if no scope has it, or if several of the same scope do, as for the element variable of
    a multi-instance activity.

    Raises:
        EngineError: the engine cannot be asked.
    """
    query = {
        "processInstanceIdIn": process_instance_id,
        "variableName": name,
        "deserializeValues": "false",
    }
    path = "/variable-instance"
    found = read_list(VariableInstance, path, session.call("GET", path, params=query))
    own = [each.id for each in found if each.execution_id == execution_id]
    if own or len(found) <= 1:
        return own[0] if own else next((each.id for each in found), None)
    path = f"/process-instance/{quote(process_instance_id, safe='')}/activity-instances"
    tree = ActivityInstance.read(path, session.call("GET", path))
    for scope in reversed(list(_path(tree, execution_id))):
        here = [each.id for each in found if each.activity_instance_id == scope.id]
        if here:
            return here[0] if len(here) == 1 else None
    return None


def _path(node: ActivityInstance, execution_id: str) -> Iterator[ActivityInstance]:
    """From a node down to the innermost one that this execution runs."""
    for child in node.child_activity_instances:
        below = list(_path(child, execution_id))
        if below:
            yield node
            yield from below
            return
    if execution_id in node.execution_ids:
        yield node
