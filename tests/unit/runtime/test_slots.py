"""Slots: how much more work fits."""

from __future__ import annotations

import threading

from workers.runtime.slots import Slots


def test_free_places_are_those_not_taken() -> None:
    slots = Slots(3)
    slots.take()
    assert (slots.wait_for_free(), slots.busy) == (2, 1)


def test_a_full_house_blocks_until_somebody_leaves() -> None:
    slots = Slots(1)
    slots.take()
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(slots.wait_for_free()))
    asking.start()
    asking.join(0.05)
    assert asking.is_alive()
    slots.release()
    asking.join(5)
    assert answers == [1]


def test_closing_ends_the_wait() -> None:
    slots = Slots(1)
    slots.take()
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(slots.wait_for_free()))
    asking.start()
    slots.close()
    asking.join(5)
    assert answers == [0]
