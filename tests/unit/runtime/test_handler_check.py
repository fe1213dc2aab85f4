"""Slips of declarations are findings of a lint, and no reason not to import or to work."""

from __future__ import annotations

from typing import Any

import pytest

from workers.contract import ErrorCode, Handler, Variables, handler
from workers.procedures import HANDLERS
from workers.runtime import Subscription
from workers.runtime.handler_check import Slip, SlipFinding, check_handlers


class Nothing(Variables):
    pass


def declared(
    topic: str = "order.check",
    *,
    doc: str | None = "Check.",
    label: str = "检查",
    errors: tuple[ErrorCode, ...] = (),
) -> Handler[Any, Any, Any]:
    def run(data: Nothing, desk: None) -> Nothing:
        return data

    run.__doc__ = doc
    return handler(topic, label=label, errors=errors)(run)


@pytest.mark.parametrize("doc", [None, "", "  \n  "], ids=repr)
def test_a_handler_without_docstring_is_a_finding(doc: str | None) -> None:
    assert check_handlers([declared(doc=doc)]) == [SlipFinding(Slip.NO_SUMMARY, "order.check")]


def test_every_slip_is_found_and_named() -> None:
    twice = (ErrorCode("GONE", "没了"), ErrorCode("GONE", " "))
    assert check_handlers(
        [declared("a.b", label=" "), declared("c.d", errors=twice), Subscription(declared("a.b"))]
    ) == [
        SlipFinding(Slip.NO_LABEL, "a.b"),
        SlipFinding(Slip.ERROR_TWICE, "c.d", "GONE"),
        SlipFinding(Slip.NO_ERROR_LABEL, "c.d", "GONE"),
        SlipFinding(Slip.TOPIC_TWICE, "a.b"),
    ]


def test_the_shipped_handlers_have_none() -> None:
    assert check_handlers(HANDLERS) == []
