"""The kit's own mutation test: whoever breaks the order process turns one of its scenarios red.

Every mutation is a copy of the models under keys of its own, so that all of them lie on one engine.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.kit import test_order
from tests.kit.conftest import MODELS, orders
from workers.testing import KitError, Project, Scenario, Scenarios
from workers.testing.scenario import Parts

pytestmark = pytest.mark.engine

HANDLING, SHIPPING, FORM = "order-handling.bpmn", "order-shipping.bpmn", "pack-order.form"


@dataclass(frozen=True)
class Mutation:
    """One change of one file, and the scenario that must notice it."""

    what: str
    file: str
    old: str
    new: str
    noticed_by: Callable[..., None]


SHIPPED = test_order.test_a_packed_order_is_shipped_by_the_called_process
LATE = test_order.test_the_warehouse_is_reminded_three_times_and_then_sales_decide
DEFERRED = test_order.test_what_was_deferred_happens_between_the_timers
CANCELLED = test_order.test_a_cancelled_order_releases_its_stock
OLD = test_order.test_an_old_order_is_reported_while_it_goes_on
OUT = test_order.test_stock_that_is_out_ends_the_order
RETRIED = test_order.test_a_failing_topic_is_tried_again_in_virtual_time

MUTATIONS = [
    Mutation(
        "a flow leads elsewhere",
        HANDLING,
        'sourceRef="Timer_Late" targetRef="Task_Decide"',
        'sourceRef="Timer_Late" targetRef="Task_Ship"',
        LATE,
    ),
    Mutation(
        "a flow skips the called process",
        HANDLING,
        'sourceRef="Task_Pack" targetRef="Task_Ship"',
        'sourceRef="Task_Pack" targetRef="EndEvent_Delivered"',
        SHIPPED,
    ),
    Mutation("a longer duration", HANDLING, ">P2D<", ">P3D<", LATE),
    Mutation("a shorter duration", HANDLING, ">P2D<", ">P1D<", LATE),
    Mutation("a longer limit around the process", HANDLING, ">P7D<", ">P7DT1S<", OLD),
    Mutation("a longer period", HANDLING, ">R3/PT4H<", ">R3/PT5H<", LATE),
    Mutation("a repetition less", HANDLING, ">R3/PT4H<", ">R2/PT4H<", LATE),
    Mutation("a repetition more", HANDLING, ">R3/PT4H<", ">R4/PT4H<", LATE),
    Mutation("another date", SHIPPING, "${deliveryAt}", "2030-03-04T10:00:00+08:00", SHIPPED),
    Mutation("a message renamed", HANDLING, 'name="OrderCancelled"', 'name="Cancelled"', CANCELLED),
    Mutation(
        "a message lost",
        HANDLING,
        '<messageEventDefinition messageRef="Message_OrderCancelled" />',
        '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">P9D</timeDuration>'
        "</timerEventDefinition>",
        CANCELLED,
    ),
    Mutation("a reminder that interrupts", HANDLING, 'cancelActivity="false" ', "", LATE),
    Mutation(
        "a limit that does not interrupt",
        HANDLING,
        'id="Timer_Late" name="After two days"',
        'id="Timer_Late" name="After two days" cancelActivity="false"',
        LATE,
    ),
    Mutation(
        "an event sub-process that interrupts",
        HANDLING,
        'name="After a week" isInterrupting="false"',
        'name="After a week"',
        OLD,
    ),
    Mutation("a condition turned round", HANDLING, "${express}", "${not express}", SHIPPED),
    Mutation("another group", HANDLING, 'Groups="warehouse"', 'Groups="sales"', SHIPPED),
    Mutation("a lower limit in the form", FORM, '"max": 20', '"max": 1', SHIPPED),
    Mutation("another field in the form", FORM, '"key": "parcels"', '"key": "boxes"', DEFERRED),
    Mutation("another error", HANDLING, '"OUT_OF_STOCK"', '"SOLD_OUT"', OUT),
    Mutation("other retries", HANDLING, "R3/PT10M", "R3/PT11M", RETRIED),
    Mutation("another topic", HANDLING, '"stock.release"', '"stock.reserve"', CANCELLED),
    Mutation(
        "a business key that is not given on",
        HANDLING,
        '<camunda:in businessKey="#{execution.processBusinessKey}" />',
        "",
        SHIPPED,
    ),
]
UNCHANGED = len(MUTATIONS)


def key(process: str, number: int) -> str:
    return f"{process}-mutated-{number}"


@pytest.fixture(scope="session")
def scenario_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    deployments = {}
    for number in range(UNCHANGED + 1):
        folder = tmp_path_factory.mktemp(f"mutated-{number}")
        for path in MODELS.iterdir():
            (folder / path.name).write_text(mutated(path, number), encoding="utf-8")
        deployments[f"mutated-{number}"] = sorted(folder.iterdir())
    return Project(
        deployments=deployments, staff={"warehouse": ["anna", "ben"], "sales": ["carla"]}
    )


def mutated(path: Path, number: int) -> str:
    """A file with its mutation; the last number is that of the unchanged copy."""
    text = path.read_text(encoding="utf-8")
    if number < UNCHANGED and MUTATIONS[number].file == path.name:
        assert text.count(MUTATIONS[number].old) == 1, MUTATIONS[number].what
        text = text.replace(MUTATIONS[number].old, MUTATIONS[number].new)
    for process in ("order-handling", "order-shipping"):
        text = text.replace(f'"{process}"', f'"{key(process, number)}"')
    return text


class OnCopy(Scenarios):
    """Plays on the copy of one mutation."""

    def __init__(self, parts: Parts, number: int) -> None:
        super().__init__(parts)
        self._number = number

    # Any: the overloads of the original.
    def new(self, begin: datetime | None = None, *, kind: Any = None) -> Any:
        number = self._number

        class Renamed(Scenario):
            def start(self, process: str, business_key: str, **given: Any) -> Scenario:
                own = f"{business_key}-{uuid4().hex[:8]}"
                return super().start(key(process, number), own, **given)

        return super().new(begin, kind=Renamed)


@pytest.fixture
def play(scenario_parts: Parts) -> Iterator[Callable[[Callable[..., None], int], None]]:
    """Plays a scenario of the order process on a copy, its end included."""
    copies: list[OnCopy] = []

    def run(scenario: Callable[..., None], number: int) -> None:
        copy = OnCopy(scenario_parts, number)
        copies.append(copy)
        given = {"scenarios": copy, "order": orders(copy)}
        scenario(**{name: given[name] for name in inspect.signature(scenario).parameters})
        for made in copy.made:
            made.finish()

    yield run
    for copy in copies:
        for made in copy.made:
            if made.has_begun:
                made.discard()


@pytest.mark.parametrize("number", range(UNCHANGED), ids=[each.what for each in MUTATIONS])
def test_a_mutation_turns_its_scenario_red(
    play: Callable[[Callable[..., None], int], None], number: int
) -> None:
    with pytest.raises((AssertionError, KitError)):
        play(MUTATIONS[number].noticed_by, number)


@pytest.mark.parametrize(
    "scenario",
    list(dict.fromkeys(each.noticed_by for each in MUTATIONS)),
    ids=lambda each: each.__name__,
)
def test_the_same_scenario_is_green_on_an_unchanged_copy(
    play: Callable[[Callable[..., None], int], None], scenario: Callable[..., None]
) -> None:
    play(scenario, UNCHANGED)
