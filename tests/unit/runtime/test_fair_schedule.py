"""Turns: what the next fetch asks for, fair across topics."""

from __future__ import annotations

from workers.runtime.fair_schedule import FairSchedule
from workers.runtime.slots import Ask


def answered(schedule: FairSchedule, free: dict[str, int], *topics: str) -> Ask:
    """One fetch that brings a task of each of these topics."""
    ask = schedule.plan(free)
    schedule.answered(ask, topics)
    return ask


def test_without_backlog_all_topics_are_asked_for_and_waited_for() -> None:
    schedule = FairSchedule("ab")
    assert answered(schedule, {"a": 4, "b": 4}, "a") == Ask(("a", "b"), 4, wait=True)
    assert schedule.plan({"a": 4, "b": 4}).wait


def test_a_topic_never_gets_more_than_its_free_places() -> None:
    """The engine may hand out all of maxTasks from one topic."""
    schedule = FairSchedule("ab")
    assert schedule.plan({"a": 1, "b": 7}) == Ask(("a", "b"), 1, wait=True)


def test_a_full_topic_is_left_out_and_that_is_known() -> None:
    assert FairSchedule("ab").plan({"b": 7}) == Ask(("b",), 7, wait=True, complete=False)


def test_backlog_on_a_narrow_topic_does_not_set_the_pace() -> None:
    schedule = FairSchedule("ab", fair=False)
    answered(schedule, {"a": 1, "b": 7}, "b")
    asks = [answered(schedule, {"a": 1, "b": 7}, *"bbbbbbb") for _ in range(2)]
    assert Ask(("b",), 7, wait=False, complete=False) in asks
    assert Ask(("a", "b"), 1, wait=False) in asks
    for ask in asks:
        assert all({"a": 1, "b": 7}[topic] >= ask.max_tasks for topic in ask.topics)


def test_a_flooded_topic_lets_the_others_have_their_turn() -> None:
    schedule = FairSchedule("abc")
    free = {"a": 1, "b": 1, "c": 1}
    answered(schedule, free, "a")
    assert answered(schedule, free, "b").topics == ("b", "c")
    assert answered(schedule, free, "c").topics == ("c",)
    assert answered(schedule, free, "a").topics == ("a", "b", "c")


def test_others_without_work_cost_one_request_that_does_not_wait() -> None:
    schedule = FairSchedule("ab")
    free = {"a": 1, "b": 1}
    answered(schedule, free, "a")
    assert answered(schedule, free) == Ask(("b",), 1, wait=False, complete=False)
    assert answered(schedule, free, "a").topics == ("a", "b")


def test_where_the_engines_order_counts_there_are_no_turns() -> None:
    schedule = FairSchedule("ab", fair=False)
    free = {"a": 1, "b": 1}
    answered(schedule, free, "a")
    assert answered(schedule, free, "a").topics == ("a", "b")


def test_when_the_backlog_is_gone_fetches_wait_again() -> None:
    schedule = FairSchedule("ab")
    free = {"a": 2, "b": 2}
    answered(schedule, free, "a", "a")
    answered(schedule, free)
    answered(schedule, free, "a")
    assert schedule.plan(free).wait
