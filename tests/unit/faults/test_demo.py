"""Why a mail came twice is read from the log of faults."""

from __future__ import annotations

from tests.faults.demo import _cause

LOST, KILLED, CUT = (
    "the mail server's answer lost",
    "worker killed",
    "connections to the engine cut",
)


def test_the_cause_lies_between_the_two_deliveries() -> None:
    assert _cause([(1, CUT), (11, CUT), (12, KILLED), (30, LOST)], 10, 20) == KILLED


def test_an_answer_ordered_lost_is_that_of_the_next_mail_however_late() -> None:
    assert _cause([(1, KILLED), (2, LOST), (3, CUT)], 10, 12) == LOST


def test_a_repeat_without_a_fault_that_explains_it_has_no_cause() -> None:
    assert _cause([(1, CUT), (11, CUT)], 10, 20) == ""
    assert _cause([(1, KILLED)], 10, 20) == ""
