"""Why a mail came twice is read from the log of faults."""

from __future__ import annotations

import pytest

from tests.faults.demo import _cause

LOST, KILLED, CUT = (
    "the mail server's answer lost",
    "worker killed",
    "connections to the engine cut",
)


@pytest.mark.parametrize("at", [9.9, 10.1])
def test_the_answer_to_the_first_delivery_was_lost(at: float) -> None:
    assert _cause([(1, LOST), (at, LOST), (12, CUT)], 10, 20) == LOST


def test_the_worker_was_killed_between_the_two() -> None:
    assert _cause([(1, CUT), (11, CUT), (12, KILLED), (30, LOST)], 10, 20) == KILLED


def test_a_repeat_without_a_fault_that_explains_it_has_no_cause() -> None:
    assert _cause([(1, CUT), (11, CUT)], 10, 20) == ""
    assert _cause([(1, KILLED), (21, KILLED)], 10, 20) == ""
    assert _cause([(5, LOST), (15, LOST)], 10, 20) == ""
