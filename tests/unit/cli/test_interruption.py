"""Signals: raised once, never inside a shielded section."""

from __future__ import annotations

import os
import signal

import pytest

from workers.cli.interruption import Interrupted, interruptible, shielded


def ring(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


def test_a_signal_is_raised_with_the_shells_exit_code() -> None:
    with interruptible(), pytest.raises(Interrupted) as raised:
        ring(signal.SIGTERM)
    assert raised.value.code == 143


def test_a_shielded_section_is_finished_first() -> None:
    done: list[str] = []

    def work() -> None:
        with shielded():
            with shielded():
                ring()
                done.append("inner")
            done.append("outer")

    with interruptible(), pytest.raises(Interrupted) as raised:
        work()
    assert done == ["inner", "outer"]
    assert raised.value.code == 130


def test_further_signals_do_not_disturb_the_stopping() -> None:
    stopped = []

    def work() -> None:
        try:
            ring()
        finally:
            ring()
            stopped.append("everything")

    with interruptible(), pytest.raises(Interrupted):
        work()
    assert stopped == ["everything"]


def test_the_old_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with interruptible():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
