"""The forms that people submitted in a process instance, read from the engine's history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workers.cases.submissions import DeployedModel, Entry, allowed_at
from workers.engine.history_records import ActivityPassed, VariableUpdate
from workers.ports import Submission


def submitted(
    deployed: DeployedModel,
    passed: Sequence[ActivityPassed],
    updates: Sequence[VariableUpdate],
    starter: str | None,
) -> list[Submission]:
    """Every submission, the start's first, then by time.

    Args:
        deployed: model and forms of the instance.
        passed: all its activities.
        updates: all values of its variables, the start's as those of the start event.
        starter: who started it.
    """
    activities = {each.id: each.activity_id for each in passed}
    found = []
    for visit in passed:
        entry = deployed.entries.get(visit.activity_id)
        if entry is None or entry.form is None or visit.end_time is None or visit.canceled:
            continue
        values = _values(visit, entry, updates, activities, deployed.entries)
        found.append(
            Submission(
                activity_id=visit.activity_id,
                name=deployed.model.name(visit.activity_id),
                visit=visit.id,
                form=entry.form.id,
                user=visit.assignee if visit.task_id else starter,
                at=visit.end_time,
                values=values,
            )
        )
    return sorted(found, key=lambda each: (each.at, each.visit))


def _values(
    visit: ActivityPassed,
    entry: Entry,
    updates: Sequence[VariableUpdate],
    activities: Mapping[str, str],
    entries: Mapping[str, Entry],
) -> dict[str, object]:
    """Field → value: as sent; of a field that was not sent what the form showed."""
    assert entry.form is not None
    end = visit.end_time
    fields = set(entry.form.keys)
    shown: dict[str, object] = {}
    sent: dict[str, object] = {}
    for each in updates:
        if each.variable_name not in fields or (end is not None and each.time > end):
            continue
        if allowed_at(each, activities, entries):
            here = each.activity_instance_id == visit.id
            (sent if here else shown)[each.variable_name] = each.value
    return {**shown, **sent}
