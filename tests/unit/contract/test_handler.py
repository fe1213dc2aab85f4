"""What is no handler is refused where it is declared, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workers.contract import Variables, handler


class Order(Variables):
    amount: int


class Answer(Variables):
    approved: bool = True


def without_desk(order: Order) -> Answer:
    """Do."""
    return Answer()


def without_output(order: Order, desk: None):
    """Do."""


def of_anything(order: dict[str, Any], desk: None) -> Answer:
    """Do."""
    return Answer()


def of_a_plain_class(order: int, desk: None) -> Answer:
    """Do."""
    return Answer()


def without_docstring(order: Order, desk: None) -> Answer:
    return Answer()


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (without_desk, "expected (input, context) -> output"),
        (without_output, "expected (input, context) -> output"),
        (of_anything, "input and output must be Variables models"),
        (of_a_plain_class, "input and output must be Variables models"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_no_handler_is_refused(function: Callable[..., Any], said: str) -> None:
    with pytest.raises(TypeError) as caught:
        handler("order.check", label="试")(function)
    assert str(caught.value) == f"handler of order.check: {said}"


def test_a_handler_without_docstring_is_declared_all_the_same() -> None:
    declared = handler("order.check", label="试")(without_docstring)
    assert declared.summary == ""
    assert declared.run(Order(amount=1), None) == Answer()


def test_a_model_inside_a_function_is_refused_with_the_way_out() -> None:
    class Local(Variables):
        amount: int

    def check(order: Local, desk: None) -> Answer:
        """Check."""
        return Answer()

    with pytest.raises(TypeError, match=r"Local is not known .* top of the module"):
        handler("order.check", label="试")(check)


def test_everything_is_read_from_the_function() -> None:
    def check(order: Order, desk: None) -> Answer:
        """Check an order.

        At length.
        """
        return Answer()

    declared = handler("order.check", label="检查")(check)
    assert (declared.topic, declared.label, declared.summary) == (
        "order.check",
        "检查",
        "Check an order.",
    )
    assert (declared.input, declared.output, declared.errors) == (Order, Answer, ())
    assert declared.input.names() == ("amount",)
