"""What of a user task's variables counts, by the history of each and the form of its step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workers.cases.submissions import Entry, arrivals, foreign, missing
from workers.engine.history_records import ActivityPassed, VariableUpdate
from workers.models.bpmn import Model
from workers.models.form import Form
from workers.ports import Foreign

AT = datetime(2026, 11, 27, tzinfo=UTC)
WORKER, STEP = "worker-1", "task-1"
ACTIVITIES = {STEP: "Task_Decide"}
FORM = Form(
    {
        "id": "decide",
        "components": [
            {"type": "textfield", "key": "comment", "validate": {"maxLength": 5}},
            {"type": "number", "key": "score", "validate": {"min": 0, "max": 100}},
            {"type": "select", "key": "decision", "values": [{"value": "同意"}, {"value": "驳回"}]},
            {"type": "checkbox", "key": "sure"},
            {"type": "textfield", "key": "shown", "readonly": True},
        ],
    }
)
STEPS = {"Task_Decide": Entry(FORM, frozenset({"kept"}))}


def _update(
    name: str, value: object, where: str, *, scope: str = "", task_id: str | None = None
) -> VariableUpdate:
    return VariableUpdate(
        id="u",
        variable_name=name,
        variable_type="String",
        value=value,
        variable_instance_id=f"{name}{scope}",
        activity_instance_id=where,
        task_id=task_id,
        time=AT,
    )


def _found(*updates: VariableUpdate) -> list[Foreign]:
    return foreign(updates, ACTIVITIES, STEPS)


@pytest.mark.parametrize(
    ("field", "value"),
    [("comment", "可以"), ("score", 100), ("decision", "驳回"), ("sure", True), ("comment", None)],
)
def test_a_field_of_the_form_counts(field: str, value: object) -> None:
    assert _found(_update(field, "before", WORKER), _update(field, value, STEP)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", "六个字的意见"),
        ("comment", 5),
        ("score", 101),
        ("score", "100"),
        ("decision", "特批"),
        ("sure", "true"),
    ],
)
def test_a_value_that_the_form_would_refuse_does_not_count(field: str, value: object) -> None:
    (ignored,) = _found(_update(field, "before", WORKER), _update(field, value, STEP))
    assert ignored == Foreign(field, "Task_Decide", "before")


def test_what_the_form_does_not_have_gets_its_earlier_value_back() -> None:
    assert _found(_update("route", "manager", WORKER), _update("route", "worker", STEP)) == [
        Foreign("route", "Task_Decide", "manager")
    ]
    assert _found(_update("madeUp", "x", STEP)) == [Foreign("madeUp", "Task_Decide", None)]


def test_it_comes_back_however_often_it_was_sent() -> None:
    sent = [_update("route", value, STEP) for value in ("worker", "director")]
    assert _found(_update("route", "manager", WORKER), *sent) == [
        Foreign("route", "Task_Decide", "manager")
    ]


def test_what_a_worker_has_put_right_is_not_found_again() -> None:
    assert _found(_update("route", "worker", STEP), _update("route", "manager", WORKER)) == []


def test_a_read_only_field_may_be_sent_back_as_it_was() -> None:
    assert _found(_update("shown", "as it was", WORKER), _update("shown", "as it was", STEP)) == []
    assert len(_found(_update("shown", "as it was", WORKER), _update("shown", "new", STEP))) == 1


def test_what_is_local_to_the_task_or_kept_by_the_model_is_left_alone() -> None:
    assert _found(_update("kept", "x", STEP)) == []
    assert _found(_update("madeUp", "x", STEP, task_id="t")) == []


def test_scopes_of_one_name_are_told_apart() -> None:
    outer = [_update("route", "manager", WORKER)]
    inner = [_update("route", "worker", STEP, scope="-inner")]
    assert _found(*outer, *inner) == [Foreign("route", "Task_Decide", None)]


def test_a_step_without_a_deployed_form_is_left_alone() -> None:
    steps = {"Task_Decide": Entry(None, frozenset())}
    assert foreign([_update("any", "x", STEP)], ACTIVITIES, steps) == []


def test_what_a_message_brings_is_what_its_event_announces() -> None:
    entries = {"Task_Decide": Entry(None, frozenset(), brings=frozenset({"supplied"}))}
    sent = [_update("supplied", "x", STEP), _update("round", 0, WORKER), _update("round", 9, STEP)]
    assert foreign(sent, ACTIVITIES, entries) == [Foreign("round", "Task_Decide", 0)]


def test_a_start_form_may_bring_its_fields_and_what_the_start_announces() -> None:
    entries = {"Task_Decide": Entry(FORM, frozenset(), brings=frozenset({"intakeId"}))}
    sent = [_update("intakeId", "x", STEP), _update("comment", "可以", STEP)]
    assert foreign(sent, ACTIVITIES, entries) == []
    (refused,) = foreign([*sent, _update("round", 9, STEP)], ACTIVITIES, entries)
    assert refused == Foreign("round", "Task_Decide", None)


MODEL = Model.parse(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    '<process id="p" isExecutable="true"><startEvent id="Begin"/>'
    '<subProcess id="Sub" triggeredByEvent="true"><startEvent id="Inner"/></subProcess>'
    "</process></definitions>"
)


def _visit(activity_id: str, minute: int) -> ActivityPassed:
    at = AT + timedelta(minutes=minute)
    return ActivityPassed(
        id=STEP if activity_id == "Task_Decide" else activity_id,
        activity_id=activity_id,
        activity_type="any",
        process_instance_id="pi",
        start_time=at,
        end_time=at,
    )


def test_what_an_instance_is_started_with_came_in_at_its_start_event() -> None:
    first = _update("round", 9, "pi").model_copy(update={"initial": True})
    later = _update("round", 1, "pi")
    passed = [_visit("Inner", 0), _visit("Begin", 0)]
    assert [each.activity_instance_id for each in arrivals([first, later], passed, MODEL)] == [
        "Begin",
        "pi",
    ]
    assert arrivals([first], [], MODEL)[0].activity_instance_id is None


ASKING = Form(
    {
        "id": "asking",
        "components": [
            {"type": "textfield", "key": "reason", "validate": {"required": True}},
            {"type": "checkbox", "key": "checked", "validate": {"required": True}},
            {"type": "select", "key": "kind", "values": [{"value": "A"}]},
            {
                "type": "textfield",
                "key": "more",
                "validate": {"required": True, "maxLength": 3},
                "conditional": {"hide": '=kind != "A"'},
            },
        ],
    }
)


@pytest.mark.parametrize(
    ("shown", "sent", "lacks"),
    [
        ({}, {"reason": "因为", "checked": True}, []),
        ({}, {}, ["reason", "checked"]),
        ({}, {"reason": "", "checked": False}, ["reason", "checked"]),
        ({"reason": "因为", "checked": True}, {}, []),
        ({"reason": "因为", "checked": True}, {"reason": None}, ["reason"]),
        ({}, {"reason": "因为", "checked": True, "kind": "A"}, ["more"]),
        ({}, {"reason": "因为", "checked": True, "kind": "A", "more": "xxx"}, []),
        ({}, {"reason": "因为", "checked": True, "kind": "A", "more": "xxxx"}, ["more"]),
    ],
)
def test_a_field_that_the_form_asks_for_must_have_a_value_that_counts(
    shown: dict[str, object], sent: dict[str, object], lacks: list[str]
) -> None:
    updates = [_update(name, value, WORKER) for name, value in shown.items()]
    updates += [_update(name, value, STEP) for name, value in sent.items()]
    entries = {"Task_Decide": Entry(ASKING, frozenset())}
    assert missing(_visit("Task_Decide", 1), updates, ACTIVITIES, entries) == lacks


def test_what_came_after_a_submission_does_not_fill_it() -> None:
    late = _update("reason", "因为", WORKER).model_copy(update={"time": AT + timedelta(hours=1)})
    updates = [_update("checked", True, STEP), late]
    entries = {"Task_Decide": Entry(ASKING, frozenset())}
    assert missing(_visit("Task_Decide", 1), updates, ACTIVITIES, entries) == ["reason"]
