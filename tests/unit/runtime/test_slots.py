"""Slots: how much more work fits, in all and per topic."""

from __future__ import annotations

import threading
from datetime import timedelta

from workers.runtime.completion_rate import CompletionRate
from workers.runtime.slots import Ask, Free, Plan, Slots

from .hands import Hands


def everything(free: Free) -> Ask:
    return Ask(tuple(free), min(free.values()), wait=True)


def backlog(free: Free) -> Ask:
    return Ask(tuple(free), min(free.values()), wait=False)


def free_of(slots: Slots) -> dict[str, int]:
    seen: dict[str, int] = {}

    def look(free: Free) -> Ask:
        seen.update(free)
        return Ask((), 0, wait=False)

    ask = slots.reserve(look)
    assert ask is not None
    slots.finish(ask)
    return seen


def waiting(slots: Slots, plan: Plan = everything) -> tuple[threading.Thread, list[Ask | None]]:
    answers: list[Ask | None] = []
    asking = threading.Thread(target=lambda: answers.append(slots.reserve(plan)), daemon=True)
    asking.start()
    return asking, answers


def test_free_places_are_those_not_taken() -> None:
    slots = Slots(3, {"a": None})
    slots.take("a")
    assert free_of(slots) == {"a": 2}
    assert slots.busy == 1


def test_a_topic_has_no_more_places_than_its_limit() -> None:
    slots = Slots(8, {"a": 2, "b": None})
    slots.take("a")
    assert free_of(slots) == {"a": 1, "b": 7}
    slots.take("a")
    assert free_of(slots) == {"b": 6}


def test_what_is_asked_for_is_reserved_until_the_answer_has_come() -> None:
    slots = Slots(3, {"a": 2, "b": None})
    ask = slots.reserve(lambda _free: Ask(("a",), 1, wait=True))
    assert ask is not None
    assert free_of(slots) == {"a": 1, "b": 2}
    slots.finish(ask)
    assert free_of(slots) == {"a": 2, "b": 3}


def test_a_full_house_blocks_until_somebody_leaves() -> None:
    slots = Slots(1, {"a": None})
    slots.take("a")
    asking, answers = waiting(slots)
    asking.join(0.05)
    assert asking.is_alive()
    slots.release("a")
    asking.join(5)
    assert answers == [Ask(("a",), 1, wait=True)]


def test_closing_ends_the_wait() -> None:
    slots = Slots(1, {"a": None})
    slots.take("a")
    asking, answers = waiting(slots)
    slots.close()
    asking.join(5)
    assert answers == [None]
    assert slots.reserve_freed() is None


def test_a_topic_freed_behind_a_long_poll_is_asked_for_on_its_own() -> None:
    slots = Slots(4, {"narrow": 1, "wide": None})
    slots.take("narrow")
    long_poll = slots.reserve(everything)
    assert long_poll == Ask(("wide",), 3, wait=True)
    slots.release("narrow")
    assert slots.reserve_freed() == Ask(("narrow",), 1, wait=False, complete=False)


def test_a_topic_that_the_poll_under_way_covers_is_not_asked_for_twice() -> None:
    slots = Slots(4, {"narrow": 1, "wide": None})
    slots.take("wide")
    slots.reserve(everything)
    slots.release("wide")
    asking = threading.Thread(target=slots.reserve_freed, daemon=True)
    asking.start()
    asking.join(0.05)
    assert asking.is_alive()
    slots.close()
    asking.join(5)
    assert not asking.is_alive()


def at_pace(total: int, limits: dict[str, int | None], per_second: int) -> Slots:
    """Slots of a worker whose tasks have ended at this rate for some seconds."""
    clock = Hands()
    slots = Slots(total, limits, CompletionRate(timedelta(milliseconds=100), clock))
    (topic, *_) = limits
    for _ in range(per_second * 5):
        slots.take(topic)
        clock.now += 1 / per_second
        slots.release(topic)
    return slots


def test_at_a_pace_there_is_room_for_what_will_end_soon() -> None:
    slots = at_pace(8, {"a": None}, 400)
    assert 8 + 38 <= free_of(slots)["a"] <= 8 + 42


def test_a_topic_with_a_limit_gets_nothing_ahead() -> None:
    slots = at_pace(8, {"a": None, "narrow": 2}, 400)
    assert free_of(slots)["narrow"] == 2


def test_a_fetch_waits_until_it_is_worth_it() -> None:
    slots = at_pace(8, {"a": None}, 400)
    for _ in range(30):
        slots.take("a")
    asking, answers = waiting(slots, backlog)
    asking.join(0.1)
    assert asking.is_alive()
    for _ in range(14):
        slots.release("a")
    asking.join(5)
    (ask,) = answers
    assert ask is not None
    assert ask.max_tasks > 20


def test_a_fetch_that_waits_asks_for_no_more_than_can_run() -> None:
    slots = at_pace(8, {"a": None}, 400)
    assert slots.reserve(everything) == Ask(("a",), 8, wait=True)
