"""Traces say where, never what."""

from __future__ import annotations

import pytest

from workers.runtime.stack import frames, name_of

from .handlers import SECRET


class Ours(Exception):
    pass


def inner(customer: str) -> None:
    raise KeyError(customer)


def outer(customer: str) -> None:
    try:
        inner(customer)
    except KeyError as error:
        raise Ours(customer) from error


def caught(action: object = outer) -> BaseException:
    try:
        outer(SECRET)
    except Ours as error:
        return error
    raise AssertionError


def test_every_frame_and_cause_is_named_and_nothing_quoted() -> None:
    text = frames(caught())
    assert "Ours" in text
    assert "caused by KeyError" in text
    assert "in outer" in text
    assert "in inner" in text
    assert SECRET not in text


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert frames(first).count("caused by") == 1


def test_a_very_deep_stack_is_cut() -> None:
    def dive(depth: int) -> None:
        if not depth:
            raise ValueError
        dive(depth - 1)

    with pytest.raises(ValueError) as raised:  # noqa: PT011 - it has no text
        dive(600)
    assert len(frames(raised.value)) <= 16_000


def test_pythons_own_classes_need_no_module() -> None:
    assert name_of(KeyError()) == "KeyError"
    assert name_of(Ours()).endswith("test_stack.Ours")
