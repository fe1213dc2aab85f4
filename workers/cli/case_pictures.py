"""The records of the engine about one case, as pictures of its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workers.casework.timezone import in_shanghai
from workers.cli.errors import Fault
from workers.engine import Engine
from workers.engine.history_records import InstancePast
from workers.models import Model
from workers.pictures import portrait
from workers.pictures.route import Visit, route
from workers.pictures.studio import Picture, Studio

_STATES: Final[Mapping[str, str]] = {
    "ACTIVE": "进行中",
    "SUSPENDED": "已暂停",
    "COMPLETED": "已结束",
    "EXTERNALLY_TERMINATED": "已中止",
    "INTERNALLY_TERMINATED": "已中止",
}


def case_pictures(
    engine: Engine, studio: Studio, case_no: str, names: Mapping[str, str]
) -> Iterator[tuple[str, Picture]]:
    """Name and picture of each process instance of a case, in the order in which they began.

    Each is drawn on the version of the model that it runs by.

    Args:
        engine: that has, or had, the case.
        studio: where the pictures are drawn.
        case_no: the case.
        names: of people, by id.

    Raises:
        Fault: the engine remembers no such case.
    """
    instances = engine.history.instances(business_key=case_no)
    if not instances:
        raise Fault(
            f"the engine remembers no case {case_no}",
            "sop case list has the numbers; what is older than a model's time to live is gone.",
        )
    seen: dict[str, int] = {}
    for each in instances:
        key = each.process_definition_key
        seen[key] = seen.get(key, 0) + 1
        number = f"-{seen[key]}" if seen[key] > 1 else ""
        yield f"{case_no}-{key}{number}", _picture(engine, studio, each, case_no, names)


def _picture(
    engine: Engine, studio: Studio, instance: InstancePast, case_no: str, names: Mapping[str, str]
) -> Picture:
    xml = engine.deployments.definition_xml(instance.process_definition_id)
    model = Model.parse(xml, instance.process_definition_key)
    dues = {
        each.activity_instance_id: each.due
        for each in engine.history.tasks(process_instance_id=instance.id)
    }
    visits = [
        Visit(
            element=each.activity_id,
            start=each.start_time,
            end=each.end_time,
            cancelled=each.canceled,
            who=names.get(each.assignee or "", each.assignee or ""),
            due=dues.get(each.id),
        )
        for each in engine.history.activities(instance.id)
    ]
    marks = route(model, visits, _title(model, instance, case_no), in_shanghai)
    return portrait.diagram(studio, xml, marks)


def _title(model: Model, instance: InstancePast, case_no: str) -> list[str]:
    begun = f"{in_shanghai(instance.start_time):%Y-%m-%d %H:%M}"
    ended = f" 至 {in_shanghai(instance.end_time):%Y-%m-%d %H:%M}" if instance.end_time else " 起"
    state = _STATES.get(instance.state, instance.state)
    return [
        f"{case_no} {model.name(instance.process_definition_key)}",
        f"{state} · {begun}{ended} · 绿：走过的路，橙：正在等待，灰：中止",
    ]
