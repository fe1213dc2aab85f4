"""What a fetch locks: order, filters, variables, and the long poll."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.contract.rigs import KEY, TENANT, VERSION_TAG
from tests.contract.worker import Refusal, WorkerSide

TICK = timedelta(milliseconds=20)
"""Enough for two tasks to be created at different times."""


def keys(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["businessKey"] for task in tasks]


def test_a_task_is_described_as_it_is(alice: WorkerSide) -> None:
    instance = alice.rig.begin(alice.topic, {"text": "投诉"}, business_key="C-1", priority=7)
    (task,) = alice.fetch()
    assert {
        name: task[name]
        for name in (
            "topicName",
            "workerId",
            "processInstanceId",
            "processDefinitionKey",
            "processDefinitionVersionTag",
            "activityId",
            "businessKey",
            "priority",
            "retries",
            "suspended",
            "tenantId",
            "errorMessage",
            "errorDetails",
            "extensionProperties",
        )
    } == {
        "topicName": alice.topic,
        "workerId": "alice",
        "processInstanceId": instance,
        "processDefinitionKey": KEY,
        "processDefinitionVersionTag": VERSION_TAG,
        "activityId": "Task_Work",
        "businessKey": "C-1",
        "priority": 7,
        "retries": None,
        "suspended": False,
        "tenantId": None,
        "errorMessage": None,
        "errorDetails": None,
        "extensionProperties": {"retries": "R3/PT5M"},
    }
    assert task["processDefinitionId"].startswith(f"{KEY}:")
    assert task["activityInstanceId"].startswith("Task_Work:")
    assert task["executionId"]
    assert datetime.fromisoformat(task["createTime"]).tzinfo is not None


def test_the_fetch_and_the_query_name_the_same_fields(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic)
    (task,) = alice.fetch()
    only_fetched = {"errorDetails", "variables", "extensionProperties"}
    assert set(task) - only_fetched == set(alice.see(task["id"]))


def test_a_query_finds_the_oldest_first_and_can_be_narrowed(alice: WorkerSide) -> None:
    find = alice.rig.engine.external_tasks.find
    begun = []
    for _ in range(3):
        begun.append(alice.rig.begin(alice.topic))
        alice.rig.pass_time(TICK)
    assert [each.process_instance_id for each in find(topic=alice.topic)] == begun
    narrowed = find(process_instance_ids=[begun[2], begun[0]])
    assert [each.process_instance_id for each in narrowed] == [begun[0], begun[2]]
    (one,) = find(process_instance_id=begun[1])
    assert one.topic_name == alice.topic


def test_extension_properties_come_only_when_asked_for(alice: WorkerSide) -> None:
    alice.rig.begin(alice.topic)
    (task,) = alice.fetch(includeExtensionProperties=False)
    assert task["extensionProperties"] == {}


class TestOrder:
    """Priority first, then the order that is asked for."""

    def begin(self, alice: WorkerSide, **priorities: int) -> None:
        for key, priority in priorities.items():
            alice.rig.begin(alice.topic, business_key=key, priority=priority)
            alice.rig.pass_time(TICK)

    def test_higher_priorities_first_then_older_ones(self, alice: WorkerSide) -> None:
        self.begin(alice, a=0, b=5, c=5, d=-1)
        assert keys(alice.fetch(max_tasks=9)) == ["b", "c", "a", "d"]

    def test_priority_can_be_left_aside(self, alice: WorkerSide) -> None:
        self.begin(alice, a=0, b=5)
        assert keys(alice.fetch(max_tasks=9, request={"usePriority": False})) == ["a", "b"]

    def test_the_newest_can_come_first(self, alice: WorkerSide) -> None:
        self.begin(alice, a=0, b=0)
        newest = {"sorting": [{"sortBy": "createTime", "sortOrder": "desc"}]}
        assert keys(alice.fetch(max_tasks=9, request=newest)) == ["b", "a"]

    def test_no_more_come_than_are_asked_for(self, alice: WorkerSide, bob: WorkerSide) -> None:
        self.begin(alice, a=0, b=0, c=0)
        assert keys(alice.fetch(max_tasks=2)) == ["a", "b"]
        assert keys(bob.fetch(max_tasks=9)) == ["c"]


class TestFilters:
    """Of a topic; what does not fit stays unlocked."""

    @pytest.mark.parametrize(
        ("fits", "fits_not"),
        [
            ({"businessKey": "C-1"}, {"businessKey": "C-2"}),
            ({"processDefinitionKey": KEY}, {"processDefinitionKey": "another"}),
            ({"processDefinitionKeyIn": ["x", KEY]}, {"processDefinitionKeyIn": ["x"]}),
            (
                {"processDefinitionVersionTag": VERSION_TAG},
                {"processDefinitionVersionTag": "V8"},
            ),
            ({"withoutTenantId": True}, {"tenantIdIn": [TENANT]}),
            ({"processVariables": {"class": "B"}}, {"processVariables": {"class": "C"}}),
            (
                {"processVariables": {"class": "B", "amount": 5}},
                {"processVariables": {"amount": 6}},
            ),
            ({"processVariables": {"urgent": True}}, {"processVariables": {"absent": 1}}),
        ],
        ids=",".join,
    )
    def test_a_topic_can_be_narrowed(
        self, alice: WorkerSide, fits: dict[str, Any], fits_not: dict[str, Any]
    ) -> None:
        given = {"class": "B", "amount": 5, "urgent": True}
        alice.rig.begin(alice.topic, given, business_key="C-1")
        assert alice.fetch(**fits_not) == []
        assert keys(alice.fetch(**fits)) == ["C-1"]

    def test_by_definition_id(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic)
        (there,) = alice.rig.engine.external_tasks.find(topic=alice.topic)
        definition = alice.see(there.id)["processDefinitionId"]
        assert alice.fetch(processDefinitionId="another:1:x") == []
        assert alice.fetch(processDefinitionIdIn=["another:1:x"]) == []
        assert len(alice.fetch(processDefinitionIdIn=[definition])) == 1

    def test_by_tenant(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic, business_key="own", tenant=TENANT)
        alice.rig.begin(alice.topic, business_key="common")
        assert keys(alice.fetch(max_tasks=9, withoutTenantId=True)) == ["common"]
        (own,) = alice.fetch(max_tasks=9, tenantIdIn=[TENANT])
        assert (own["businessKey"], own["tenantId"]) == ("own", TENANT)

    def test_without_a_word_about_tenants_all_come(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic, business_key="own", tenant=TENANT)
        alice.rig.begin(alice.topic, business_key="common")
        assert sorted(keys(alice.fetch(max_tasks=9))) == ["common", "own"]

    def test_two_topics_in_one_fetch_keep_their_own_filters(self, alice: WorkerSide) -> None:
        other = WorkerSide(alice.rig, f"{alice.topic}.other", "alice")
        for side, key in ((alice, "a"), (alice, "b"), (other, "c"), (other, "d")):
            side.rig.begin(side.topic, business_key=key)
        body = {
            "workerId": "alice",
            "maxTasks": 9,
            "topics": [
                {"topicName": alice.topic, "lockDuration": 60_000, "businessKey": "a"},
                {"topicName": other.topic, "lockDuration": 60_000, "businessKey": "d"},
            ],
        }
        fetched = alice.rig.engine.session.call("POST", "/external-task/fetchAndLock", json=body)
        assert sorted(keys(fetched)) == ["a", "d"]


class TestVariables:
    """Only what is asked for is sent."""

    @pytest.mark.parametrize(
        ("asked", "come"),
        [(["a", "nowhere"], {"a"}), ([], set()), (["a", "b"], {"a", "b"})],
    )
    def test_the_filter_names_what_comes(
        self, alice: WorkerSide, asked: list[str], come: set[str]
    ) -> None:
        alice.rig.begin(alice.topic, {"a": 1, "b": 2})
        (task,) = alice.fetch(variables=asked)
        assert set(task["variables"]) == come

    def test_without_a_filter_all_come(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic, {"a": 1, "b": None})
        (task,) = alice.fetch()
        assert {"a", "b"} <= set(task["variables"])
        assert task["variables"]["b"] == {"type": "Null", "value": None, "valueInfo": {}}


class TestLongPoll:
    """An empty fetch waits; something that comes ends the wait."""

    def poll(self, side: WorkerSide, wait: timedelta) -> tuple[threading.Thread, list[Any]]:
        answer: list[Any] = []
        request = {"asyncResponseTimeout": int(wait.total_seconds() * 1000)}
        thread = threading.Thread(
            target=lambda: answer.append(side.fetch(request=request)), daemon=True
        )
        thread.start()
        time.sleep(0.3)  # so that it waits already; were it later, the test could not fail
        return thread, answer

    def answered(self, thread: threading.Thread, answer: list[Any]) -> Any:
        thread.join(12)
        assert not thread.is_alive(), "the poll was not woken"
        return answer[0]

    def test_a_task_that_comes_ends_it(self, alice: WorkerSide) -> None:
        thread, answer = self.poll(alice, timedelta(seconds=15))
        assert not answer
        alice.rig.begin(alice.topic, business_key="late")
        assert keys(self.answered(thread, answer)) == ["late"]

    def test_an_unlock_ends_it(self, alice: WorkerSide, bob: WorkerSide) -> None:
        _, task = bob.begin_and_take()
        thread, answer = self.poll(alice, timedelta(seconds=15))
        assert not answer
        bob.say(task, "unlock")
        assert [each["id"] for each in self.answered(thread, answer)] == [task]

    def test_it_ends_empty_when_nothing_comes(self, alice: WorkerSide) -> None:
        thread, answer = self.poll(alice, timedelta(milliseconds=900))
        assert not answer
        alice.rig.pass_time(timedelta(seconds=1))
        assert self.answered(thread, answer) == []

    def test_a_task_that_is_there_is_not_waited_for(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic)
        assert len(alice.fetch(request={"asyncResponseTimeout": 15_000})) == 1

    def test_half_an_hour_is_the_longest(self, alice: WorkerSide) -> None:
        body = {"workerId": "alice", "maxTasks": 1, "asyncResponseTimeout": 1_800_001, "topics": []}
        assert alice.refusal("POST", "/external-task/fetchAndLock", body) == Refusal(
            400,
            "InvalidRequestException",
            None,
            "The asynchronous response timeout cannot be set to a value greater than "
            "1800000 milliseconds",
        )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"workerId": None}, Refusal(500, "NullValueException", 0, "workerId is null")),
        (
            {"maxTasks": -1},
            Refusal(
                500, "ProcessEngineException", 0, "maxResults is not greater than or equal to 0"
            ),
        ),
        (
            {"sorting": [{"sortBy": "colour", "sortOrder": "asc"}]},
            Refusal(
                400,
                "InvalidRequestException",
                None,
                "Cannot set query sortBy parameter to value colour",
            ),
        ),
        (
            {"topics": [{"topicName": "x"}]},
            Refusal(500, "ProcessEngineException", 0, "lockTime is not greater than 0"),
        ),
        (
            {"topics": [{"lockDuration": 1000}]},
            Refusal(500, "NullValueException", 0, "topicName is null"),
        ),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_a_fetch_that_makes_no_sense_is_refused(
    alice: WorkerSide, wrong: dict[str, Any], refusal: Refusal
) -> None:
    topics = [{"topicName": alice.topic, "lockDuration": 1000}]
    body = {"workerId": "alice", "maxTasks": 1, "topics": topics, **wrong}
    assert alice.refusal("POST", "/external-task/fetchAndLock", body) == refusal


@pytest.mark.parametrize("nothing", [{"maxTasks": 0}, {"maxTasks": None}, {"topics": []}])
def test_a_fetch_for_nothing_gets_nothing(alice: WorkerSide, nothing: dict[str, Any]) -> None:
    alice.rig.begin(alice.topic)
    topics = [{"topicName": alice.topic, "lockDuration": 1000}]
    body = {"workerId": "alice", "maxTasks": 1, "topics": topics, **nothing}
    assert alice.rig.engine.session.call("POST", "/external-task/fetchAndLock", json=body) == []


def test_tasks_come_as_json_to_the_letter(alice: WorkerSide) -> None:
    """The engine's JavaScript client takes ``application/json;charset=UTF-8`` for bytes."""
    body = {"workerId": "w", "maxTasks": 1, "topics": []}
    answer = alice.rig.engine.session.request("POST", "/external-task/fetchAndLock", json=body)
    assert answer.headers["Content-Type"] == "application/json"
