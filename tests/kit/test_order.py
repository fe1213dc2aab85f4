"""Scenarios of an order, as another team would write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from workers.testing import KitError, Scenario, ScenarioFailure, Scenarios

pytestmark = pytest.mark.engine
Order = Callable[..., Scenario]


def test_a_packed_order_is_shipped_by_the_called_process(order: Order) -> None:
    case = order(deliveryAt="2030-03-05T08:00:00+08:00")
    case.waits_at("Task_Pack")
    assert case.submit("Task_Pack", parcels=2) == "anna"
    case.waits_only_at("Task_Ship", "Event_Delivery")
    case.advance("PT22H59M59S")
    case.waits_at("Event_Delivery")
    case.advance("PT1S")
    case.has_ended(at="EndEvent_Delivered")
    case.has_passed("Task_Reserve", "Task_Pack", "Task_HandOver", "EndEvent_Arrived")
    case.has_not_passed("Task_Remind", "Task_Decide")


def test_the_warehouse_is_reminded_three_times_and_then_sales_decide(order: Order) -> None:
    case = order()
    begin = case.now
    reminders = case.mock("warehouse.remind")
    for count in (1, 2, 3):
        case.advance("PT4H")
        assert len(reminders.calls) == count
    case.advance("PT35H59M")
    assert len(reminders.calls) == 3
    case.waits_at("Task_Pack")
    case.advance("PT1M")
    case.waits_only_at("Task_Decide")
    assert case.now == begin + timedelta(days=2)
    case.submit("Task_Decide")
    case.has_ended(at="EndEvent_Delivered")


def test_what_was_deferred_happens_between_the_timers(order: Order) -> None:
    case = order()
    reminders = case.mock("warehouse.remind")
    case.when("Task_Pack").after("PT6H").submit(by="ben", parcels=1)
    case.advance("PT5H59M")
    assert len(reminders.calls) == 1
    case.advance("P1D")
    assert len(reminders.calls) == 1
    case.has_ended(at="EndEvent_Delivered")


def test_a_cancelled_order_releases_its_stock(order: Order) -> None:
    case = order()
    released = case.mock("stock.release")
    case.message("OrderCancelled")
    case.has_ended(at="EndEvent_Cancelled")
    assert len(released.calls) == 1


def test_an_old_order_is_reported_while_it_goes_on(order: Order) -> None:
    case = order(deliveryAt="2030-03-20T08:00:00+08:00", express=True)
    report = case.mock("order.report")
    case.advance("P7D")
    assert len(report.calls) == 1
    case.waits_at("Event_Delivery")
    case.has_passed("Task_HandOver", "Task_Report")


def test_stock_that_is_out_ends_the_order(scenarios, order: Order) -> None:  # type: ignore[no-untyped-def]
    scenario = scenarios.new()
    scenario.mock("stock.reserve").raises("OUT_OF_STOCK", "none left")
    scenario.start("order-handling", "order-out-of-stock", express=False)
    scenario.has_ended(at="EndEvent_OutOfStock")


def test_a_failing_topic_is_tried_again_in_virtual_time(scenarios) -> None:  # type: ignore[no-untyped-def]
    case = scenarios.new()
    reserve = case.mock("stock.reserve").fails("the store is closed").returns()
    case.start("order-handling", "order-retried", express=False)
    case.advance("PT9M59S")
    assert len(reserve.calls) == 1
    case.advance("PT1S")
    assert len(reserve.calls) == 2
    case.waits_at("Task_Pack")


def test_a_topic_that_keeps_failing_is_an_incident_that_operations_mend(scenarios) -> None:  # type: ignore[no-untyped-def]
    case = scenarios.new()
    case.mock("stock.reserve").fails("the store is closed")
    case.start("order-handling", "order-broken", express=False)
    case.advance("PT1H")
    incident = case.has_incident(at="Task_Reserve")
    assert incident.incident_message == "the store is closed"
    case.mock("stock.reserve")
    case.retry()
    case.waits_at("Task_Pack")


def test_it_begins_anywhere(scenarios) -> None:  # type: ignore[no-untyped-def]
    case = scenarios.start("order-handling", "order-before", before="Task_Decide")
    case.waits_only_at("Task_Decide")
    case = scenarios.new()
    case.mock("carrier.hand-over")
    case.start(
        "order-handling", "order-after", after="Task_Decide", deliveryAt="2030-03-04T08:00:00+08:00"
    )
    case.has_ended(at="EndEvent_Delivered")


def test_a_failure_says_where_the_case_is(order: Order) -> None:
    case = order()
    with pytest.raises(ScenarioFailure) as failure:
        case.waits_at("Task_Decide")
    print(failure.value)


def test_a_suspended_order_does_not_age_and_catches_up_when_it_goes_on(order: Order) -> None:
    case = order()
    reminders = case.mock("warehouse.remind")
    _suspend(case, True)
    case.advance("PT5H")
    assert reminders.calls == []
    case.waits_at("Task_Pack")
    _suspend(case, False)
    case.run_until_idle()
    assert len(reminders.calls) == 1
    case.has_passed("Timer_Reminder", "Task_Remind")


def test_a_timer_that_somebody_moves_fires_at_its_new_date(order: Order) -> None:
    case = order()
    (timer,) = case.engine.jobs.find(process_instance_id=case.instance_id, activity_id="Timer_Late")
    case.engine.jobs.set_due_date(timer.id, case.now + timedelta(hours=1))
    case.run_until_idle()
    assert case.timer_due("Timer_Late") == case.now + timedelta(hours=1)
    case.advance("PT1H")
    case.waits_only_at("Task_Decide")


def _suspend(case: Scenario, suspended: bool) -> None:
    path = f"/process-instance/{case.instance_id}/suspended"
    case.engine.session.call("PUT", path, json={"suspended": suspended})


def test_a_key_of_an_ended_case_may_be_used_again(order: Order, scenarios: Scenarios) -> None:
    first = order()
    first.message("OrderCancelled")
    key = str(first.business_key)
    second = scenarios.new()
    second.mock("stock.reserve")
    second.start("order-handling", key, express=False)
    second.has_not_passed("EndEvent_Cancelled")
    with pytest.raises(KitError, match=f"business key {key} is taken"):
        scenarios.start("order-handling", key)
