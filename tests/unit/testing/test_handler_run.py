"""One handler alone, as a worker would run it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from workers.contract import (
    BpmnError,
    Completion,
    Context,
    ErrorCode,
    ExternalTask,
    Handler,
    Outcome,
    OwnershipLost,
    PermanentFailure,
    Variables,
    handler,
)
from workers.engine import EncodeError
from workers.runtime import DirectExecutor
from workers.testing import SimulatedLock, run_handler


class Refund(Variables):
    amount: Decimal
    note: str | None = None


class Paid(Variables):
    paid: Decimal | None = None
    echo: Any = None


@dataclass
class Desk:
    ceiling: Decimal = Decimal(100)
    paid: list[Decimal] = field(default_factory=list)


@handler("refund.pay", label="退款", errors=(ErrorCode("TOO_MUCH", "超限"),))
def pay(refund: Refund, desk: Desk) -> Paid:
    """Pay a refund."""
    if refund.amount > desk.ceiling:
        raise BpmnError("TOO_MUCH", "above the ceiling", {"ceiling": desk.ceiling})
    if refund.amount < 0:
        raise PermanentFailure("a refund is not negative")
    if refund.note == "undeclared":
        raise BpmnError("TYPO", "x")
    desk.paid.append(refund.amount)
    return Paid(paid=refund.amount, echo=date(2026, 1, 1) if refund.note == "a date" else None)


class FencedExecutor:
    """Asks before the effect and after it, as a unit of work does."""

    def __init__(self, desk: Desk) -> None:
        self._direct = DirectExecutor(desk)
        self.tasks: list[ExternalTask] = []

    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        self.tasks.append(context.task)
        context.ensure_owned()
        outcome = self._direct.execute(handler, context)
        context.ensure_owned()
        return outcome


def test_the_outcome_is_what_an_engine_would_show() -> None:
    desk = Desk()
    outcome = run_handler(pay, {"amount": Decimal("9.90")}, desk)
    assert outcome == Completion({"paid": "9.90", "echo": None})
    assert desk.paid == [Decimal("9.90")]


def test_an_input_model_will_do() -> None:
    assert run_handler(pay, Refund(amount=Decimal(1)), Desk()) == run_handler(
        pay, {"amount": "1"}, Desk()
    )


def test_a_declared_bpmn_error_is_an_outcome() -> None:
    outcome = run_handler(pay, {"amount": 101}, Desk())
    assert isinstance(outcome, BpmnError)
    assert (outcome.code, outcome.variables) == ("TOO_MUCH", {"ceiling": "100"})


def test_an_undeclared_bpmn_error_is_a_mistake_in_the_handler() -> None:
    with pytest.raises(AssertionError, match="TYPO"):
        run_handler(pay, {"amount": 1, "note": "undeclared"}, Desk())


def test_failures_are_raised() -> None:
    with pytest.raises(PermanentFailure, match="not negative"):
        run_handler(pay, {"amount": -1}, Desk())


def test_an_input_that_does_not_fit_is_raised() -> None:
    with pytest.raises(ValidationError):
        run_handler(pay, {"amount": "much"}, Desk())


@pytest.mark.parametrize(
    "variables", [{"amount": 1, "note": date(2026, 1, 1)}, {"amount": 1, "note": "a date"}]
)
def test_what_no_engine_could_carry_is_found(variables: dict[str, object]) -> None:
    with pytest.raises(EncodeError):
        run_handler(pay, variables, Desk())


def test_only_declared_variables_are_delivered_with_the_facts_of_the_task() -> None:
    executor = FencedExecutor(Desk())
    run_handler(
        pay,
        {"amount": 1, "secret": "not declared"},
        executor=executor,
        business_key="C-1",
        retries=2,
    )
    (task,) = executor.tasks
    assert task.variables == {"amount": 1}
    assert (task.topic, task.business_key, task.retries) == ("refund.pay", "C-1", 2)


@pytest.mark.parametrize(("lost_at", "paid"), [(1, []), (2, [Decimal(1)])])
def test_a_lock_can_be_lost_at_any_fence(lost_at: int, paid: list[Decimal]) -> None:
    desk, lock = Desk(), SimulatedLock(lost_at=lost_at)
    with pytest.raises(OwnershipLost):
        run_handler(pay, {"amount": 1}, executor=FencedExecutor(desk), lock=lock)
    assert desk.paid == paid
    assert lock.fences == lost_at


def test_a_lock_can_be_lost_meanwhile() -> None:
    lock = SimulatedLock()
    seen: list[bool] = []

    class Losing:
        def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
            seen.append(context.cancelled)
            lock.lose()
            seen.append(context.cancelled)
            context.ensure_owned()
            return Completion()

    with pytest.raises(OwnershipLost):
        run_handler(pay, {"amount": 1}, executor=Losing(), lock=lock)
    assert seen == [False, True]


def test_a_lock_that_stays_is_passed() -> None:
    lock = SimulatedLock()
    run_handler(pay, {"amount": 1}, executor=FencedExecutor(Desk()), lock=lock)
    assert lock.fences == 2
